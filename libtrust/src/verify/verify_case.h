// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A question in a test: the chains of testdata, a store of their own, and a policy to change.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "odca/verifier.h"

namespace odca::test {

inline Dump read_chain(const std::string& name) {
  const std::string file = ODCA_SOURCE_DIR "/libtrust/src/verify/testdata/" + name + ".pem";
  std::ifstream in(file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  Result<Dump> dump = read_dump(as_bytes(content), name, Limits{});
  EXPECT_TRUE(dump) << file;
  return dump ? *std::move(dump) : Dump{};
}

inline Certificate certificate_of(const std::string& name, std::size_t index) {
  return read_chain(name).certificates.at(index).certificate;
}

/// VerifyCase asks on 2026-12-01 about the chains added, with the root of the first one as anchor.
struct VerifyCase {
  Evidence evidence{};
  Question question{.at = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}};
  Policy policy = default_policy();
  SourceContents trust{};
  Strictness strictness = Strictness::default_;

  explicit VerifyCase(const std::string& chain, Roles roles = {AnchorRole::odca}) {
    Dump dump = read_chain(chain);
    anchor(dump.certificates.back().certificate, roles);
    if (dump.certificates.size() > 1) dump.certificates.pop_back();
    evidence.add(std::move(dump));
  }
  void anchor(const Certificate& certificate, Roles roles) {
    trust.anchors.push_back(anchor_from_certificate(certificate, roles, {.kind = OriginKind::embedded}));
  }
  Verdict verdict() const {
    return Verifier(policy, TrustStore::from_contents(trust, "test"), strictness).verify(evidence, question);
  }
};

/// said returns the finding of a rule, or nullptr.
inline const Finding* said(const Verdict& verdict, RuleId rule) {
  const auto found = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                  [&](const Finding& finding) { return finding.rule == rule; });
  return found == verdict.findings.end() ? nullptr : &*found;
}

/// reason_of returns the reason of the finding of a rule, "" when it said nothing.
inline std::string reason_of(const Verdict& verdict, RuleId rule) {
  const Finding* finding = said(verdict, rule);
  return std::string(finding == nullptr ? ReasonId() : finding->reason);
}

/// severity_said returns how severe the finding of a rule is, `off` when it said nothing.
inline Severity severity_said(const Verdict& verdict, RuleId rule) {
  const Finding* finding = said(verdict, rule);
  return finding == nullptr ? Severity::off : finding->severity;
}

}  // namespace odca::test
