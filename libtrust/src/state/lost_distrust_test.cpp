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

}  // namespace
}  // namespace odca::state
