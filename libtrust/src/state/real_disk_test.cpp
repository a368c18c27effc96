// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Install on the disk of this machine: processes, links, modes, umask, and bundles that are no files.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "os/file_system.h"
#include "state/test_steps.h"

namespace odca::state {
namespace {

namespace fs = std::filesystem;

class RealDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "odca-state-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "state").string(); }
  Setting setting() const { return test_setting(*files_, path()); }
  Result<InstallReport> put(const TestBundle& bundle) const {
    return install(setting(), text_of(bundle), {.lock_timeout_ms = 60'000});
  }
  /// versions_of a run of installs by a process of its own, which ends with 0 when each went as it may.
  pid_t installer(std::uint64_t from, std::uint64_t step, std::uint64_t to) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    bool good = true;
    for (std::uint64_t version = from; version <= to; version += step) {
      const std::string reason = reason_of(put({.version = version}));
      good = good && (reason == "ok" || reason == "E_ROLLBACK" || reason == "E_STATE_LOCKED");
    }
    ::_exit(good ? 0 : 1);
  }
  static bool ended_well(pid_t child) {
    int how = 0;
    return ::waitpid(child, &how, 0) == child && WIFEXITED(how) && WEXITSTATUS(how) == 0;
  }

  fs::path folder_{};
  std::unique_ptr<FileSystem> files_ = real_file_system();
};

TEST_F(RealDisk, InstallsLoadsAndRollsBack) {
  const auto first = put(kSix);
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_TRUE(first->warnings.empty());
  ASSERT_TRUE(put(kSeven));
  EXPECT_EQ(load(setting()).bundle->version, 7U);
  ASSERT_TRUE(rollback(setting(), 0));
  EXPECT_EQ(load(setting()).bundle->version, 6U);
  EXPECT_TRUE(status(setting()).log->problems.empty());
}

TEST_F(RealDisk, ModesDoNotDependOnTheUmask) {
  for (const mode_t mask : {mode_t{0000}, mode_t{0077}}) {
    const mode_t before = ::umask(mask);
    fs::remove_all(path());
    EXPECT_TRUE(put(kSix));
    ::umask(before);
    const auto mode = [&](const std::string& name) {
      return static_cast<unsigned>(fs::status(fs::path(path()) / name).permissions());
    };
    const State state = *load(setting()).state;
    EXPECT_EQ(mode(""), 0755U);
    EXPECT_EQ(mode("bundles"), 0755U);
    EXPECT_EQ(mode("state"), 0644U);
    EXPECT_EQ(mode("lock"), 0600U);
    EXPECT_EQ(mode("bundles/" + state.active->file_name()), 0444U);
    EXPECT_EQ(mode(ledger_file_name(state.ledger)), 0444U);
  }
}

TEST_F(RealDisk, C24TwoInstallersNeverMix) {
  constexpr std::uint64_t kRuns = 100;
  const pid_t odd = installer(1, 2, kRuns);
  const pid_t even = installer(2, 2, kRuns);
  EXPECT_TRUE(ended_well(odd));
  EXPECT_TRUE(ended_well(even));
  const Loaded loaded = load(setting());
  EXPECT_FALSE(loaded.degraded());
  EXPECT_EQ(loaded.bundle->version, kRuns);
  const auto report = status(setting());
  EXPECT_TRUE(report.log->problems.empty());
  EXPECT_EQ(report.log->entries.size(), loaded.state->sequence);
}

TEST_F(RealDisk, C02AKilledInstallerFreesTheLock) {
  ASSERT_TRUE(put(kSix));
  int held[2];
  ASSERT_EQ(::pipe(held), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto directory = Directory::open(*files_, path());
    const auto lock = (*directory)->lock("lock");
    static_cast<void>(::write(held[1], "x", 1) == 1 && ::pause() == 0);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(held[0], &byte, 1), 1);
  const auto refused = install(setting(), text_of(kSeven), {.lock_timeout_ms = 0});
  EXPECT_EQ(reason_of(refused), "E_STATE_LOCKED");
  EXPECT_NE(refused.error().message.find(std::to_string(child)), std::string::npos);
  ::kill(child, SIGKILL);
  int how = 0;
  ::waitpid(child, &how, 0);
  EXPECT_TRUE(install(setting(), text_of(kSeven), {.lock_timeout_ms = 0}));
  ::close(held[0]);
  ::close(held[1]);
}

TEST_F(RealDisk, C25ReadersSeeAWholeSetDuringInstalls) {
  ASSERT_TRUE(put({.version = 1}));
  constexpr std::uint64_t kRuns = 200;
  const pid_t writer = installer(2, 1, kRuns);
  std::uint64_t last = 0;
  int how = 0;
  while (::waitpid(writer, &how, WNOHANG) == 0) {
    const Loaded loaded = load(setting());
    ASSERT_FALSE(loaded.degraded()) << describe(loaded.problems.front());
    ASSERT_GE(loaded.bundle->version, last);
    last = loaded.bundle->version;
  }
  EXPECT_TRUE(WIFEXITED(how) && WEXITSTATUS(how) == 0);
  EXPECT_EQ(load(setting()).bundle->version, kRuns);
}

TEST_F(RealDisk, C26ALinkIsNotFollowedAndItsTargetUntouched) {
  ASSERT_TRUE(put(kSix));
  const fs::path target = folder_ / "target";
  for (const std::string name : {"state", ".new-state", ".new-ledger", "bundles/.new-bundle", "lock", "log"}) {
    const fs::path file = fs::path(path()) / name;
    const fs::path aside = folder_ / "aside";
    const bool there = fs::exists(file);
    if (there) fs::rename(file, aside);
    std::ofstream(target) << "untouched";
    fs::create_symlink(target, file);
    const auto report = put(kSeven);
    // The log decides nothing, so that it is a warning there.
    EXPECT_EQ(reason_of(report), name == "log" ? "ok" : "E_STATE_SYMLINK") << name;
    EXPECT_EQ(report && report->warnings.empty(), false) << name;
    std::string content;
    std::getline(std::ifstream(target), content);
    EXPECT_EQ(content, "untouched") << name;
    fs::remove(file);
    if (there) fs::rename(aside, file);
  }
}
TEST_F(RealDisk, C26ALinkedDirectoryIsRefused) {
  ASSERT_TRUE(put(kSix));
  fs::rename(path(), folder_ / "elsewhere");
  fs::create_symlink(folder_ / "elsewhere", path());
  EXPECT_EQ(reason_of(put(kSeven)), "E_STATE_SYMLINK");
  EXPECT_TRUE(load(setting()).degraded());
}
TEST_F(RealDisk, C26ASlashAtTheEndDoesNotOpenALinkedDirectory) {
  ASSERT_TRUE(put(kSix));
  fs::rename(path(), folder_ / "elsewhere");
  fs::create_symlink(folder_ / "elsewhere", path());
  for (const std::string end : {"/", "//", "/.", "/./"}) {
    const Setting linked = test_setting(*files_, path() + end);
    EXPECT_EQ(reason_of(install(linked, text_of(kSeven), {})), "E_STATE_SYMLINK") << end;
    EXPECT_EQ(load(linked).problems.at(0).reason.text(), "E_STATE_SYMLINK") << end;
  }
}
TEST_F(RealDisk, ASlashAtTheEndOfADirectoryDoesNotCount) {
  for (const std::string end : {"/", "//", "/.", "/./"})
    EXPECT_TRUE(install(test_setting(*files_, path() + end), text_of(kSix), {})) << end;
  EXPECT_EQ(load(setting()).bundle->version, 6U);
}
TEST_F(RealDisk, C26ALinkedFolderOfBundlesIsRefused) {
  ASSERT_TRUE(put(kSix));
  fs::rename(fs::path(path()) / "bundles", folder_ / "elsewhere");
  fs::create_symlink(folder_ / "elsewhere", fs::path(path()) / "bundles");
  EXPECT_EQ(reason_of(put(kSeven)), "E_STATE_SYMLINK");
}
TEST_F(RealDisk, C27AWorldWritableDirectoryIsRefused) {
  ASSERT_TRUE(put(kSix));
  fs::permissions(path(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(reason_of(put(kSeven)), "E_STATE_PERM");
}
TEST_F(RealDisk, APipeInPlaceOfTheStateDoesNotHang) {
  ASSERT_TRUE(put(kSix));
  fs::remove(fs::path(path()) / "state");
  ASSERT_EQ(::mkfifo((fs::path(path()) / "state").c_str(), 0600), 0);
  EXPECT_EQ(reason_of(put(kSeven)), "E_STATE_PERM");
}

}  // namespace
}  // namespace odca::state
