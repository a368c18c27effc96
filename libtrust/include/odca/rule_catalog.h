// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue of rules: each with its summary, source, default severity, floor and reasons.
#pragma once

#include <span>
#include <string_view>

#include "odca/finding.h"

namespace odca {

/// Reason is one way in which a rule fails. Its id is stable.
struct Reason {
  ReasonId id;
  std::string_view sentence;  ///< the defect; the message of a finding adds values
  std::string_view remedy;    ///< what to do; empty where that depends on the case
};

/// RuleVectors name two test vectors: one for which the rule reports a finding, and the nearest one for which it does
/// not. Empty: no input leads to a finding.
struct RuleVectors {
  std::string_view speaks{};
  std::string_view silent{};
};

/// RuleInfo is one rule. A policy may choose any severity from `fail` down to `floor`. A rule with floor `fail` allows
/// no exception either; a lab allowance can lower a few of them.
struct RuleInfo {
  RuleId id;
  std::string_view summary;   ///< one sentence that is true when the rule passes
  std::string_view citation;  ///< source: an RFC section, a topic of the Intel AMT SDK, our docs
  Severity severity;
  Severity floor;
  std::span<const Reason> reasons;  ///< all that it may report
  RuleVectors vectors{};
};
/// find_reason returns nullptr for an undeclared reason.
const Reason* find_reason(const RuleInfo& rule, ReasonId id);

/// rule_catalog lists all rules in the order in which they are judged and reported.
std::span<const RuleInfo> rule_catalog();
const RuleInfo& rule_info(RuleId id);
/// find_rule returns nullptr for an unknown id.
const RuleInfo* find_rule(std::string_view id);

}  // namespace odca
