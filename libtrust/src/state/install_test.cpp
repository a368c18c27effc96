// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "state/test_steps.h"

namespace odca::state {
namespace {

TEST(Install, TheFirstBundleIsInUse) {
  TestDisk disk;
  const auto report = try_install(disk, kSix);
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->outcome, InstallReport::Outcome::installed);
  EXPECT_TRUE(report->warnings.empty());
  const Loaded loaded = load_from(disk);
  EXPECT_EQ(loaded.use, Loaded::Use::active);
  EXPECT_FALSE(loaded.degraded());
  EXPECT_TRUE(denies(loaded, 1));
}

TEST(Install, NothingInstalledIsEmbedded) {
  TestDisk disk;
  const Loaded loaded = load_from(disk);
  EXPECT_EQ(loaded.use, Loaded::Use::embedded);
  EXPECT_FALSE(loaded.installed);
  EXPECT_FALSE(loaded.degraded());
}

TEST(Install, ANewerOneTakesItsPlace) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  EXPECT_EQ(version_in_use(disk), 7U);
  EXPECT_EQ(load_from(disk).state->previous->version, 6U);
}

TEST(Install, AnOlderOneIsRefused) {
  TestDisk disk(disk_with_six());
  EXPECT_EQ(reason_of(try_install(disk, {.version = 5, .deny = {1}})), "E_ROLLBACK");
}
TEST(Install, OneBelowTheEmbeddedStoreIsRefused) {
  TestDisk disk;
  Setting setting = test_setting(disk);
  setting.embedded_version = 7;
  EXPECT_EQ(reason_of(install(setting, text_of(kSix), {})), "E_ROLLBACK");
  EXPECT_TRUE(install(setting, text_of(kSeven), {}));
}
TEST(Install, AVerificationThatForgetsTheFloorIsNotBelieved) {
  TestDisk disk(disk_with_six());
  Setting setting = test_setting(disk);
  setting.verify = [](std::string_view file, const bundle::Floor&, bundle::Moment moment) {
    return verify_test_bundle(file, {}, moment);
  };
  EXPECT_EQ(reason_of(install(setting, text_of({.version = 5}), {})), "E_INTERNAL");
  EXPECT_EQ(version_in_use(disk), 6U);
}

TEST(Install, TheSameOneIsInstalledAlready) {
  TestDisk disk(disk_with_six());
  const std::string before = disk.image().text();
  const auto report = try_install(disk, kSix);
  EXPECT_EQ(report->outcome, InstallReport::Outcome::already_installed);
  EXPECT_FALSE(report->replaced);
  EXPECT_EQ(disk.image().text(), before);
}
TEST(Install, SaysWhatItReplaces) {
  TestDisk disk;
  EXPECT_FALSE(try_install(disk, kSix)->replaced);
  const auto report = try_install(disk, kSeven);
  ASSERT_TRUE(report->replaced);
  EXPECT_EQ(report->replaced->version, 6U);
}
TEST(Install, OneMoreSignatureDoesNotMakeAnotherBundle) {
  TestDisk disk(disk_with_six());
  EXPECT_EQ(try_install(disk, {.version = 6, .deny = {1}, .signers = 3})->outcome,
            InstallReport::Outcome::already_installed);
}
TEST(Install, AnotherOfTheSameVersionIsRefused) {
  TestDisk disk(disk_with_six());
  EXPECT_EQ(reason_of(try_install(disk, {.version = 6, .deny = {1, 9}})), "E_EQUIVOCATION");
}
TEST(Install, AForgottenDenyEntryIsRefused) {
  TestDisk disk(disk_with_six());
  EXPECT_EQ(reason_of(try_install(disk, {.version = 7})), "E_DENY_SHRINK");
}
TEST(Install, ALiftedDenyEntryLeavesTheLedger) {
  TestDisk disk(disk_with_six());
  must_install(disk, {.version = 7, .lifted = {1}});
  EXPECT_TRUE(load_from(disk).ledger.empty());
}
TEST(Install, NewReleaseKeysEndTheFloor) {
  TestDisk disk(disk_with_six());
  must_install(disk, {.version = 3, .deny = {1}, .root = 2, .keys = 2});
  EXPECT_EQ(version_in_use(disk), 3U);
}

