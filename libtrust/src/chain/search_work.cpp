// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/search_work.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace odca {

LinkAnswer SearchWork::prove(std::size_t child, Issuer issuer) {
  if (outcome_.steps >= limits_.search_steps) {
    out_of_steps_ = true;
    hit("search_steps", limits_.search_steps, "links tried");
    return LinkAnswer::budget_spent;
  }
  ++outcome_.steps;
  return recall(child, issuer);
}

LinkAnswer SearchWork::recall(std::size_t child, Issuer issuer) {
  const LinkAnswer answer = proofs_.check(graph_.spki(issuer), graph_.key(issuer), graph_.certificate(child));
  if (answer == LinkAnswer::budget_spent) {
    const std::size_t share = share_checks(limits_.signature_checks).search;
    hit("signature_checks", share,
        share < limits_.signature_checks
            ? cat("of ", limits_.signature_checks, " signature checks, since the rest is kept for revocation")
            : std::string("signature checks"));
  }
  return answer;
}

bool SearchWork::has_room_for(std::size_t certificates) {
  if (certificates <= limits_.path_length) return true;
  hit("path_length", limits_.path_length, "certificates on one path");
  return false;
}

void SearchWork::hit(ReasonId limit, std::size_t value, std::string_view unit) {
  const auto known = std::any_of(outcome_.limits.begin(), outcome_.limits.end(),
                                 [&](const LimitHit& earlier) { return earlier.limit == limit; });
  if (known) return;
  outcome_.limits.push_back(
      {.limit = limit, .message = cat("the search for a path stopped at limits.", limit, ": ", value, ' ', unit)});
}

}  // namespace odca
