// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What status says of each condition of an installation, without waiting for a clock.
#include "operate/status_answer.h"

#include <gtest/gtest.h>

#include "bundle/reason.h"
#include "operate/testing.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

using test::at;

StatusFacts nothing_installed() {
  return {.place = {.state = "/state", .root = test::root_of(test::published()), .now = test::today()},
          .build_date = at("2026-11-22"),
          .report = {.loaded = {}, .log = state::LogReport{}}};
}

/// seven_in_use is bundle 7 in use at `now`; it expires on 2027-07-01.
StatusFacts seven_in_use(Time now = test::today()) {
  StatusFacts facts = nothing_installed();
  facts.place.now = now;
  const auto publisher = test::published();
  state::Loaded& loaded = facts.report.loaded;
  loaded.use = state::Loaded::Use::active;
  loaded.installed = true;
  loaded.bundle = test::verified(publisher, now);
  state::State state;
  state.active = state::reference_to(*loaded.bundle);
  state.floor = state::FloorRecord{.bundle = *state.active, .release_keys = loaded.bundle->release_keys};
  state.latest_time = at("2026-11-25");
  state.sequence = 1;
  loaded.state = state;
  facts.chain = chain_of(publisher.publish());
  return facts;
}

nlohmann::json json_of(const StatusFacts& facts) {
  return nlohmann::json::parse(status_answer(facts).document.to_json());
}
bool says(const StatusFacts& facts, std::string_view text) {
  return status_answer(facts).text.find(text) != std::string::npos;
}
std::string problem_of(const StatusFacts& facts) {
  const Answer answer = status_answer(facts);
  return answer.problem       ? std::string(answer.problem->reason)
         : answer.status == 0 ? "none"
                              : "status without a problem";
}

TEST(Status, NothingInstalledIsGood) {
  EXPECT_EQ(problem_of(nothing_installed()), "none");
  EXPECT_EQ(json_of(nothing_installed())["use"], "embedded");
  EXPECT_EQ(json_of(nothing_installed())["installed"], false);
  EXPECT_TRUE(json_of(nothing_installed())["bundle"].is_null());
}
TEST(Status, ABundleInUseIsGood) {
  const auto json = json_of(seven_in_use());
  EXPECT_EQ(problem_of(seven_in_use()), "none");
  EXPECT_EQ(json["use"], "active");
  EXPECT_EQ(json["anchors_from_version"], 7);
  EXPECT_EQ(json["bundle"]["days_left"], 212);
  EXPECT_EQ(json["warnings"].size(), 0U);
}

TEST(Status, WarnsThirtyDaysAhead) {
  EXPECT_EQ(json_of(seven_in_use(at("2027-06-01T00:00:00Z")))["warnings"].size(), 0U);
  EXPECT_EQ(json_of(seven_in_use(at("2027-06-01T00:00:01Z")))["warnings"].size(), 1U);
  EXPECT_TRUE(says(seven_in_use(at("2027-06-15")), "warning: the bundle in use expires in 16 days"));
}
TEST(Status, AStaleBundleStaysAndIsNoProblem) {
  const StatusFacts stale = seven_in_use(at("2027-07-01"));
  EXPECT_EQ(problem_of(stale), "none");
  EXPECT_EQ(json_of(stale)["stale"], true);
  EXPECT_EQ(json_of(stale)["degraded"], false);
  EXPECT_EQ(json_of(stale)["bundle"]["days_left"], 0);
  EXPECT_TRUE(says(stale, "warning: STALE: "));
  EXPECT_FALSE(json_of(seven_in_use(at("2027-06-30T23:59:59Z")))["stale"]);
}

TEST(Status, AnExpiredRootDocumentBeforeTheLastIsFine) {
  StatusFacts facts = seven_in_use();
  facts.chain.front().expires = at("2026-01-01");
  EXPECT_TRUE(says(facts, "root 1 expired on 2026-01-01T00:00:00Z, which is fine"));
  EXPECT_EQ(json_of(facts)["bundle"]["roots"][0]["expired"], true);
}
TEST(Status, TheLastRootDocumentsExpiryIsNot) {
  StatusFacts facts = seven_in_use();
  facts.chain.back().expires = facts.place.now;
  EXPECT_TRUE(says(facts, "root 2 expired on 2026-12-01T00:00:00Z: install a bundle under a newer root document"));
  EXPECT_FALSE(says(facts, "fine"));
}