TEST(Install, ADryRunWritesNothing) {
  TestDisk disk;
  const auto report = try_install(disk, kSix, {.dry_run = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->outcome, InstallReport::Outcome::dry_run);
  EXPECT_EQ(report->changes.other.front(), "version 6");
  EXPECT_EQ(disk.operations(), 0U);
}
TEST(Install, NoExpansionRefusesOnlyExpansion) {
  TestDisk disk;
  TestBundle expanding = kSix;
  expanding.expands = true;
  EXPECT_EQ(reason_of(try_install(disk, expanding, {.no_expansion = true})), "E_EXPANSION");
  EXPECT_EQ(version_in_use(disk), 0U);
  EXPECT_TRUE(try_install(disk, kSix, {.no_expansion = true}));
}
TEST(Install, APersonMayDecline) {
  TestDisk disk;
  const InstallOptions options{
      .confirm = [](const bundle::VerifiedBundle&, const Changes& changes) { return !changes.other.empty() && false; }};
  EXPECT_EQ(try_install(disk, kSix, options)->outcome, InstallReport::Outcome::declined);
  EXPECT_EQ(version_in_use(disk), 0U);
}

TEST(Install, KeepsTheBundlesThatAreNeededAndTwoMore) {
  TestDisk disk;
  for (std::uint64_t version = 1; version <= 9; ++version) must_install(disk, {.version = version});
  EXPECT_EQ(disk.image().find("/state/bundles")->entries.size(), 4U);
}

TEST(Rollback, GoesBackAndKeepsFloorAndLedger) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  ASSERT_TRUE(rollback(test_setting(disk), 0));
  const Loaded loaded = load_from(disk);
  EXPECT_EQ(loaded.bundle->version, 6U);
  EXPECT_TRUE(loaded.rolled_back());
  EXPECT_FALSE(loaded.degraded());
  EXPECT_EQ(floor_version(loaded), 7U);
  EXPECT_TRUE(denies(loaded, 2));
}
TEST(Rollback, TheFloorBundleMayBeInstalledAgain) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  ASSERT_TRUE(rollback(test_setting(disk), 0));
  EXPECT_EQ(reason_of(try_install(disk, kSix)), "E_ROLLBACK");
  must_install(disk, kSeven);
  EXPECT_EQ(version_in_use(disk), 7U);
  EXPECT_FALSE(load_from(disk).rolled_back());
}
TEST(Rollback, WithoutAPreviousBundleIsRefused) {
  TestDisk disk(disk_with_six());
  EXPECT_EQ(reason_of(rollback(test_setting(disk), 0)), "E_USAGE");
}
TEST(Rollback, ABundleOfReplacedRootsStaysAway) {
  TestDisk disk(disk_with_six());
  must_install(disk, {.version = 7, .deny = {1}, .root = 2});
  EXPECT_EQ(reason_of(rollback(test_setting(disk), 0)), "E_ROOT_CHAIN");
  EXPECT_EQ(version_in_use(disk), 7U);
}

TEST(Recover, ChangesNothingWhereNothingIsBroken) {
  TestDisk disk(disk_with_six());
  const auto report = recover(test_setting(disk), {.accept_floor_loss = true});
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->changed);
}
TEST(Recover, ALostStateNeedsConsent) {
  TestDisk disk(disk_with_six());
  disk.image().find("/state/state")->content = "";
  EXPECT_EQ(reason_of(recover(test_setting(disk), {})), "E_STATE_CORRUPT");
}
TEST(Recover, RebuildsALostStateFromTheBestBundle) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  disk.image().find("/state")->entries.erase("state");
  ASSERT_TRUE(recover(test_setting(disk), {.accept_floor_loss = true}));
  const Loaded loaded = load_from(disk);
  EXPECT_EQ(loaded.bundle->version, 7U);
  EXPECT_EQ(floor_version(loaded), 7U);
  EXPECT_TRUE(denies(loaded, 2));
  EXPECT_EQ(loaded.state->sequence, 3U);
  must_install(disk, kEight);
}
TEST(Recover, ANewerRootComesBeforeAHigherVersion) {
  TestDisk disk(disk_with_six());
  must_install(disk, {.version = 900, .deny = {1}});  // by a thief of release keys
  must_install(disk, {.version = 8, .deny = {1}, .root = 2, .keys = 2});
  disk.image().find("/state")->entries.erase("state");
  ASSERT_TRUE(recover(test_setting(disk), {.accept_floor_loss = true}));
  EXPECT_EQ(version_in_use(disk), 8U);
}
TEST(Recover, RebuildsALostLedgerAndKeepsTheFloor) {
  TestDisk disk(disk_with_six());
  const std::string name = ledger_file_name(load_from(disk).state->ledger);
  disk.image().find("/state/" + name)->content = "rubbish";
  EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_CORRUPT");
  ASSERT_TRUE(recover(test_setting(disk), {.accept_floor_loss = true}));
  EXPECT_TRUE(denies(load_from(disk), 1));
  EXPECT_EQ(floor_version(load_from(disk)), 6U);
}
TEST(Recover, ResetsTheClock) {
  TestDisk disk(disk_with_six());
  ASSERT_TRUE(load_from(disk).state->latest_time);
  ASSERT_TRUE(recover(test_setting(disk), {.reset_clock = true}));
  EXPECT_FALSE(load_from(disk).state->latest_time);
}
TEST(Recover, NothingInstalledIsSaid) {
  TestDisk disk;
  EXPECT_EQ(reason_of(recover(test_setting(disk), {.accept_floor_loss = true})), "E_USAGE");
}

