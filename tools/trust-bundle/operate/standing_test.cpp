// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What status says of each way in which an installation can stand, without waiting for a clock.
#include "operate/standing.h"

#include <gtest/gtest.h>

#include "bundle/reason.h"
#include "operate/testing.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

using test::at;

Standing nothing_installed() {
  return {.place = {.state = "/state", .root = test::root_of(test::published()), .now = test::today()},
          .build_date = at("2026-11-22"),
          .report = {.loaded = {}, .log = state::LogReport{}}};
}

/// seven_in_use is bundle 7 in use at `now`; it expires on 2027-07-01.
Standing seven_in_use(Time now = test::today()) {
  Standing standing = nothing_installed();
  standing.place.now = now;
  const auto publisher = test::published();
  state::Loaded& loaded = standing.report.loaded;
  loaded.use = state::Loaded::Use::active;
  loaded.installed = true;
  loaded.bundle = test::verified(publisher, now);
  state::State state;
  state.active = state::reference_to(*loaded.bundle);
  state.floor = state::FloorRecord{.bundle = *state.active, .release_keys = loaded.bundle->release_keys};
  state.latest_time = at("2026-11-25");
  state.sequence = 1;
  loaded.state = state;
  standing.chain = chain_of(publisher.publish());
  return standing;
}

nlohmann::json json_of(const Standing& standing) {
  return nlohmann::json::parse(status_answer(standing).document.to_json());
}
bool says(const Standing& standing, std::string_view text) {
  return status_answer(standing).text.find(text) != std::string::npos;
}
std::string problem_of(const Standing& standing) {
  const Answer answer = status_answer(standing);
  return answer.problem       ? std::string(answer.problem->reason)
         : answer.status == 0 ? "none"
                              : "status without a problem";
}

TEST(Standing, NothingInstalledIsGood) {
  EXPECT_EQ(problem_of(nothing_installed()), "none");
  EXPECT_EQ(json_of(nothing_installed())["use"], "embedded");
  EXPECT_EQ(json_of(nothing_installed())["installed"], false);
  EXPECT_TRUE(json_of(nothing_installed())["bundle"].is_null());
}
TEST(Standing, ABundleInUseIsGood) {
  const auto json = json_of(seven_in_use());
  EXPECT_EQ(problem_of(seven_in_use()), "none");
  EXPECT_EQ(json["use"], "active");
  EXPECT_EQ(json["anchors_from_version"], 7);
  EXPECT_EQ(json["bundle"]["days_left"], 212);
  EXPECT_EQ(json["warnings"].size(), 0U);
}

TEST(Standing, WarnsThirtyDaysAhead) {
  EXPECT_EQ(json_of(seven_in_use(at("2027-06-01T00:00:00Z")))["warnings"].size(), 0U);
  EXPECT_EQ(json_of(seven_in_use(at("2027-06-01T00:00:01Z")))["warnings"].size(), 1U);
  EXPECT_TRUE(says(seven_in_use(at("2027-06-15")), "warning: the bundle in use expires in 16 days"));
}
TEST(Standing, AStaleBundleStaysAndIsNoProblem) {
  const Standing stale = seven_in_use(at("2027-07-01"));
  EXPECT_EQ(problem_of(stale), "none");
  EXPECT_EQ(json_of(stale)["stale"], true);
  EXPECT_EQ(json_of(stale)["degraded"], false);
  EXPECT_EQ(json_of(stale)["bundle"]["days_left"], 0);
  EXPECT_TRUE(says(stale, "warning: STALE: "));
  EXPECT_FALSE(json_of(seven_in_use(at("2027-06-30T23:59:59Z")))["stale"]);
}

