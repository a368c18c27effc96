// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Faults are known by name, and nothing that looks like one passes.
#include "faults/faults.h"

#include <gtest/gtest.h>

namespace odca::amtsim {
namespace {

std::string refusal_of(const std::vector<std::string>& orders) {
  const auto knobs = knobs_of(orders);
  return knobs ? "" : knobs.error().message;
}

TEST(Faults, AreOffWhenNoneIsNamed) {
  const Knobs knobs = *knobs_of({});
  EXPECT_EQ(knobs.not_ready, 0U);
  EXPECT_TRUE(knobs.return_values.empty());
  EXPECT_FALSE(knobs.drop_before_setup);
  EXPECT_FALSE(knobs.drop_after_setup);
  EXPECT_TRUE(knobs.drop_after_commit);
  EXPECT_TRUE(knobs.keep_alive);
  EXPECT_FALSE(knobs.unauthorized_forever);
  EXPECT_EQ(knobs.unauthorized_after_setup, 0U);
}
TEST(Faults, TurnKnobs) {
  EXPECT_EQ(knobs_of({"not-ready=3"})->not_ready, 3U);
  EXPECT_TRUE(knobs_of({"drop-before-setup"})->drop_before_setup);
  EXPECT_TRUE(knobs_of({"drop-after-setup"})->drop_after_setup);
  EXPECT_FALSE(knobs_of({"answer-to-commit"})->drop_after_commit);
  EXPECT_FALSE(knobs_of({"one-request"})->keep_alive);
  EXPECT_TRUE(knobs_of({"unauthorized-forever"})->unauthorized_forever);
  EXPECT_EQ(knobs_of({"unauthorized-after-setup=2"})->unauthorized_after_setup, 2U);
}
TEST(Faults, TurnTheKnobsOfLme) {
  EXPECT_EQ(knobs_of({"lme-busy=3"})->lme.busy, 3U);
  EXPECT_EQ(knobs_of({"lme-refuse-opens=2"})->lme.refused_opens, 2U);
  EXPECT_TRUE(knobs_of({"lme-renew-forwards"})->lme.renew_forwards);
  EXPECT_TRUE(knobs_of({"lme-stale-close"})->lme.stale_closes);
}
TEST(Faults, TurnSeveralKnobs) {
  const Knobs knobs =
      *knobs_of({"setup-returns=1", "commit-returns=2057", "unprovision-returns=0x81c", "stop-returns=3"});
  EXPECT_EQ(knobs.return_values,
            (std::map<std::string, std::uint32_t>{
                {"Setup", 1}, {"CommitChanges", 2057}, {"Unprovision", 0x81C}, {"StopConfiguration", 3}}));
}
TEST(Faults, AreRefusedWhenTheirNameIsUnknown) {
  EXPECT_EQ(refusal_of({"drop-after"}), "unknown fault 'drop-after'");
  EXPECT_EQ(refusal_of({""}), "unknown fault ''");
}
TEST(Faults, AreRefusedTwice) {
  EXPECT_EQ(refusal_of({"not-ready=1", "not-ready=1"}), "fault 'not-ready' is given twice");
}
TEST(Faults, AreRefusedWithoutTheirNumber) {
  for (const std::string order : {"not-ready", "not-ready=", "not-ready=x", "not-ready=-1", "not-ready=1x",
                                  "not-ready=0x", "not-ready=4294967296"})
    EXPECT_EQ(refusal_of({order}), "fault 'not-ready' needs a number") << order;
}
TEST(Faults, AreRefusedWithANumberThatTheyDoNotTake) {
  EXPECT_EQ(refusal_of({"drop-after-setup=1"}), "fault 'drop-after-setup' takes no number");
}
TEST(Faults, EachHaveAHelp) {
  for (const Fault& fault : faults()) EXPECT_FALSE(fault.help.empty()) << fault.name;
}

}  // namespace
}  // namespace odca::amtsim
