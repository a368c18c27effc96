// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The walk over paths of this machine. Owners can be tried out only by root; who else runs these tests sees it skipped.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "odca/bytes.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kSomebody = 65534;

class RealPath : public ::testing::Test {
 protected:
  RealPath() {
    std::string name = (fs::temp_directory_path() / "odca-path-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~RealPath() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void SetUp() override { ASSERT_FALSE(folder_.empty()); }

  /// make writes a file in a folder of its own, both with the modes of a sound system.
  fs::path make(const std::string& folder) const {
    fs::create_directory(folder_ / folder);
    fs::permissions(folder_ / folder, fs::perms(0755));
    std::ofstream(folder_ / folder / "f") << "x";
    fs::permissions(folder_ / folder / "f", fs::perms(0644));
    return folder_ / folder / "f";
  }
  static std::string reason_of(const fs::path& path) {
    const auto read = read_trusted_file(path, 100);
    return std::string(read ? ReasonId() : read.error().reason);
  }
  /// follow carries out a hint, which must lead out.
  static void follow(const fs::path& path) {
    const auto read = read_trusted_file(path, 100);
    ASSERT_FALSE(read);
    ASSERT_EQ(std::system(read.error().hint.c_str()), 0) << read.error().hint;
    EXPECT_EQ(reason_of(path), "");
  }
  static void give_away(const fs::path& path) { ASSERT_EQ(::lchown(path.c_str(), kSomebody, kSomebody), 0); }

  fs::path folder_{};
};

class RealPathAsRoot : public RealPath {
 protected:
  void SetUp() override {
    RealPath::SetUp();
    if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can give files away";
  }
};

TEST_F(RealPath, ThatIsOursIsRead) {
  const auto file = read_trusted_file(make("a"), 100);
  ASSERT_TRUE(file);
  EXPECT_EQ(as_text(file->content), "x");
}
TEST_F(RealPath, SaysOwnerModeAndWhatItMeans) {
  const fs::path file = make("a");
  fs::permissions(file, fs::perms(0666));
  const auto read = read_trusted_file(file, 100);
  ASSERT_FALSE(read);
  const std::string& message = read.error().message;
  EXPECT_NE(message.find("has mode 0666, expected"), std::string::npos) << message;
  EXPECT_NE(message.find("every user of this machine can change it"), std::string::npos) << message;
}
TEST_F(RealPath, EachHintAboutAModeLeadsOut) {
  const fs::path file = make("a");
  for (const unsigned mode : {0664U, 0646U, 0666U}) {
    fs::permissions(file, fs::perms(mode));
    follow(file);
  }
  for (const unsigned mode : {0775U, 0757U, 0777U}) {
    fs::permissions(file.parent_path(), fs::perms(mode));
    follow(file);
  }
}
TEST_F(RealPath, AStickyFolderIsTaken) {
  const fs::path file = make("a");
  fs::permissions(file.parent_path(), fs::perms(01777));
  EXPECT_EQ(reason_of(file), "");
}
TEST_F(RealPath, EveryHopOfALinkIsLookedAt) {
  const fs::path file = make("a");
  const fs::path hop = make("b").parent_path() / "hop";
  fs::create_symlink("../a/f", hop);
  const fs::path link = make("c").parent_path() / "link";
  fs::create_symlink("../b/hop", link);
  EXPECT_EQ(reason_of(link), "");
  for (const fs::path& place : {file, file.parent_path(), hop.parent_path(), link.parent_path()}) {
    const fs::perms before = fs::status(place).permissions();
    fs::permissions(place, fs::perms::others_write, fs::perm_options::add);
    EXPECT_EQ(reason_of(link), "world-writable") << place;
    fs::permissions(place, before);
  }
}
TEST_F(RealPath, AFolderLinkOnTheWayIsLookedAt) {
  make("a");
  make("b");
  fs::create_directory_symlink("../a", folder_ / "b" / "l");
  EXPECT_EQ(reason_of(folder_ / "b" / "l" / "f"), "");
  fs::permissions(folder_ / "b", fs::perms(0777));
  EXPECT_EQ(reason_of(folder_ / "b" / "l" / "f"), "world-writable");
}
TEST_F(RealPath, ALinkToNowhereOrToItselfIsAnError) {
  fs::create_symlink("absent", folder_ / "one");
  fs::create_symlink("two", folder_ / "two");
  EXPECT_EQ(reason_of(folder_ / "one"), "unreadable-file");
  EXPECT_EQ(reason_of(folder_ / "two"), "unreadable-file");
}
TEST_F(RealPath, APipeOfOursIsRead) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "y", 1), 1);
  ::close(ends[1]);
  const auto file = read_trusted_file("/dev/fd/" + std::to_string(ends[0]), 100);
  ::close(ends[0]);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(as_text(file->content), "y");
}
TEST_F(RealPath, ANamedPipeAndADeviceAreErrorsAtOnce) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(reason_of(folder_ / "pipe"), "not-a-file");
  EXPECT_EQ(reason_of("/dev/zero"), "not-a-file");
  EXPECT_EQ(reason_of("/dev/null"), "not-a-file");
  EXPECT_EQ(reason_of(folder_), "not-a-file");
}
TEST_F(RealPath, NamesAreThoseOfTheLinksAndTheFile) {
  const fs::path file = make("a");
  fs::create_symlink("a/f", folder_ / "one");
  fs::create_symlink(folder_ / "one", folder_ / "two");
  const auto read = read_trusted_file(folder_ / "two", 100);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->names, (std::vector<fs::path>{folder_ / "two", folder_ / "one", file}));
}

