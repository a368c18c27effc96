// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/missing_issuer.h"

#include <algorithm>

#include "base/text.h"
#include "profile/odca_names.h"

namespace odca {
std::string hint_without_issuer(const RuleInput& in, const Certificate& last) {
  const std::vector<ShortPrint>& prints = in.evidence.short_prints;
  if (!prints.empty()) {
    const ShortPrint& print = prints.front();
    return cat(print.program, " lists a chain of ", print.listed, " certificates and printed ", print.printed, ": ",
               print.remedy);
  }
  const std::string issuer = quote(last->issuer.to_string());
  if (parse_device_ca_name(last->issuer))
    return cat("present the whole chain: the device sends the certificate of ", issuer,
               " after its own (openssl s_client -showcerts)");
  return cat("present the certificate of ", issuer, ", or add it to the trust source");
}

ReasonId reason_without_anchor(const RuleInput& in) {
  if (in.path.stopped_reason != StopReason::no_issuer) return reason_of(in.path.stopped_reason);
  const Certificate& last = in.path.steps.back().certificate;
  if (last.self_issued()) return "untrusted-root";
  const bool bag_cut_off = std::any_of(in.limits.begin(), in.limits.end(), [](const LimitHit& hit) {
    return hit.limit == "certificates" || hit.limit == "crls";
  });
  return bag_cut_off || !in.evidence.unreadable.empty() ? ReasonId("not-read") : "no-issuer";
}

}  // namespace odca
