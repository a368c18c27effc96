// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The crash and fault cases that can be done in one process, on a disk in memory. After each: `state` names a bundle
// that verifies, or the embedded store is in use; floor and ledger are not lower; installing again succeeds.
#include <gtest/gtest.h>

#include "state/test_faults.h"

namespace odca::state {
namespace {

const Act kInstallSeven = [](FileSystem& files) { static_cast<void>(try_install(files, kSeven)); };
const Act kInstallSix = [](FileSystem& files) { static_cast<void>(try_install(files, kSix)); };

/// expect_whole checks the invariant, with what was there before.
void expect_whole(const Image& image, const Loaded& before, const std::string& place) {
  TestDisk disk(image);
  const Loaded after = load_from(disk);
  EXPECT_FALSE(after.degraded()) << place << ": " << describe(after.problems.front());
  const std::uint64_t old = before.bundle ? before.bundle->version : 0;
  const std::uint64_t version = after.bundle ? after.bundle->version : 0;
  EXPECT_TRUE(version == old || version > old) << place;
  EXPECT_GE(floor_version(after), floor_version(before)) << place;
  for (const auto& deny : before.ledger) EXPECT_TRUE(denies(after, deny.id)) << place;
  const auto again = try_install(disk, kEight);
  ASSERT_TRUE(again) << place << ": " << describe(again.error());
  EXPECT_TRUE(again->warnings.empty()) << place << ": " << describe(again->warnings.front());
  EXPECT_EQ(version_in_use(disk), 8U) << place;
  EXPECT_EQ(leftovers(disk.image()), 0) << place;
  const auto report = status(test_setting(disk));
  ASSERT_TRUE(report.log);
  EXPECT_TRUE(report.log->problems.empty()) << place << ": " << report.log->problems.front();
}

/// kill_at_every_call: cases 1 to 12, a killed program on a disk that keeps what was written.
void kill_at_every_call(const Image& start, const Act& act) {
  const Loaded before = loaded_from(start);
  const auto calls = calls_of(start, act);
  for (int call = 1; call <= static_cast<int>(calls.size()); ++call) {
    TestDisk disk(start);
    disk.die_at(call);
    dies(disk, act);
    expect_whole(disk.image(), before, cat("killed at call ", call, " ", calls[static_cast<std::size_t>(call) - 1]));
  }
}
TEST(Crash, C01To12KilledAtEveryCallOfAnInstall) { kill_at_every_call(disk_with_six(), kInstallSeven); }
TEST(Crash, C01To12KilledAtEveryCallOfAFirstInstall) { kill_at_every_call({}, kInstallSix); }
TEST(Crash, KilledAtEveryCallOfAnInstallThatCollectsGarbage) {
  TestDisk disk;
  for (std::uint64_t version = 1; version <= 6; ++version) must_install(disk, {.version = version, .deny = {1}});
  const auto calls = calls_of(disk.image(), kInstallSeven);
  ASSERT_GE(std::count(calls.begin(), calls.end(), "remove"), 2) << "a bundle and a ledger";
  kill_at_every_call(disk.image(), kInstallSeven);
}

/// kill_before_name kills at the n-th call of a name, and gives the version that is in use then.
std::uint64_t version_after_kill(const std::string& name, int occurrence) {
  const Image start = disk_with_six();
  const auto calls = calls_of(start, kInstallSeven);
  int seen = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i] != name || ++seen != occurrence) continue;
    TestDisk disk(start);
    disk.die_at(static_cast<int>(i) + 1);
    EXPECT_TRUE(dies(disk, kInstallSeven));
    TestDisk next(disk.image());
    return version_in_use(next);
  }
  ADD_FAILURE() << "no call " << occurrence << " of " << name;
  return 0;
}
TEST(Crash, C01KilledBeforeTheLockLeavesTheOld) { EXPECT_EQ(version_after_kill("open_path", 1), 6U); }
TEST(Crash, C02KilledWithTheLockFreesIt) {
  TestDisk disk(disk_with_six());
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  const auto lock = std::find(calls.begin(), calls.end(), "lock");
  disk.die_at(static_cast<int>(lock - calls.begin()) + 2);
  EXPECT_TRUE(dies(disk, kInstallSeven));
  TestDisk next(disk.image());
  must_install(next, kSeven);
}
TEST(Crash, C03KilledAfterTheTemporaryFileLeavesTheOldAndIsTidiedUp) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  const auto write = std::find(calls.begin(), calls.end(), "write");
  TestDisk disk(disk_with_six());
  disk.die_at(static_cast<int>(write - calls.begin()) + 1);
  EXPECT_TRUE(dies(disk, kInstallSeven));
  EXPECT_EQ(leftovers(disk.image()), 1);
  TestDisk next(disk.image());
  EXPECT_EQ(version_in_use(next), 6U);
  must_install(next, kSeven);
  EXPECT_EQ(leftovers(next.image()), 0);
}
TEST(Crash, C04KilledInMidWriteLeavesTheOld) {
  const Image start = disk_with_six();
  const Act act = [](FileSystem& files) {
    static_cast<TestDisk&>(files).write_at_most(64);
    kInstallSeven(files);
  };
  kill_at_every_call(start, act);
}
TEST(Crash, C05KilledBeforeTheFirstFlushLeavesTheOld) { EXPECT_EQ(version_after_kill("sync", 1), 6U); }
TEST(Crash, C06KilledBeforeTheBundlesRenameLeavesTheOld) { EXPECT_EQ(version_after_kill("rename", 1), 6U); }
TEST(Crash, C07KilledAfterTheBundlesRenameLeavesTheOld) { EXPECT_EQ(version_after_kill("sync", 2), 6U); }
TEST(Crash, C08KilledAtTheLedgerLeavesTheOldLedgerNamed) { EXPECT_EQ(version_after_kill("rename", 2), 6U); }
TEST(Crash, C09KilledBeforeTheStatesRenameLeavesTheOld) { EXPECT_EQ(version_after_kill("rename", 3), 6U); }
TEST(Crash, C10KilledAfterTheStatesRenameLeavesTheNew) { EXPECT_EQ(version_after_kill("sync", 6), 7U); }
TEST(Crash, C11KilledBeforeTheLogIsReconciled) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  const auto log = std::find(calls.begin() + (std::find(calls.begin(), calls.end(), "lock") - calls.begin()),
                             calls.end(), "open_to_append");
  TestDisk disk(disk_with_six());
  disk.die_at(static_cast<int>(log - calls.begin()) + 1);
  EXPECT_TRUE(dies(disk, kInstallSeven));
  TestDisk next(disk.image());
  EXPECT_EQ(version_in_use(next), 7U);
  EXPECT_TRUE(status(test_setting(next)).log->lags);
  must_install(next, kEight);
  const auto report = status(test_setting(next));
  EXPECT_TRUE(report.log->problems.empty() && !report.log->lags);
  EXPECT_EQ(report.log->entries.at(1).event, "recovered");
}
TEST(Crash, C12ATornLogLineIsClosedByAMarker) {
  const Image whole = disk_with_six();
  TestDisk full(whole);
  must_install(full, kSeven);
  const std::string log = full.image().find("/state/log")->content;
  const std::size_t first = log.find('\n') + 1;
  for (std::size_t size = first + 1; size < log.size(); ++size) {
    Image torn = full.image();
    torn.find("/state/log")->content = log.substr(0, size);
    TestDisk disk(torn);
    must_install(disk, kEight);
    const auto report = status(test_setting(disk));
    EXPECT_TRUE(report.log->problems.empty()) << size << ": " << report.log->problems.front();
    EXPECT_FALSE(report.log->ends_torn);
    EXPECT_EQ(report.log->last_sequence, 3U);
  }
}