TEST(Standing, AnExpiredRootDocumentBeforeTheLastIsFine) {
  Standing standing = seven_in_use();
  standing.chain.front().expires = at("2026-01-01");
  EXPECT_TRUE(says(standing, "root 1 expired on 2026-01-01T00:00:00Z, which is fine"));
  EXPECT_EQ(json_of(standing)["bundle"]["roots"][0]["expired"], true);
}
TEST(Standing, TheLastRootDocumentsExpiryIsNot) {
  Standing standing = seven_in_use();
  standing.chain.back().expires = standing.place.now;
  EXPECT_TRUE(says(standing, "root 2 expired on 2026-12-01T00:00:00Z: a bundle under a newer root document is due"));
  EXPECT_FALSE(says(standing, "fine"));
}

TEST(Standing, WhatALoadFoundGivesTheExitStatus) {
  Standing standing = seven_in_use();
  standing.report.loaded.problems = {bundle::failure("E_STATE_CORRUPT", "first"), bundle::failure("E_IO", "second")};
  EXPECT_EQ(problem_of(standing), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(standing)["degraded"], true);
  EXPECT_EQ(json_of(standing)["problems"].size(), 2U);
  EXPECT_TRUE(says(standing, "DEGRADED: E_IO: second"));
}
TEST(Standing, ThePreviousBundleIsNamedAsSuch) {
  Standing standing = seven_in_use();
  standing.report.loaded.use = state::Loaded::Use::previous;
  EXPECT_TRUE(says(standing, "in use: bundle 7, the previous one: the active one cannot be used"));
  EXPECT_EQ(json_of(standing)["use"], "previous");
}
TEST(Standing, TwoStoresOfOneVersionAreAProblem) {
  Standing standing = seven_in_use();
  standing.report.loaded.bundle->store.preamble.version = embedded_store().preamble.version;
  EXPECT_EQ(problem_of(standing), "E_EQUIVOCATION");
  EXPECT_EQ(json_of(standing)["equivocation"], true);
  EXPECT_EQ(json_of(standing)["merge"], "equivocation");
}
TEST(Standing, AnEmbeddedStoreThatIsNewerIsNone) {
  Standing standing = seven_in_use();
  standing.report.loaded.bundle->store.preamble.version = 0;
  EXPECT_EQ(problem_of(standing), "none");
  EXPECT_EQ(json_of(standing)["merge"], "embedded-newer");
  EXPECT_EQ(json_of(standing)["anchors_from_version"], embedded_store().preamble.version);
}
TEST(Standing, ABundleThatTheEmbeddedStoreHasOvertakenIsNotCalledStale) {
  Standing standing = seven_in_use(at("2027-07-01"));
  standing.report.loaded.bundle->version = 0;
  standing.report.loaded.bundle->store.preamble.version = 0;
  EXPECT_EQ(json_of(standing)["stale"], false);
  EXPECT_EQ(json_of(standing)["warnings"].size(), 0U);
}
TEST(Standing, NoBundleWhereOneWasAcceptedIsAProblem) {
  Standing standing = seven_in_use();
  standing.report.loaded.use = state::Loaded::Use::embedded;
  standing.report.loaded.bundle.reset();
  standing.report.loaded.state->active.reset();
  EXPECT_EQ(problem_of(standing), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(standing)["degraded"], true);
  EXPECT_TRUE(says(standing, "DEGRADED: E_STATE_CORRUPT: bundle 7 was accepted once, and none is in use"));
}
TEST(Standing, NoBundleWhereNeitherFloorNorBundleIsLeftIsAProblem) {
  Standing standing = seven_in_use();
  standing.report.loaded.use = state::Loaded::Use::embedded;
  standing.report.loaded.bundle.reset();
  standing.report.loaded.state = state::State{.sequence = 2};
  EXPECT_EQ(problem_of(standing), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(standing)["degraded"], true);
  EXPECT_TRUE(says(standing, "DEGRADED: E_STATE_CORRUPT: a bundle was accepted once, and none is in use"));
}
TEST(Standing, DistrustThatIsLostIsSaid) {
  EXPECT_EQ(json_of(seven_in_use())["distrust_lost"], false);
  Standing standing = seven_in_use();
  standing.report.loaded.distrust_lost = true;
  standing.report.loaded.problems = {bundle::failure("E_STATE_CORRUPT", "the ledger is cut off")};
  EXPECT_EQ(json_of(standing)["distrust_lost"], true);
  EXPECT_TRUE(
      says(standing, "warning: the deny ledger in '/state' is unreadable or incomplete: the ledger is cut off"));
}
TEST(Standing, RolledBackIsSaidAndNoProblem) {
  Standing standing = seven_in_use();
  standing.report.loaded.state->mode = state::Mode::rolled_back;
  EXPECT_EQ(problem_of(standing), "none");
  EXPECT_EQ(json_of(standing)["rolled_back"], true);
  EXPECT_TRUE(says(standing, "warning: installed trust was rolled back"));
}

