// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about limits that ended reading, searching or checking.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_limits(const RuleInput& in, Answer& out) {
  for (const LimitHit& hit : in.limits) {
    Finding& finding = out.report(hit.limit, {}, hit.message);
    finding.params.push_back({"limit", cat("limits.", hit.limit)});
    finding.hint = cat("raise limits.", hit.limit, " in the policy if this input is genuine");
    // A certificate that was too big or too deep is only missing: a path without it is as good. A CRL that was not
    // read may revoke.
    const bool one_item = hit.limit == "certificate_bytes" || hit.limit == "der_depth";
    if (one_item && !hit.crl && in.path.anchor) out.at_most_warn();
  }
  // An attacker who adds CRLs to the input must not be able to drown the one that revokes.
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    if (!in.revocation[i].budget_spent) continue;
    Finding& finding = out.report("signature_checks", i);
    finding.params.push_back({"limit", "limits.signature_checks"});
    return;
  }
}

constexpr Reason kReached[] = {
    {"input_bytes", "limits.input_bytes was reached", "raise the limit in the policy if this input is genuine"},
    {"certificates", "limits.certificates was reached", "raise the limit in the policy if this input is genuine"},
    {"crls", "limits.crls was reached", "raise the limit in the policy if this input is genuine"},
    {"certificate_bytes", "limits.certificate_bytes was reached",
     "raise the limit in the policy if this input is genuine"},
    {"crl_bytes", "limits.crl_bytes was reached", "raise the limit in the policy if this input is genuine"},
    {"der_depth", "limits.der_depth was reached", "raise the limit in the policy if this input is genuine"},
    {"general_names", "limits.general_names was reached", "raise the limit in the policy if this input is genuine"},
    {"distribution_points", "limits.distribution_points was reached",
     "raise the limit in the policy if this input is genuine"},
    {"path_length", "limits.path_length was reached", "raise the limit in the policy if this input is genuine"},
    {"signature_checks", "limits.signature_checks was reached before every available CRL was checked",
     "remove unrelated CRLs, or raise limits.signature_checks in the policy"},
    {"search_steps", "limits.search_steps was reached", "raise the limit in the policy if this input is genuine"}};

constexpr Rule kLimitRules[] = {
    {{"limit.reached",
      "No limit stopped the reading, the search or the checking.",
      "docs/policy.md",
      Severity::fail,
      Severity::fail,
      kReached,
      {"limit-crls", "limit-crls-enough"}},
     always,
     check_limits},
};

}  // namespace

std::span<const Rule> limit_rules() { return kLimitRules; }

}  // namespace odca