/// lose_writes: case 13, every content of the disk that a power cut can leave after every change.
void lose_writes(const Image& start, const Act& act, std::uint64_t new_version) {
  TestDisk disk(start);
  act(disk);
  const Loaded before = loaded_from(start);
  const std::uint64_t old_version = before.bundle ? before.bundle->version : 0;
  std::size_t states = 0;
  bool committed = false;
  for (std::size_t changes = 0; changes <= disk.operations(); ++changes) {
    bool all_new = true;
    for (const Image& image : disk.after_power_cut(changes)) {
      const Loaded after = loaded_from(image);
      const std::uint64_t version = after.bundle ? after.bundle->version : 0;
      EXPECT_TRUE(version == old_version || version == new_version) << version;
      all_new = all_new && version == new_version;
      expect_whole(image, before, cat("power cut after change ", changes));
      ++states;
      if (::testing::Test::HasFailure()) return;
    }
    EXPECT_TRUE(all_new || !committed) << "what was durable is gone after change " << changes;
    committed = committed || all_new;
  }
  EXPECT_TRUE(committed);
  EXPECT_GT(states, 50U);
}
TEST(Crash, C13LostWritesOfAnInstall) { lose_writes(disk_with_six(), kInstallSeven, 7); }
TEST(Crash, C13LostWritesOfAFirstInstall) { lose_writes({}, kInstallSix, 6); }
TEST(Crash, C13LostWritesOfARollback) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  const Image start = disk.image();
  const Act act = [](FileSystem& files) { static_cast<void>(rollback(test_setting(files), 0)); };
  TestDisk rolled(start);
  act(rolled);
  const Loaded before = loaded_from(start);
  for (std::size_t changes = 0; changes <= rolled.operations(); ++changes) {
    for (const Image& image : rolled.after_power_cut(changes)) {
      TestDisk after(image);
      const std::uint64_t version = version_in_use(after);
      EXPECT_TRUE(version == 6U || version == 7U);
      EXPECT_EQ(floor_version(load_from(after)), 7U);
      EXPECT_TRUE(bundle::same_entries(load_from(after).ledger, before.ledger));
      must_install(after, kEight);
    }
  }
}
TEST(Crash, C13ARunAfterAKillDoesNotWriteTheLogBeforeTheStateIsDurable) {
  // Killed between the rename of the state and the flush; the next run says "already installed"; then the power fails.
  const auto calls = calls_of({}, kInstallSix);
  int renames = 0;
  int flush = 0;
  for (std::size_t i = 0; i < calls.size() && flush == 0; ++i) {
    if (calls[i] == "rename") ++renames;
    if (renames == 3 && calls[i] == "sync") flush = static_cast<int>(i) + 1;
  }
  ASSERT_GT(flush, 0);
  TestDisk disk;
  disk.die_at(flush);
  dies(disk, kInstallSix);
  // The second run works on the same disk, whose changes are still not flushed.
  disk.revive();
  EXPECT_EQ(try_install(disk, kSix)->outcome, InstallReport::Outcome::already_installed);
  for (std::size_t changes = 0; changes <= disk.operations(); ++changes)
    for (const Image& image : disk.after_power_cut(changes)) expect_whole(image, Loaded{}, cat("change ", changes));
}

