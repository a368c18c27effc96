// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The catalogue is a promise to operators: ids are for ever, and every row can be looked up, read and cited.
#include <gtest/gtest.h>

#include <iterator>
#include <set>

#include "odca/rule_catalog.h"
#include "rules/rule.h"

namespace odca {
namespace {

TEST(RuleCatalog, HasOneRowForEachId) {
  ASSERT_EQ(rule_catalog().size(), std::size(kRuleIds));
  for (std::size_t i = 0; i < std::size(kRuleIds); ++i) EXPECT_EQ(rule_catalog()[i].id.text(), kRuleIds[i]);
}

TEST(RuleCatalog, NamesEachRuleOnce) {
  const std::set<std::string_view> ids(std::begin(kRuleIds), std::end(kRuleIds));
  EXPECT_EQ(ids.size(), std::size(kRuleIds));
}

TEST(RuleCatalog, SaysWhatEachRuleAsksAndWhy) {
  for (const RuleInfo& info : rule_catalog()) {
    EXPECT_TRUE(info.summary.ends_with('.')) << info.id.text();
    EXPECT_FALSE(info.citation.empty()) << info.id.text();
  }
}

TEST(RuleCatalog, DeclaresTheReasonsOfEachRule) {
  for (const RuleInfo& info : rule_catalog()) {
    EXPECT_FALSE(info.reasons.empty()) << info.id.text();
    std::set<std::string_view> ids;
    for (const Reason& reason : info.reasons) {
      EXPECT_TRUE(ids.insert(reason.id).second) << info.id.text() << " " << reason.id.text();
      EXPECT_FALSE(reason.sentence.empty() || reason.sentence.ends_with('.'))
          << info.id.text() << " " << reason.id.text();
      EXPECT_FALSE(reason.remedy.ends_with('.')) << info.id.text() << " " << reason.id.text();
    }
  }
}

TEST(RuleCatalog, NoDefaultIsBelowItsFloor) {
  for (const RuleInfo& info : rule_catalog()) EXPECT_LE(info.severity, info.floor) << info.id.text();
}

TEST(RuleCatalog, EveryRowHasItsFunctions) {
  for (const Rule* rule : all_rules()) {
    EXPECT_NE(rule->applies, nullptr) << rule->info.id.text();
    EXPECT_NE(rule->check, nullptr) << rule->info.id.text();
  }
}

TEST(RuleCatalog, JudgesThePolicyRulesLast) {
  const std::span<const RuleInfo> rows = rule_catalog();
  ASSERT_GE(rows.size(), 2U);
  EXPECT_EQ(rows[rows.size() - 2].id.text(), "policy.exception_used");
  EXPECT_EQ(rows[rows.size() - 1].id.text(), "policy.exception_expired");
}

TEST(RuleCatalog, FindsARuleById) {
  const RuleInfo* info = find_rule("cert.validity");
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->floor, Severity::warn);
}

TEST(RuleCatalog, KnowsNoRuleByAnotherName) { EXPECT_EQ(find_rule("cert.validit"), nullptr); }

}  // namespace
}  // namespace odca
