// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "code.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace odca::limbo {
namespace {

/// Row: an empty reason stands for all reasons of the rule, an empty code for "the reason is the word".
struct Row {
  std::string_view rule;
  std::string_view reason;
  std::string_view code;
};

constexpr std::array kRows{
    Row{"limit.reached", "", "limit"},
    Row{"target.found", "limit", "limit"},
    Row{"path.anchor", "limit", "limit"},
    Row{"path.anchor", "signature", "signature"},
    Row{"path.anchor", "key", "signature"},
    Row{"path.anchor", "algorithm", "algorithm"},
    Row{"path.anchor", "curve", "curve"},
    Row{"path.anchor", "explicit-curve", "curve"},
    Row{"path.anchor", "weak-key", "weak-key"},
    Row{"path.anchor", "untrusted-root", "untrusted-root"},
    Row{"path.anchor", "", "no-path"},
    Row{"path.signature", "budget", "limit"},
    Row{"path.signature", "unusable-key", "algorithm"},
    Row{"path.signature", "", "signature"},
    Row{"path.empty_name", "", "empty-name"},
    Row{"path.ca", "", "not-a-ca"},
    Row{"path.key_cert_sign", "", "no-keycertsign"},
    Row{"path.length", "", "path-length"},
    Row{"path.critical", "", "unknown-critical"},
    Row{"path.constraints", "", "unsupported-constraint"},
    Row{"cert.validity", "", ""},
    Row{"anchor.validity", "", ""},
    Row{"anchor.constraints", "path-length", "path-length"},
    Row{"cert.algorithm", "", "algorithm"},
    Row{"cert.key", "curve", "curve"},
    Row{"cert.key", "explicit-curve", "curve"},
    Row{"cert.key", "weak-key", "weak-key"},
    Row{"cert.key", "", "algorithm"},
    Row{"cert.extensions", "", "malformed-extension"},
    Row{"target.not_ca", "", "target-is-ca"},
    Row{"revocation.revoked", "", "revoked"},
    Row{"revocation.unusable", "", "crl-unusable"},
    Row{"revocation.stale", "", "crl-unusable"},
    Row{"revocation.suspicious", "", "crl-unusable"},
    Row{"rfc5280.depth", "", "depth"},
    Row{"cert.issuer_duties", "", ""},
    Row{"crl.duties", "", ""},
};

constexpr std::array<std::string_view, 5> kParseReasons{"not-der", "too-big", "duplicate-extension",
                                                        "malformed-extension", "version"};

}  // namespace

std::string code_of(const Finding& finding) {
  for (const Row& row : kRows) {
    if (row.rule != finding.rule.text() || (!row.reason.empty() && row.reason != finding.reason)) continue;
    return std::string(row.code.empty() ? finding.reason.text() : row.code);
  }
  return cat(finding.rule, '/', finding.reason);
}

std::string code_of(const Error& unreadable) {
  const bool known = std::find(kParseReasons.begin(), kParseReasons.end(), unreadable.reason) != kParseReasons.end();
  return std::string(known ? unreadable.reason.text() : "parse");
}

}  // namespace odca::limbo