TEST(Crash, C14AnEmptyBundleFileFallsBackAndKeepsTheLedger) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  const auto file = load_from(disk).state->active->file_name();
  disk.image().find("/state/bundles/" + file)->content.clear();
  Loaded loaded = load_from(disk);
  EXPECT_EQ(loaded.use, Loaded::Use::previous);
  EXPECT_EQ(loaded.bundle->version, 6U);
  EXPECT_TRUE(loaded.degraded());
  EXPECT_TRUE(denies(loaded, 2));
  must_install(disk, kSeven);
  EXPECT_FALSE(load_from(disk).degraded());
}

/// fail_every_call lets each call fail once with a fault; nothing may be half done, nor succeed half.
void fail_every_call(const Image& start, Fault fault) {
  const Loaded before = loaded_from(start);
  const auto calls = calls_of(start, kInstallSeven);
  for (int call = 1; call <= static_cast<int>(calls.size()); ++call) {
    TestDisk disk(start);
    disk.fail_at(call, fault);
    const auto report = try_install(disk, kSeven, {.lock_timeout_ms = 0});
    const std::string place = cat(calls[static_cast<std::size_t>(call) - 1], ", call ", call);
    if (report) {
      EXPECT_EQ(version_in_use(disk), 7U) << place;
    } else {
      EXPECT_NE(bundle::find_failure_class(report.error().reason), nullptr) << place;
    }
    expect_whole(disk.image(), before, place);
  }
}
TEST(Fault, C15NoSpaceAtEveryCall) { fail_every_call(disk_with_six(), Fault::no_space); }
TEST(Fault, C16DiskErrorAtEveryCall) { fail_every_call(disk_with_six(), Fault::io); }
TEST(Fault, C23AccessDeniedAtEveryCall) { fail_every_call(disk_with_six(), Fault::access); }
TEST(Fault, AnUnknownErrorAtEveryCall) { fail_every_call(disk_with_six(), Fault::other); }
TEST(Fault, CrossDeviceAtEveryCall) { fail_every_call(disk_with_six(), Fault::cross_device); }

