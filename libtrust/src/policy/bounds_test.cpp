// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What keeps a policy from being without end, and from passing for another.
#include <gtest/gtest.h>

#include "odca/policy_file.h"
#include "odca/time.h"

namespace odca {
namespace {

Result<Policy> with_span(const std::string& span) {
  return parse_policy("name: a\nexceptions: [{rule: leaf.eku, match: {platform: TGL}, reason: r, " + span + "}]\n",
                      "p.yaml");
}

TEST(ExceptionSpan, WithoutBeginEndsWithinTwoYearsOfTheRelease) {
  EXPECT_TRUE(with_span("until: 2028-11-22"));
  for (const char* end : {"2028-11-23", "2030-01-01", "9999-12-31"}) {
    const auto policy = with_span(std::string("until: ") + end);
    ASSERT_FALSE(policy) << end;
    EXPECT_EQ(policy.error().reason.text(), "no-end") << end;
  }
}

TEST(ExceptionSpan, WithBeginEndsWithinTwoYearsOfIt) {
  for (const char* span : {"from: 2026-03-01, until: 2028-03-01", "from: 2031-05-01, until: 2032-01-01",
                           "from: 2028-02-29, until: 2030-02-28", "from: 2027-01-01, until: 2027-01-01"})
    EXPECT_TRUE(with_span(span)) << span;
  for (const char* span : {"from: 2026-03-01, until: 2028-03-02", "from: 2028-02-29, until: 2030-03-01",
                           "from: 2027-01-02, until: 2027-01-01", "from: 0001-01-01, until: 2027-01-01"})
    EXPECT_FALSE(with_span(span)) << span;
}

TEST(ExceptionSpan, HintLeadsToAPolicyThatIsRead) {
  const auto policy = with_span("until: 2029-06-30");
  ASSERT_FALSE(policy);
  EXPECT_NE(policy.error().hint.find("'from'"), std::string::npos);
  const auto dated = with_span("from: 2029-01-01, until: 2029-06-30");
  ASSERT_TRUE(dated);
  EXPECT_EQ(format_time(*dated->exceptions[0].from), "2029-01-01T00:00:00Z");
}

TEST(PolicyName, IsNotThatOfTheCompiledInPolicy) {
  for (const char* name : {"default", "Default", "DEFAULT", "default (compiled in)", "default, trust embedded",
                           "-default", "defauIt", "defau1t",
                           "D\xc3\xa9"
                           "fault",
                           "de fault", "compiled in", "defaults",
                           "d\xd0\xb5"
                           "fault",
                           "default\xc2\xa0"}) {
    const auto policy = parse_policy(std::string("name: \"") + name + "\"\nlab: {classes: [E]}\n", "p.yaml");
    ASSERT_FALSE(policy) << name;
    EXPECT_EQ(policy.error().reason.text(), "reserved-name");
  }
  for (const char* name : {"site", "B\xc3\xbcro M\xc3\xbcnchen (2)", "site default", "defence"})
    EXPECT_TRUE(parse_policy(std::string("name: \"") + name + "\"\nlab: {classes: [E]}\n", "p.yaml")) << name;
}

TEST(PolicyName, MayBeThatOfTheCompiledInPolicyWhereItIsThatPolicy) {
  EXPECT_TRUE(parse_policy(effective_yaml(default_policy()), "p.yaml"));
}

}  // namespace
}  // namespace odca
