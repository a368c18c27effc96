// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whether all that was ever denied is known. A directory that is not there denied nothing; one that cannot be opened,
// or a ledger that cannot be read whole, may have denied anything.
#include <gtest/gtest.h>

#include "state/test_steps.h"

namespace odca::state {
namespace {

/// disk_of_seven has bundles 6 and 7 and the ledger of both.
TestDisk disk_of_seven() {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  return disk;
}
std::string ledger_in(TestDisk& disk) { return ledger_file_name(load_from(disk).state->ledger); }

TEST(LostDistrust, NothingIsLostWhereNothingWasInstalled) {
  TestDisk disk;
  EXPECT_FALSE(load_from(disk).installed);
  EXPECT_FALSE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, NothingIsLostWhereAllCanBeRead) {
  TestDisk disk = disk_of_seven();
  EXPECT_FALSE(load_from(disk).distrust_lost);
  EXPECT_TRUE(denies(load_from(disk), 2));
}
TEST(LostDistrust, ADirectoryThatCannotBeOpenedMayHaveDeniedAnything) {
  for (const Fault fault : {Fault::access, Fault::io, Fault::symlink, Fault::not_directory, Fault::other}) {
    TestDisk disk = disk_of_seven();
    disk.fail_every("open_path", fault);
    const Loaded loaded = load_from(disk);
    EXPECT_TRUE(loaded.distrust_lost) << to_string(fault);
    EXPECT_TRUE(loaded.installed) << to_string(fault);
    EXPECT_TRUE(loaded.degraded()) << to_string(fault);
  }
}
TEST(LostDistrust, ALedgerThatIsDamagedIsLost) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/" + ledger_in(disk))->content += 'x';
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, ALedgerThatIsMissingIsLost) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state")->entries.erase(ledger_in(disk));
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, AnOlderLedgerDoesNotReplaceTheOneThatIsMissing) {
  TestDisk disk(disk_with_six());
  const std::string older = ledger_in(disk);
  const std::string content = disk.image().find("/state/" + older)->content;
  must_install(disk, kSeven);
  disk.image().find("/state")->entries.erase(ledger_in(disk));
  disk.image().put("/state/" + older, {.mode = 0444, .content = content});
  EXPECT_TRUE(denies(load_from(disk), 1));
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, RecoverEndsIt) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state")->entries.erase(ledger_in(disk));
  ASSERT_TRUE(recover(test_setting(disk), {.accept_floor_loss = true}));
  EXPECT_FALSE(load_from(disk).distrust_lost);
  EXPECT_TRUE(denies(load_from(disk), 2));  // the bundle in use has it
}
TEST(LostDistrust, ALedgerThatAnotherMayWriteToIsWholeWhileItsHashFits) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/" + ledger_in(disk))->mode = 0666;
  const Loaded loaded = load_from(disk);
  EXPECT_TRUE(loaded.degraded());
  EXPECT_TRUE(denies(loaded, 2));
  EXPECT_FALSE(loaded.distrust_lost);
}
TEST(LostDistrust, WithoutAStateTheLedgersThatAreWholeAreAllThereIs) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/state")->content.clear();
  EXPECT_TRUE(denies(load_from(disk), 2));
  EXPECT_FALSE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, WithoutAStateAndWithoutAnyLedgerItIsLost) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state")->entries.erase(ledger_in(disk));
  disk.image().find("/state/state")->content.clear();
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, WithoutAStateALedgerThatIsDamagedIsLost) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/" + ledger_in(disk))->content.clear();
  disk.image().find("/state/state")->content.clear();
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, WithoutAStateAFolderThatCannotBeListedIsLost) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/state")->content.clear();
  disk.fail_every("list", Fault::io);
  EXPECT_TRUE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, ALostBundleLosesNoneOfIt) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state/bundles")->entries.clear();
  EXPECT_TRUE(load_from(disk).degraded());
  EXPECT_FALSE(load_from(disk).distrust_lost);
}

TEST(LostDistrust, WithoutStateAndLogALedgerStillDenies) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state")->entries.erase("state");
  disk.image().find("/state")->entries.erase("log");
  EXPECT_TRUE(load_from(disk).installed);
  EXPECT_TRUE(denies(load_from(disk), 2));
  EXPECT_EQ(reason_of(try_install(disk, kSix)), "E_DENY_SHRINK");  // the floor is gone; what was denied is not
  must_install(disk, kSeven);
  EXPECT_TRUE(denies(load_from(disk), 2));
  EXPECT_FALSE(load_from(disk).degraded());
}
TEST(LostDistrust, WithoutStateAndLogADamagedLedgerStopsAnInstall) {
  TestDisk disk = disk_of_seven();
  disk.image().find("/state")->entries.erase("state");
  disk.image().find("/state")->entries.erase("log");
  for (const auto& [name, node] : disk.image().find("/state")->entries)
    if (is_ledger_file_name(name)) disk.image().find("/state/" + name)->content += 'x';
  EXPECT_TRUE(load_from(disk).distrust_lost);
  EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_CORRUPT");
}
TEST(LostDistrust, WhatOthersMayWriteToMayHaveLostAnything) {
  for (const unsigned bits : {0020U, 0002U}) {
    TestDisk disk = disk_of_seven();
    disk.image().find("/state")->mode |= bits;
    const Loaded loaded = load_from(disk);
    EXPECT_TRUE(loaded.distrust_lost);
    EXPECT_TRUE(loaded.exposed);
    EXPECT_TRUE(denies(loaded, 2));
    EXPECT_NE(loaded.problems.front().hint.find("move it away"), std::string::npos) << loaded.problems.front().hint;
  }
}
TEST(LostDistrust, WhatBelongsToAnotherMayHaveLostAnything) {
  TestDisk disk = disk_of_seven();
  disk.be_user(0);
  EXPECT_TRUE(load_from(disk).distrust_lost);
  EXPECT_TRUE(denies(load_from(disk), 2));
}
TEST(LostDistrust, AFolderAboveThatOthersMayWriteToMayHaveLostAnything) {
  TestDisk disk = disk_of_seven();
  disk.expose(bundle::failure("E_STATE_PERM", "'/' is everybody's"));
  EXPECT_TRUE(load_from(disk).distrust_lost);
  EXPECT_EQ(load_from(disk).bundle->version, 7U);
  EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_PERM");
  disk.image().find("/")->entries.erase("state");  // moved away
  EXPECT_TRUE(load_from(disk).distrust_lost);
  EXPECT_EQ(reason_of(try_install(disk, kSix)), "E_STATE_PERM");
  disk.expose({});
  EXPECT_FALSE(load_from(disk).distrust_lost);
}
TEST(LostDistrust, ADryRunEndsAsTheRunWould) {
  TestDisk disk = disk_of_seven();
  disk.expose(bundle::failure("E_STATE_PERM", "'/' is everybody's"));
  EXPECT_EQ(reason_of(install(test_setting(disk), text_of(kSeven), {.dry_run = true})), "E_STATE_PERM");
  disk.expose({});
  for (const Fault fault : {Fault::access, Fault::read_only}) {
    disk.keep_from_changing(fault);
    const auto report = install(test_setting(disk), text_of(kSeven), {.dry_run = true});
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->would_fail);
    EXPECT_EQ(report->would_fail->reason.text(), "E_STATE_PERM");
  }
}

}  // namespace
}  // namespace odca::state