/// fails_at gives the reason when the n-th call of a name fails, and checks that the old version stays.
std::string fails_at(const std::string& name, int occurrence, Fault fault, std::uint64_t stays = 6) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  int seen = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i] != name || ++seen != occurrence) continue;
    TestDisk disk(disk_with_six());
    disk.fail_at(static_cast<int>(i) + 1, fault);
    const auto report = try_install(disk, kSeven);
    EXPECT_EQ(version_in_use(disk), stays);
    EXPECT_EQ(leftovers(disk.image()), 0);
    return reason_of(report);
  }
  return "no such call";
}
TEST(Fault, C15NoSpaceForEachFile) {
  for (int write = 1; write <= 3; ++write) EXPECT_EQ(fails_at("write", write, Fault::no_space), "E_NOSPACE");
}
TEST(Fault, C16DiskErrorAtEachFile) {
  for (int write = 1; write <= 3; ++write) EXPECT_EQ(fails_at("write", write, Fault::io), "E_IO");
}
TEST(Fault, C17ShortReadsAndWritesAreContinued) {
  TestDisk disk(disk_with_six());
  disk.write_at_most(2);
  must_install(disk, kSeven);
  EXPECT_EQ(version_in_use(disk), 7U);
}
TEST(Fault, C18InterruptedCallsAreRepeated) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  for (int call = 1; call <= static_cast<int>(calls.size()); ++call) {
    TestDisk disk(disk_with_six());
    disk.fail_at(call, Fault::interrupted);
    const auto report = try_install(disk, kSeven);
    ASSERT_TRUE(report) << calls[static_cast<std::size_t>(call) - 1] << ": " << describe(report.error());
    EXPECT_TRUE(report->warnings.empty());
    EXPECT_EQ(version_in_use(disk), 7U);
  }
}
TEST(Fault, C19AFailedFlushOfDataIsNotRepeatedAndNothingIsRenamed) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  const auto flush = std::find(calls.begin(), calls.end(), "sync");
  TestDisk disk(disk_with_six());
  disk.fail_at(static_cast<int>(flush - calls.begin()) + 1, Fault::io);
  EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_DURABILITY");
  const auto& names = disk.call_names();
  EXPECT_EQ(std::count(names.begin(), names.end(), "sync"), 1);
  EXPECT_EQ(std::count(names.begin(), names.end(), "rename"), 0);
  EXPECT_EQ(leftovers(disk.image()), 0);
}
TEST(Fault, C20AFailedFlushAfterTheCommitIsSaidAndTheNextRunIsIdempotent) {
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  int renames = 0;
  std::size_t flush = 0;
  for (std::size_t i = 0; i < calls.size() && flush == 0; ++i) {
    if (calls[i] == "rename") ++renames;
    if (renames == 3 && calls[i] == "sync") flush = i + 1;
  }
  TestDisk disk(disk_with_six());
  disk.fail_at(static_cast<int>(flush), Fault::io);
  const auto report = try_install(disk, kSeven);
  ASSERT_EQ(reason_of(report), "E_DURABILITY");
  EXPECT_NE(report.error().message.find("the new state is in use"), std::string::npos);
  EXPECT_EQ(version_in_use(disk), 7U);
  EXPECT_EQ(try_install(disk, kSeven)->outcome, InstallReport::Outcome::already_installed);
}
TEST(Fault, C21AFailedCloseOfAWrittenFileIsAFailedWrite) {
  // The close of each new file comes right before its rename.
  const auto calls = calls_of(disk_with_six(), kInstallSeven);
  for (std::size_t i = 1; i < calls.size(); ++i) {
    if (calls[i] != "rename") continue;
    ASSERT_EQ(calls[i - 1], "close");
    TestDisk disk(disk_with_six());
    disk.fail_at(static_cast<int>(i), Fault::no_space);
    EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_NOSPACE");
    EXPECT_EQ(version_in_use(disk), 6U);
    EXPECT_EQ(leftovers(disk.image()), 0);
  }
}
TEST(Fault, C22ARenameAcrossFileSystemsIsNoCopy) {
  for (int rename = 1; rename <= 3; ++rename) EXPECT_EQ(fails_at("rename", rename, Fault::cross_device), "E_IO");
}
TEST(Fault, C23AReadOnlyFileSystemIsNamed) {
  for (int rename = 1; rename <= 3; ++rename) EXPECT_EQ(fails_at("rename", rename, Fault::access), "E_STATE_PERM");
  EXPECT_EQ(fails_at("create", 1, Fault::access), "E_STATE_PERM");
}
TEST(Fault, C24TheLockIsWaitedForAndThenNamesItsHolder) {
  TestDisk disk(disk_with_six());
  const auto directory = Directory::open(disk, "/state");
  {
    const auto lock = (*directory)->lock("lock");
    ASSERT_TRUE(lock && *lock);
    const auto report = try_install(disk, kSeven, {.lock_timeout_ms = 200});
    ASSERT_EQ(reason_of(report), "E_STATE_LOCKED");
    EXPECT_NE(report.error().message.find("process 4711"), std::string::npos);
    EXPECT_EQ(disk.pauses(), 4);
  }
  must_install(disk, kSeven);
}

