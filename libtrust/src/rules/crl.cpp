// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about what CRLs owe by RFC 5280.
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
    {"version-1", "a CRL of version 1, which has neither a number nor a key identifier", ""},
    {"number-missing", "a CRL without number", ""},
    {"number-critical", "a CRL with a critical number", ""},
    {"next-update-missing", "a CRL without next update", ""},
    {"aki-missing", "a CRL without authority key identifier", ""},
    {"empty-list", "an empty list of revoked certificates, where RFC 5280 5.1.2.6 has the CA leave the field out", ""},
    {"early-generalized-time", "a GeneralizedTime before 2050", ""}};

constexpr Rule kRules[] = {
    {{"crl.duties",
      "Every CRL used has what RFC 5280 asks of a CRL and does not change what it says.",
      "RFC 5280 5.1.2.5, 5.2.1, 5.2.3",
      Severity::warn,
      Severity::note,
      kDuties,
      {"crl-version-1", "crls-complete"}},
     with_revocation,
     check_crl_duties},
};

}  // namespace

std::span<const Rule> crl_rules() { return kRules; }

}  // namespace odca