TEST_F(RealPath, APrivateGroupIsThatOfOneUserInTheFilesOfTheSystem) {
  const PathPart of_www{{.kind = FileKind::folder, .owner = 33, .group = 33, .mode = 0775}, folder_};
  PathPart of_staff = of_www;
  of_staff.group = 50;
  PathPart of_root = of_www;
  of_root.group = 0;
  EXPECT_FALSE(real_paths().is_private_group(of_staff, 33));
  EXPECT_FALSE(real_paths().is_private_group(of_root, 0));
  EXPECT_FALSE(real_paths().is_private_group(of_www, 50));
  if (std::system("grep -q '^www-data:[^:]*:33:33:' /etc/passwd && grep -q '^www-data:[^:]*:33:$' /etc/group") != 0)
    GTEST_SKIP() << "NOT RUN IN PART: this system has no user www-data with a group of its own";
  EXPECT_TRUE(real_paths().is_private_group(of_www, 33));
}

TEST_F(RealPathAsRoot, AForeignOwnerIsRefusedAtEveryName) {
  const fs::path file = make("a");
  const fs::path link = make("b").parent_path() / "link";
  fs::create_symlink("../a/f", link);
  for (const fs::path& place : {file, file.parent_path(), link, link.parent_path()}) {
    give_away(place);
    EXPECT_EQ(reason_of(link), "owner") << place;
    ASSERT_EQ(::lchown(place.c_str(), 0, 0), 0);
  }
  EXPECT_EQ(reason_of(link), "");
}
TEST_F(RealPathAsRoot, AStickyFolderOfAnotherProtectsNothing) {
  const fs::path file = make("a");
  fs::permissions(file.parent_path(), fs::perms(01777));
  give_away(file.parent_path());
  EXPECT_EQ(reason_of(file), "owner");
}
TEST_F(RealPathAsRoot, TheUserReadsTheirOwnAndRootReadsOnlyRoots) {
  const fs::path file = make("a");
  fs::permissions(folder_, fs::perms(0755));
  give_away(file);
  EXPECT_EQ(reason_of(file), "owner");
  ASSERT_EQ(::seteuid(kSomebody), 0);
  const std::string as_user = reason_of(file);
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_EQ(as_user, "");
}

}  // namespace
}  // namespace odca