TEST(Status, WhatALoadFoundGivesTheExitStatus) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.problems = {bundle::failure("E_STATE_CORRUPT", "first"), bundle::failure("E_IO", "second")};
  EXPECT_EQ(problem_of(facts), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(facts)["degraded"], true);
  EXPECT_EQ(json_of(facts)["problems"].size(), 2U);
  EXPECT_TRUE(says(facts, "DEGRADED: E_IO: second"));
}
TEST(Status, ThePreviousBundleIsNamedAsSuch) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.use = state::Loaded::Use::previous;
  EXPECT_TRUE(says(facts, "in use: bundle 7, the previous one: the active one cannot be used"));
  EXPECT_EQ(json_of(facts)["use"], "previous");
}
TEST(Status, TwoStoresOfOneVersionAreAProblem) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.bundle->store.preamble.version = embedded_store().preamble.version;
  EXPECT_EQ(problem_of(facts), "E_EQUIVOCATION");
  EXPECT_EQ(json_of(facts)["equivocation"], true);
  EXPECT_EQ(json_of(facts)["merge"], "equivocation");
}
TEST(Status, AnEmbeddedStoreThatIsNewerIsNone) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.bundle->store.preamble.version = 0;
  EXPECT_EQ(problem_of(facts), "none");
  EXPECT_EQ(json_of(facts)["merge"], "embedded-newer");
  EXPECT_EQ(json_of(facts)["anchors_from_version"], embedded_store().preamble.version);
}
TEST(Status, ABundleThatTheEmbeddedStoreHasOvertakenIsNotCalledStale) {
  StatusFacts facts = seven_in_use(at("2027-07-01"));
  facts.report.loaded.bundle->version = 0;
  facts.report.loaded.bundle->store.preamble.version = 0;
  EXPECT_EQ(json_of(facts)["stale"], false);
  EXPECT_EQ(json_of(facts)["warnings"].size(), 0U);
}
TEST(Status, NoBundleWhereOneWasAcceptedIsAProblem) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.use = state::Loaded::Use::embedded;
  facts.report.loaded.bundle.reset();
  facts.report.loaded.state->active.reset();
  EXPECT_EQ(problem_of(facts), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(facts)["degraded"], true);
  EXPECT_TRUE(says(facts, "DEGRADED: E_STATE_CORRUPT: no bundle is in use, and bundle 7 was accepted before"));
}
TEST(Status, NoBundleWhereNeitherFloorNorBundleIsLeftIsAProblem) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.use = state::Loaded::Use::embedded;
  facts.report.loaded.bundle.reset();
  facts.report.loaded.state = state::State{.sequence = 2};
  EXPECT_EQ(problem_of(facts), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(facts)["degraded"], true);
  EXPECT_TRUE(says(facts, "DEGRADED: E_STATE_CORRUPT: no bundle is in use, and a bundle was accepted before"));
}
TEST(Status, DistrustThatIsLostIsSaid) {
  EXPECT_EQ(json_of(seven_in_use())["distrust_lost"], false);
  StatusFacts facts = seven_in_use();
  facts.report.loaded.distrust_lost = true;
  facts.report.loaded.problems = {bundle::failure("E_STATE_CORRUPT", "the ledger is cut off")};
  EXPECT_EQ(json_of(facts)["distrust_lost"], true);
  EXPECT_TRUE(says(facts, "warning: the deny ledger in '/state' is unreadable or incomplete: the ledger is cut off"));
}
TEST(Status, RolledBackIsSaidAndNoProblem) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.state->mode = state::Mode::rolled_back;
  EXPECT_EQ(problem_of(facts), "none");
  EXPECT_EQ(json_of(facts)["rolled_back"], true);
  EXPECT_TRUE(says(facts, "warning: installed trust was rolled back"));
}

TEST(Status, ALogThatWasTamperedWithIsAProblemAndDegradesNothing) {
  StatusFacts facts = seven_in_use();
  facts.report.log->problems = {"line 2: changed"};
  EXPECT_EQ(problem_of(facts), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(facts)["degraded"], false);
  EXPECT_EQ(json_of(facts)["log"]["ok"], false);
  EXPECT_TRUE(says(facts, "PROBLEM: E_STATE_CORRUPT: log: line 2: changed"));
}
TEST(Status, ALogThatLagsIsAWarning) {
  StatusFacts facts = seven_in_use();
  facts.report.log->lags = true;
  EXPECT_EQ(problem_of(facts), "none");
  EXPECT_EQ(json_of(facts)["warnings"].size(), 1U);
}
TEST(Status, ALogThatCannotBeReadIsAProblem) {
  StatusFacts facts = seven_in_use();
  facts.report.log = bundle::failure("E_STATE_PERM", "not ours");
  EXPECT_EQ(problem_of(facts), "E_STATE_PERM");
}
TEST(Status, OneProblemOfTheDirectoryIsSaidOnce) {
  StatusFacts facts = nothing_installed();
  facts.report.loaded.problems = {bundle::failure("E_STATE_PERM", "not ours")};
  facts.report.log = bundle::failure("E_STATE_PERM", "not ours");
  EXPECT_EQ(json_of(facts)["problems"].size(), 1U);
}

TEST(Status, AClockBeforeTheLastInstallIsSaid) {
  StatusFacts facts = seven_in_use();
  facts.report.loaded.state->latest_time = facts.place.now + std::chrono::hours(25);
  EXPECT_TRUE(says(facts, "warning: the clock reads earlier than the last install"));
  facts.report.loaded.state->latest_time = facts.place.now + std::chrono::hours(24);
  EXPECT_FALSE(says(facts, "warning: the clock reads earlier than the last install"));
}
TEST(Status, AClockBeforeTheProgramIsSaid) {
  StatusFacts facts = nothing_installed();
  facts.place.now = at("2026-11-21");
  EXPECT_TRUE(says(facts, "warning: the clock reads earlier than this program's build date"));
}
TEST(Status, ARootOfTrustThatIsLimitedIsNamedWithItsRoles) {
  StatusFacts facts = seven_in_use();
  facts.place.root->only = Roles{AnchorRole::enterprise, AnchorRole::lab};
  EXPECT_TRUE(says(facts, "root of trust: version 1, the test; limited to the roles enterprise, lab"));
  EXPECT_EQ(json_of(facts)["merge"], "side-by-side");
}
TEST(Status, NoTextOfABundleReachesTheTerminalRaw) {
  StatusFacts facts = seven_in_use();
  facts.place.root->origin = "\x1b[2J";
  facts.place.state = "\x1b[2J";
  facts.report.loaded.problems = {bundle::failure("E_IO", "\x1b[2J")};
  facts.report.log->problems = {"\x1b[2J"};
  EXPECT_FALSE(says(facts, "\x1b"));
}

}  // namespace
}  // namespace odca::bundle_tool
