// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue of rules: what each asks, why, how severe it is by default and how far a policy may lower it.
#pragma once

#include <span>
#include <string_view>

#include "odca/finding.h"

namespace odca {

/// Reason is one way in which a rule finds fault. Findings name it by its id, which is stable.
struct Reason {
  ReasonId id;
  std::string_view sentence;  ///< what is wrong; the message of a finding has its values as well
  std::string_view remedy;    ///< what to do; empty where that depends on what was meant
};

/// RuleVectors are two questions of the tests of this project: one in which the rule speaks, and the nearest one in
/// which it is silent. Empty: no input leads to the rule.
struct RuleVectors {
  std::string_view speaks{};
  std::string_view silent{};
};

/// RuleInfo is one row. `id` is stable for ever. A policy may choose any severity from `fail` down to `floor`.
/// Where the floor is `fail` no exception is possible either; a few such rules are lowered by a lab allowance.
struct RuleInfo {
  RuleId id;
  std::string_view summary;   ///< one sentence: what is true when the rule passes
  std::string_view citation;  ///< where it comes from: an RFC section, a topic of the Intel AMT SDK, our docs
  Severity severity;
  Severity floor;
  std::span<const Reason> reasons;  ///< all that it may report
  RuleVectors vectors{};
};
/// find_reason returns nullptr for one that the row does not declare.
const Reason* find_reason(const RuleInfo& rule, ReasonId id);

/// rule_catalog lists all rules in the order in which they are judged and reported.
std::span<const RuleInfo> rule_catalog();
const RuleInfo& rule_info(RuleId id);
/// find_rule returns nullptr for an unknown id.
const RuleInfo* find_rule(std::string_view id);

}  // namespace odca
