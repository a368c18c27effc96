// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The engine: applies every rule to one candidate path, and makes findings and severities of the answers.
#pragma once

#include <vector>

#include "odca/verdict.h"
#include "odca/verifier.h"
#include "rules/rule.h"

namespace odca {

/// Candidate is one path, or an attempt at one, with the results of its checks.
struct Candidate {
  Path path{};
  const ChainProfile* profile = nullptr;
  std::vector<CertificateRole> roles{};
  std::vector<Problem> problems{};
  std::vector<CertificateRevocation> revocation{};
  std::vector<LimitHit> limits{};
};

/// Case is what stays the same for all candidates of one verdict.
struct Case {
  const Evidence& evidence;
  const Question& question;
  Time judged_at;
  const Policy& policy;
  const TrustStore& store;
  const TargetChoice& target;
  const std::vector<LimitHit>& limits;  ///< of reading, and of the bag as a whole
  Strictness strictness = Strictness::strict;
};

struct Judgement {
  bool trusted = false;
  std::vector<Finding> findings{};  ///< most severe first, then in rule order
  std::vector<RuleAnswer> answers{};
};

/// breaks_floor tells whether a problem of path validation rejects whatever the policy says.
bool breaks_floor(const Problem& problem);
/// judge never trusts a candidate without anchor, nor one with a problem of path validation that may not be lowered,
/// whatever the table of rules says.
Judgement judge(const Case& asked, const Candidate& candidate);

}  // namespace odca
