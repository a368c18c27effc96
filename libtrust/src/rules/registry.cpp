// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The list of all rules, in the order in which they are judged and reported.
#include <vector>

#include "base/check.h"
#include "odca/rule_catalog.h"
#include "rules/prefixes.h"
#include "rules/rule.h"

namespace odca {
namespace {

// What is wrong with the chain comes before what is wrong with the trust it was judged by.
// The policy rules report what the engine did with all others: they stay last. kRuleIds is that order.
std::vector<const Rule*> collect() {
  const std::span<const Rule> tables[] = {input_rules(),      limit_rules(), target_rules(), trust_rules(),
                                          path_rules(),       cert_rules(),  anchor_rules(), rfc5280_rules(),
                                          odca_rules(),       leaf_rules(),  device_rules(), phase_rules(),
                                          enterprise_rules(), dice_rules(),  chain_rules(),  revocation_rules(),
                                          crl_rules(),        time_rules(),  policy_rules()};
  std::vector<const Rule*> rules(std::size(kRuleIds));
  for (const std::span<const Rule> table : tables)
    for (const Rule& rule : table) rules[rule.info.id.place()] = &rule;
  for (const Rule* const rule : rules) ODCA_CHECK(rule != nullptr);
  return rules;
}

std::vector<RuleInfo> collect_infos() {
  std::vector<RuleInfo> infos;
  for (const Rule* rule : all_rules()) infos.push_back(rule->info);
  return infos;
}

}  // namespace

std::span<const Rule* const> all_rules() {
  static const std::vector<const Rule*> rules = collect();
  return rules;
}

std::span<const RuleInfo> rule_catalog() {
  static const std::vector<RuleInfo> infos = collect_infos();
  return infos;
}

const Reason* find_reason(const RuleInfo& rule, ReasonId id) {
  for (const Reason& reason : rule.reasons)
    if (reason.id == id) return &reason;
  return nullptr;
}

const RuleInfo& rule_info(RuleId id) { return rule_catalog()[id.place()]; }

const RuleInfo* find_rule(std::string_view id) {
  const std::optional<RuleId> known = RuleId::from(id);
  return known ? &rule_info(*known) : nullptr;
}

}  // namespace odca
