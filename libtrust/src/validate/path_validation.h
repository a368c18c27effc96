// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// validate_path: RFC 5280 section 6.1 over one whole path, from the anchor to the target. It shares no state with the
// builder; signatures are asked of LinkProofs by content, so nothing the builder believed is believed here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/finding.h"
#include "profile/algorithms.h"
#include "x509/link_proofs.h"

namespace odca {

/// Problem is one defect of a path. `rule` reports it.
struct Problem {
  RuleId rule;
  ReasonId reason{};                  ///< "expired", "not-yet-valid", "not-a-ca", …
  std::optional<std::size_t> cert{};  ///< index into Path::steps; empty: the anchor or the whole path
  std::string message{};
  std::string hint{};
  std::vector<Param> params{};
};

/// validate_path collects all problems, never only the first. An empty answer for a path with an anchor means that
/// RFC 5280 6.1 succeeds, with name constraints and policies refused rather than processed. A path without anchor is
/// checked as far as it goes; an empty answer then proves nothing (rule path.anchor fails it).
/// `amt_version` is that of the device (DeviceFacts), for anchors that are trusted for some versions only.
std::vector<Problem> validate_path(const Path& path, const Question& question, Time judged_at,
                                   const AllowedAlgorithms& allowed, LinkProofs& proofs,
                                   std::optional<unsigned> amt_version);

}  // namespace odca
