// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Tests only: verdicts to print. The certificates are those of tests/cli/data, which openssl made.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "odca/digest.h"
#include "odca/verifier.h"

namespace odca::testing {

inline std::string content_of(const std::string& path) {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/") + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// certificates_in reads the PEM blocks of a file of tests/cli/data.
inline std::vector<Certificate> certificates_in(const std::string& name) {
  const std::string begin = "-----BEGIN CERTIFICATE-----";
  const std::string end = "-----END CERTIFICATE-----";
  const std::string text = content_of("tests/cli/data/" + name);
  std::vector<Certificate> found;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t body = at + begin.size();
    const Bytes der = from_base64(std::string_view(text).substr(body, text.find(end, at) - body)).value();
    found.push_back(*Certificate::from_der(der));
  }
  return found;
}

inline Time midsummer() { return *parse_time("2026-07-01T00:00:00Z"); }

inline Question activation() { return Question{.at = midsummer()}; }

/// rejected_verdict is filled in by hand: a path of three without anchor, one finding of each severity.
inline Verdict rejected_verdict() {
  const std::vector<Certificate> chain = certificates_in("good.pem");
  Verdict verdict;
  verdict.question = activation();
  verdict.judged_at = midsummer();
  verdict.profile = ProfileKind::odca;
  verdict.policy = "default";
  verdict.trust_source = "embedded";
  verdict.trust_versions = {"embedded 2026-01-02"};
  verdict.trust_anchors = 3;
  verdict.path = {{.certificate = chain[0], .role = CertificateRole::leaf, .origin = {.kind = OriginKind::presented}},
                  {.certificate = chain[1],
                   .role = CertificateRole::app_ca,
                   .origin = {.kind = OriginKind::presented},
                   .revocation = RevocationState::revoked},
                  {.certificate = chain[2],
                   .role = CertificateRole::kernel_ca,
                   .origin = {.kind = OriginKind::embedded, .where = "bundles/x.yaml"}}};
  verdict.findings = {{.rule = "path.anchor",
                       .severity = Severity::fail,
                       .message = "no path leads to a trust anchor",
                       .hint = "present the whole chain",
                       .reason = "no-issuer"},
                      {.rule = "odca.platform",
                       .severity = Severity::warn,
                       .cert = 1,
                       .message = "the platform differs",
                       .reason = "platform-mismatch",
                       .params = {{"expected", "MTL"}, {"found", "LNL"}, {"other", "1"}, {"other", "2"}}},
                      {.rule = "device.binding", .severity = Severity::note, .message = "not bound to a machine"}};
  verdict.answers = {
      {.rule = "path.anchor", .answer = RuleAnswer::Kind::finding, .severity = Severity::fail},
      {.rule = "device.upid", .answer = RuleAnswer::Kind::pass, .severity = Severity::fail, .detail = "by SHA-256"},
      {.rule = "device.leaf_hash", .answer = RuleAnswer::Kind::not_applicable, .severity = Severity::fail}};
  verdict.attempts = {{.subjects = {"CN=AMT RCFG", "CN=app"},
                       .sha256 = {to_hex(chain[0]->sha256), to_hex(chain[1]->sha256)},
                       .outcome = "path.anchor: no issuer"}};
  verdict.unused = {"CN=stranger 0011"};
  verdict.work = {.signature_checks = 5, .search_steps = 9, .paths_tried = 1};
  return verdict;
}

/// trusted_verdict comes from the verifier, since nobody else can make one.
inline Verdict trusted_verdict() {
  SourceContents contents;
  TrustAnchor anchor = anchor_from_certificate(certificates_in("root.pem")[0], Roles::all(),
                                               {.kind = OriginKind::custom, .where = "tests/cli/data/root.pem"});
  anchor.label = "test root";
  contents.anchors.push_back(anchor);
  Evidence evidence;
  for (const Certificate& certificate : certificates_in("good.pem"))
    evidence.certificates.push_back({.certificate = certificate, .where = "good.pem"});
  const Verifier verifier(default_policy(), TrustStore::from_contents(std::move(contents), "custom"));
  return verifier.verify(evidence, activation());
}

}  // namespace odca::testing