TEST(Load, AnExpiredBundleStaysInUseAndIsStale) {
  TestDisk disk(disk_with_six());
  Setting setting = test_setting(disk);
  setting.verify = [](std::string_view file, const bundle::Floor& floor, bundle::Moment moment) {
    auto verified = verify_test_bundle(file, floor, moment);
    if (verified) verified->stale = true;
    return verified;
  };
  const Loaded loaded = load(setting);
  EXPECT_EQ(loaded.use, Loaded::Use::active);
  EXPECT_TRUE(loaded.stale());
  EXPECT_FALSE(loaded.degraded());
}
TEST(Install, WhatConsumersWouldNotLoadIsAnError) {
  TestDisk disk(disk_with_six());
  std::uint64_t shown = 0;
  const auto recheck = [&shown](const Situation& installed) -> Status {
    shown = installed.bundle->version;
    return bundle::failure("E_INTERNAL", "another set of anchors");
  };
  EXPECT_EQ(reason_of(try_install(disk, kSeven, {.recheck = recheck})), "E_INTERNAL");
  EXPECT_EQ(shown, 7U);
  EXPECT_EQ(version_in_use(disk), 7U) << "it stays, as the message says";
}
TEST(Install, ADryRunRefusesExpansionToo) {
  TestDisk disk(disk_with_six());
  const TestBundle expanding{.version = 7, .deny = {1}, .expands = true};
  EXPECT_EQ(reason_of(try_install(disk, expanding, {.dry_run = true, .no_expansion = true})), "E_EXPANSION");
  EXPECT_EQ(reason_of(try_install(disk, expanding, {.dry_run = true})), "ok");
}
TEST(Load, ANewerEmbeddedStoreSupersedes) {
  TestDisk disk(disk_with_six());
  EXPECT_TRUE(load_from(disk).superseded(7));
  EXPECT_FALSE(load_from(disk).superseded(6));
}

TEST(Log, TellsOfEveryCommit) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  ASSERT_TRUE(rollback(test_setting(disk), 0));
  const auto report = status(test_setting(disk));
  ASSERT_TRUE(report.log);
  EXPECT_TRUE(report.log->problems.empty());
  ASSERT_EQ(report.log->entries.size(), 3U);
  EXPECT_EQ(report.log->entries[2].event, "rollback");
  EXPECT_EQ(report.log->entries[2].version, 6U);
}
TEST(Log, ALineThatACrashKeptFromItIsMissed) {
  TestDisk disk(disk_with_six());
  EXPECT_FALSE(status(test_setting(disk)).log->lags);
  disk.image().find("/state/log")->content.clear();
  EXPECT_TRUE(status(test_setting(disk)).log->lags);
}
TEST(Log, ALostStateIsFound) {
  TestDisk disk(disk_with_six());
  disk.image().find("/state/state")->content.clear();
  EXPECT_FALSE(verify_log(disk, "/state")->problems.empty());
}
TEST(Log, NothingInstalledHasNone) {
  TestDisk disk;
  const auto log = verify_log(disk, "/state");
  ASSERT_TRUE(log);
  EXPECT_TRUE(log->entries.empty() && log->problems.empty() && !log->lags);
}
TEST(Log, AChangedLineIsFound) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  std::string& log = disk.image().find("/state/log")->content;
  log.replace(log.find("install"), 7, "rollbac");
  EXPECT_FALSE(status(test_setting(disk)).log->problems.empty());
}
TEST(Log, ALineTakenOutIsFound) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  must_install(disk, kEight);
  std::string& log = disk.image().find("/state/log")->content;
  const std::size_t first = log.find('\n') + 1;
  log.erase(first, log.find('\n', first) + 1 - first);
  EXPECT_FALSE(status(test_setting(disk)).log->problems.empty());
}

}  // namespace
}  // namespace odca::state
