// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a policy makes of a rule.
#include "odca/policy.h"

#include <algorithm>

#include "odca/rule_catalog.h"

namespace odca {

Severity severity_of(const Policy& policy, std::string_view rule) {
  const RuleInfo* const row = find_rule(rule);
  return row == nullptr ? Severity::fail : severity_of(policy, *row);
}

Severity severity_of(const Policy& policy, const RuleInfo& rule) {
  const auto chosen = policy.rules.find(rule.id.text());
  if (chosen == policy.rules.end()) return rule.severity;
  return std::min(chosen->second, rule.floor);  // the smaller value is the stricter
}

}  // namespace odca
