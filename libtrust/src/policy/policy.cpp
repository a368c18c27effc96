// The compiled-in policy, and what a policy makes of a rule.
#include "odca/policy.h"

#include <algorithm>

#include "odca/rule_catalog.h"

namespace odca {

Policy default_policy() { return {}; }

Severity severity_of(const Policy& policy, std::string_view rule) {
  const RuleInfo* const row = find_rule(rule);
  if (row == nullptr) return Severity::fail;
  const auto chosen = policy.rules.find(rule);
  if (chosen == policy.rules.end()) return row->severity;
  return std::min(chosen->second, row->floor);  // the smaller value is the stricter
}

}  // namespace odca
