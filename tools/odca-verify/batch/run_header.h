// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The first line of a file of verdicts: what was asked, so that no other question is continued in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "batch/record.h"
#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/trust_store.h"
#include "odca/verifier.h"

namespace odca::batch {

/// RunQuestion is all that the verdicts of a run depend on besides its inputs.
struct RunQuestion {
  std::string program{};  ///< "odca-verify 0.1.0"
  Asked asked{};
  const Question* question = nullptr;
  const Policy* policy = nullptr;
  const TrustStore* store = nullptr;
  const std::vector<PresentedCrl>* crls = nullptr;
  const DeviceFacts* device = nullptr;
  Strictness strictness = Strictness::strict;
};

/// header_line prints schema "odca-batch-run/1" on one line with its line feed: names for people, and the SHA-256 of
/// the effective policy, of the trust material and of the CRLs. A time is in it when it was given; the host's clock is
/// not.
std::string header_line(const RunQuestion& run);

/// is_header tells whether a line, or the beginning of one, is of that schema.
bool is_header(std::string_view line);

/// difference names what differs between two header lines, in words: "the policy, the CRLs"; empty when nothing does.
std::string difference(std::string_view ours, std::string_view theirs);

}  // namespace odca::batch