TEST(Fault, C26ALinkInPlaceOfAFileOfOursIsRefused) {
  const Node link{.kind = FileKind::link};
  for (const std::string path : {"/state/state", "/state/bundles", "/state/.new-state", "/state/.new-ledger",
                                 "/state/bundles/.new-bundle", "/state/lock", "/state"}) {
    TestDisk disk(disk_with_six());
    disk.image().put(path, link);
    const Image before = disk.image();
    EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_SYMLINK") << path;
    EXPECT_EQ(disk.image().find(path)->kind, FileKind::link) << path;
  }
}
TEST(Fault, C27OthersMayNotWrite) {
  for (const std::string path : {"/state", "/state/bundles", "/state/state"}) {
    TestDisk disk(disk_with_six());
    disk.image().find(path)->mode |= 0022U;
    EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_PERM") << path;
    EXPECT_TRUE(load_from(disk).degraded()) << path;
    EXPECT_EQ(load_from(disk).use, Loaded::Use::embedded) << path;
    EXPECT_TRUE(denies(load_from(disk), 1)) << path;
  }
}
TEST(Fault, C27AnotherUsersDirectoryIsRefusedAlsoToRoot) {
  TestDisk disk(disk_with_six());
  disk.be_user(0);
  EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_PERM");
}
TEST(Fault, C27RootsDirectoryMayBeReadByAll) {
  TestDisk disk;
  disk.be_user(0);
  disk.image().find("/")->owner = 0;
  must_install(disk, kSix);
  disk.be_user(1234);
  EXPECT_EQ(version_in_use(disk), 6U);
  EXPECT_FALSE(load_from(disk).degraded());
}