TEST(Standing, ALogThatWasTamperedWithIsAProblemAndDegradesNothing) {
  Standing standing = seven_in_use();
  standing.report.log->problems = {"line 2: changed"};
  EXPECT_EQ(problem_of(standing), "E_STATE_CORRUPT");
  EXPECT_EQ(json_of(standing)["degraded"], false);
  EXPECT_EQ(json_of(standing)["log"]["ok"], false);
  EXPECT_TRUE(says(standing, "PROBLEM: E_STATE_CORRUPT: log: line 2: changed"));
}
TEST(Standing, ALogThatLagsIsAWarning) {
  Standing standing = seven_in_use();
  standing.report.log->lags = true;
  EXPECT_EQ(problem_of(standing), "none");
  EXPECT_EQ(json_of(standing)["warnings"].size(), 1U);
}
TEST(Standing, ALogThatCannotBeReadIsAProblem) {
  Standing standing = seven_in_use();
  standing.report.log = bundle::failure("E_STATE_PERM", "not ours");
  EXPECT_EQ(problem_of(standing), "E_STATE_PERM");
}
TEST(Standing, OneProblemOfTheDirectoryIsSaidOnce) {
  Standing standing = nothing_installed();
  standing.report.loaded.problems = {bundle::failure("E_STATE_PERM", "not ours")};
  standing.report.log = bundle::failure("E_STATE_PERM", "not ours");
  EXPECT_EQ(json_of(standing)["problems"].size(), 1U);
}

TEST(Standing, AClockBeforeTheLastInstallIsSaid) {
  Standing standing = seven_in_use();
  standing.report.loaded.state->latest_time = standing.place.now + std::chrono::hours(25);
  EXPECT_TRUE(says(standing, "warning: the clock reads earlier than the last install"));
  standing.report.loaded.state->latest_time = standing.place.now + std::chrono::hours(24);
  EXPECT_FALSE(says(standing, "warning: the clock reads earlier than the last install"));
}
TEST(Standing, AClockBeforeTheProgramIsSaid) {
  Standing standing = nothing_installed();
  standing.place.now = at("2026-11-21");
  EXPECT_TRUE(says(standing, "warning: the clock reads earlier than this program's build date"));
}
TEST(Standing, ARootOfTrustThatIsLimitedIsNamedWithItsRoles) {
  Standing standing = seven_in_use();
  standing.place.root->only = Roles{AnchorRole::enterprise, AnchorRole::lab};
  EXPECT_TRUE(says(standing, "root of trust: version 1, the test; limited to the roles enterprise, lab"));
  EXPECT_EQ(json_of(standing)["merge"], "side-by-side");
}
TEST(Standing, NoTextOfABundleReachesTheTerminalRaw) {
  Standing standing = seven_in_use();
  standing.place.root->origin = "\x1b[2J";
  standing.place.state = "\x1b[2J";
  standing.report.loaded.problems = {bundle::failure("E_IO", "\x1b[2J")};
  standing.report.log->problems = {"\x1b[2J"};
  EXPECT_FALSE(says(standing, "\x1b"));
}

}  // namespace
}  // namespace odca::bundle_tool
