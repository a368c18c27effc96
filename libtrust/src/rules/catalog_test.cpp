// The catalogue is a promise to operators: ids are for ever, and every row can be looked up, read and cited.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "odca/rule_catalog.h"
#include "rules/rule.h"

namespace odca {
namespace {

std::vector<std::string> promised_ids() {
  std::ifstream file(ODCA_SOURCE_DIR "/libtrust/src/rules/rules.txt");
  std::vector<std::string> ids;
  for (std::string line; std::getline(file, line);) ids.push_back(line);
  return ids;
}

TEST(RuleCatalog, HoldsExactlyThePromisedIds) {
  std::multiset<std::string> rows;
  for (const RuleInfo& info : rule_catalog()) rows.emplace(info.id);
  const std::vector<std::string> promised = promised_ids();
  EXPECT_EQ(rows, std::multiset<std::string>(promised.begin(), promised.end()))
      << "rules.txt is append-only: add new ids at its end, and never take one away";
}

TEST(RuleCatalog, NamesEachRuleOnce) {
  std::set<std::string_view> ids;
  for (const RuleInfo& info : rule_catalog()) EXPECT_TRUE(ids.insert(info.id).second) << info.id;
}

TEST(RuleCatalog, SaysWhatEachRuleAsksAndWhy) {
  for (const RuleInfo& info : rule_catalog()) {
    EXPECT_TRUE(info.summary.ends_with('.')) << info.id;
    EXPECT_FALSE(info.citation.empty()) << info.id;
  }
}

TEST(RuleCatalog, NoDefaultIsBelowItsFloor) {
  for (const RuleInfo& info : rule_catalog()) EXPECT_LE(info.severity, info.floor) << info.id;
}

TEST(RuleCatalog, EveryRowHasItsFunctions) {
  for (const Rule* rule : all_rules()) {
    EXPECT_NE(rule->applies, nullptr) << rule->info.id;
    EXPECT_NE(rule->check, nullptr) << rule->info.id;
  }
}

TEST(RuleCatalog, JudgesThePolicyRulesLast) {
  const std::span<const RuleInfo> rows = rule_catalog();
  ASSERT_GE(rows.size(), 2U);
  EXPECT_EQ(rows[rows.size() - 2].id, "policy.exception_used");
  EXPECT_EQ(rows[rows.size() - 1].id, "policy.exception_expired");
}

TEST(RuleCatalog, FindsARuleById) {
  const RuleInfo* info = find_rule("cert.validity");
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->floor, Severity::warn);
}

TEST(RuleCatalog, KnowsNoRuleByAnotherName) { EXPECT_EQ(find_rule("cert.validit"), nullptr); }

}  // namespace
}  // namespace odca