TEST(Fault, C28EveryDamageOfTheStateIsFoundAndTheLedgerKept) {
  const Image whole = disk_with_six();
  const std::string content = whole.find("/state/state")->content;
  for (std::size_t i = 0; i <= content.size(); ++i) {
    Image image = whole;
    std::string& damaged = image.find("/state/state")->content;
    if (i < content.size()) damaged[i] = static_cast<char>(damaged[i] ^ 1);  // one bit
    if (i == content.size()) damaged.clear();
    TestDisk disk(image);
    EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_CORRUPT");
    const Loaded loaded = load_from(disk);
    EXPECT_EQ(loaded.use, Loaded::Use::embedded);
    EXPECT_TRUE(loaded.degraded());
    EXPECT_TRUE(denies(loaded, 1));
  }
}
TEST(Fault, C28ATruncatedStateIsFound) {
  const Image whole = disk_with_six();
  const std::string content = whole.find("/state/state")->content;
  for (std::size_t size = 0; size < content.size(); ++size) {
    Image image = whole;
    image.find("/state/state")->content.resize(size);
    TestDisk disk(image);
    EXPECT_EQ(reason_of(try_install(disk, kSeven)), "E_STATE_CORRUPT");
  }
}
TEST(Fault, C28AStateThatWasTakenAwayIsNoFirstInstall) {
  TestDisk disk(disk_with_six());
  disk.image().find("/state")->entries.erase("state");
  EXPECT_EQ(reason_of(try_install(disk, {.version = 1})), "E_STATE_CORRUPT");
  EXPECT_TRUE(denies(load_from(disk), 1));
}
TEST(Fault, C29ADeletedActiveBundleFallsBackToThePreviousOrTheEmbedded) {
  TestDisk disk(disk_with_six());
  auto& entries = disk.image().find("/state/bundles")->entries;
  must_install(disk, kSeven);
  const State state = *load_from(disk).state;
  entries.erase(state.active->file_name());
  EXPECT_EQ(load_from(disk).use, Loaded::Use::previous);
  entries.erase(state.previous->file_name());
  EXPECT_EQ(load_from(disk).use, Loaded::Use::embedded);
  EXPECT_TRUE(denies(load_from(disk), 2));
  EXPECT_EQ(floor_version(load_from(disk)), 7U);
  EXPECT_EQ(reason_of(try_install(disk, kSix)), "E_ROLLBACK");
  must_install(disk, kSeven);
  EXPECT_FALSE(load_from(disk).degraded());
}
TEST(Fault, C29ABundleSwappedForAnOlderOneIsNotUsed) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  const State state = *load_from(disk).state;
  disk.image().find("/state/bundles/" + state.active->file_name())->content = text_of({.version = 2});
  EXPECT_EQ(load_from(disk).use, Loaded::Use::previous);
}
TEST(Fault, C30AStateOfAnOldBackupShowsInTheLog) {
  TestDisk disk(disk_with_six());
  const std::string old = disk.image().find("/state/state")->content;
  must_install(disk, {.version = 7, .deny = {1}});
  must_install(disk, {.version = 8, .deny = {1}});
  disk.image().find("/state/state")->content = old;
  EXPECT_EQ(version_in_use(disk), 6U);
  EXPECT_FALSE(status(test_setting(disk)).log->problems.empty());
  must_install(disk, {.version = 9, .deny = {1}});
  EXPECT_FALSE(status(test_setting(disk)).log->problems.empty()) << "it shows for ever";
}
TEST(Fault, C31OneTimeHoldsForTheWholeRun) {
  TestDisk disk(disk_with_six());
  Setting setting = test_setting(disk);
  must_install(disk, kSeven);
  EXPECT_EQ(*load_from(disk).state->latest_time, setting.now);
  EXPECT_EQ(status(setting).log->entries.back().time, setting.now);
}
TEST(Fault, C31TheLatestTimeDoesNotSink) {
  TestDisk disk(disk_with_six());
  Setting setting = test_setting(disk);
  setting.now -= std::chrono::hours(3);
  ASSERT_TRUE(install(setting, text_of(kSeven), {}));
  EXPECT_EQ(*load_from(disk).state->latest_time, test_setting(disk).now);
}

}  // namespace
}  // namespace odca::state
