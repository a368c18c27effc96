// The list of all rules, in the order in which they are judged and reported.
#include <vector>

#include "odca/rule_catalog.h"
#include "rules/rule.h"
#include "rules/themes.h"

namespace odca {
namespace {

// What is wrong with the chain comes before what is wrong with the trust it was judged by.
// The policy rules of the context theme report what the engine did with all others: that theme stays last.
std::vector<const Rule*> collect() {
  const std::span<const Rule> themes[] = {input_rules(),      path_rules(),      rfc5280_rules(), odca_rules(),
                                          leaf_rules(),       device_rules(),    phase_rules(),   dice_rules(),
                                          revocation_rules(), installed_rules(), context_rules()};
  std::vector<const Rule*> rules;
  for (const std::span<const Rule> theme : themes)
    for (const Rule& rule : theme) rules.push_back(&rule);
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

const RuleInfo* find_rule(std::string_view id) {
  for (const RuleInfo& info : rule_catalog())
    if (info.id == id) return &info;
  return nullptr;
}

}  // namespace odca
