// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where a state directory may be: on the disk of this machine, with folders that others may write to and other users.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "os/file_system.h"
#include "state/test_steps.h"

namespace odca::state {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kSomebody = 65534;

class StatePlaceOnDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "odca-place-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::permissions(folder_, fs::perms(0755));
    fs::create_directory(above());
    fs::permissions(above(), fs::perms(0755));
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path above() const { return folder_ / "above"; }
  std::string path() const { return (above() / "state").string(); }
  Setting setting() const { return test_setting(*files_, path()); }
  Result<InstallReport> put(const TestBundle& bundle, bool dry_run = false) const {
    return install(setting(), text_of(bundle), {.dry_run = dry_run, .lock_timeout_ms = 60'000});
  }
  void open_above() const { fs::permissions(above(), fs::perms(0777)); }

  fs::path folder_{};
  std::unique_ptr<FileSystem> files_ = real_file_system();
};

TEST_F(StatePlaceOnDisk, AFolderAboveThatIsOpenIsRefusedAtTheFirstInstall) {
  open_above();
  for (const bool dry_run : {true, false}) {
    const auto refused = put(kSix, dry_run);
    ASSERT_EQ(reason_of(refused), "E_STATE_PERM");
    EXPECT_NE(refused.error().message.find("'" + above().string() + "' belongs to"), std::string::npos)
        << refused.error().message;
    EXPECT_EQ(refused.error().hint, "chmod go-w " + above().string());
  }
  EXPECT_FALSE(fs::exists(path()));
  ASSERT_EQ(std::system(put(kSix).error().hint.c_str()), 0);  // the hint leads out
  EXPECT_TRUE(put(kSix));
}
TEST_F(StatePlaceOnDisk, AFolderFurtherUpCountsToo) {
  fs::permissions(folder_, fs::perms(0777));
  EXPECT_EQ(reason_of(put(kSix)), "E_STATE_PERM");
  fs::permissions(folder_, fs::perms(01777));  // in a sticky folder only the owner may move what is ours
  EXPECT_TRUE(put(kSix));
}
TEST_F(StatePlaceOnDisk, WhatWasOpenedLaterIsLostDistrustAndClosingIsNotEnough) {
  ASSERT_TRUE(put(kSeven));
  EXPECT_FALSE(load(setting()).distrust_lost);
  open_above();
  const Loaded loaded = load(setting());
  EXPECT_TRUE(loaded.distrust_lost);
  EXPECT_EQ(loaded.bundle->version, 7U);
  EXPECT_NE(loaded.problems.front().hint.find("install the publisher's newest bundle again"), std::string::npos);
  fs::rename(path(), above() / "gone");
  EXPECT_TRUE(load(setting()).distrust_lost);
  EXPECT_TRUE(load(setting()).absent);
}
TEST_F(StatePlaceOnDisk, ALedgerTakenAwayFromAnOpenDirectoryIsLostDistrust) {
  ASSERT_TRUE(put(kSeven));
  fs::permissions(path(), fs::perms(0757));
  EXPECT_TRUE(load(setting()).distrust_lost);
  for (const auto& entry : fs::directory_iterator(path()))
    if (is_ledger_file_name(entry.path().filename().string())) fs::remove(entry.path());
  EXPECT_TRUE(load(setting()).distrust_lost);
}
TEST_F(StatePlaceOnDisk, ADirectoryOrAFolderAboveOfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can give files away";
  ASSERT_TRUE(put(kSix));
  for (const fs::path& place : {fs::path(path()), above()}) {
    ASSERT_EQ(::chown(place.c_str(), kSomebody, kSomebody), 0);
    EXPECT_EQ(reason_of(put(kSeven)), "E_STATE_PERM") << place;
    EXPECT_TRUE(load(setting()).distrust_lost) << place;
    ASSERT_EQ(::chown(place.c_str(), 0, 0), 0);
  }
  EXPECT_FALSE(load(setting()).distrust_lost);
}
TEST_F(StatePlaceOnDisk, ADryRunSaysThatThisUserMayNotWrite) {
  if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can put on another user";
  ASSERT_EQ(::seteuid(kSomebody), 0);
  const auto dry = put(kSix, true);
  const auto real = put(kSix);
  ASSERT_EQ(::seteuid(0), 0);
  ASSERT_TRUE(dry) << dry.error().message;
  ASSERT_TRUE(dry->would_fail);
  EXPECT_EQ(dry->would_fail->reason.text(), "E_STATE_PERM");
  EXPECT_EQ(reason_of(real), "E_STATE_PERM");
}

}  // namespace
}  // namespace odca::state
