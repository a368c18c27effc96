// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PathBuilder: a bounded, lazy, depth-first search for certification paths (reference: RFC 4158; budgets as Go,
// rustls-webpki and Botan 3.13 chose them). It proves signatures and decides nothing else: rules judge its candidates.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/policy.h"
#include "x509/link_proofs.h"

namespace odca {

/// SearchOutcome is how a search ended, once next() has no more paths.
struct SearchOutcome {
  std::size_t steps = 0;
  std::vector<LimitHit> limits{};  ///< search_steps, path_length, signature_checks
  std::optional<Path> furthest{};  ///< the attempt without anchor that got furthest, by signatures proved
};

class PathBuilder {
 public:
  /// `target` indexes evidence.certificates. Anchors without the role wanted come last. The arguments must outlive the
  /// builder.
  PathBuilder(const Evidence& evidence, std::size_t target, const TrustStore& store, const Question& question,
              Time judged_at, const Limits& limits, LinkProofs& proofs);
  ~PathBuilder();
  PathBuilder(const PathBuilder&) = delete;
  PathBuilder& operator=(const PathBuilder&) = delete;

  /// next returns candidates best first: first those whose every edge looks sound (dates, CA flag, key usage, no
  /// unknown critical extension), then the others; empty when exhausted or out of budget.
  std::optional<Path> next();
  const SearchOutcome& outcome() const;

 private:
  struct Search;
  std::unique_ptr<Search> search_;
};

}  // namespace odca
