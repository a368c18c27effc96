// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the duties of CRL issuers by RFC 5280.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_crl_duties(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.revocation.size(); ++i)
    for (const CrlDuty& duty : in.revocation[i].duties) out.report(duty.reason, i, duty.message);
}

constexpr Reason kDuties[] = {
    {"version-1", "CRL of version 1, without CRL number and authority key identifier", ""},
    {"number-missing", "missing CRL number", ""},
    {"number-critical", "critical CRL number", ""},
    {"next-update-missing", "missing next update", ""},
    {"aki-missing", "missing authority key identifier", ""},
    {"empty-list", "empty revokedCertificates, RFC 5280 5.1.2.6 requires the field to be absent", ""},
    {"early-generalized-time", "GeneralizedTime before 2050", ""}};

constexpr Rule kCrlRules[] = {
    {{"crl.duties",
      "Every CRL used meets the duties of RFC 5280 for its issuer that do not affect its meaning.",
      "RFC 5280 5.1.2.5, 5.2.1, 5.2.3",
      Severity::warn,
      Severity::note,
      kDuties,
      {"crl-version-1", "crls-complete"}},
     with_revocation,
     check_crl_duties},
};

}  // namespace

std::span<const Rule> crl_rules() { return kCrlRules; }

}  // namespace odca
