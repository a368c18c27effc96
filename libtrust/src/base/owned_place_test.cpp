// Owners can only be tried out by root; whoever else runs these tests sees those that need it skipped.
#include "base/owned_place.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kSomebody = 4242;

class OwnedPlace : public ::testing::Test {
 protected:
  OwnedPlace() {
    std::string name = (fs::temp_directory_path() / "odca-owned-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~OwnedPlace() override {
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
    const Status status = require_owned_place(path);
    return status ? std::string() : status.error().reason;
  }
  static void expect_refused(const fs::path& path, const fs::path& culprit, const std::string& command) {
    const Status status = require_owned_place(path);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().reason, "owner");
    EXPECT_EQ(status.error().message.rfind("'" + culprit.string() + "' belongs to ", 0), 0U) << status.error().message;
    EXPECT_EQ(status.error().hint, command + " " + culprit.string());
  }
  static void give_away(const fs::path& path) { ASSERT_EQ(::lchown(path.c_str(), kSomebody, kSomebody), 0); }

  fs::path folder_{};
};

class OwnedPlaceAsRoot : public OwnedPlace {
 protected:
  void SetUp() override {
    OwnedPlace::SetUp();
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  }
};

TEST_F(OwnedPlace, ThatIsOursIsTaken) { EXPECT_EQ(reason_of(make("a")), ""); }
TEST_F(OwnedPlace, SaysOwnerAndMode) {
  const fs::path file = make("a");
  fs::permissions(file, fs::perms(0664));
  const Status status = require_owned_place(file);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("has mode 0664, expected root"), std::string::npos) << status.error().message;
}
TEST_F(OwnedPlace, AFileThatAGroupMayChangeIsRefused) {
  const fs::path file = make("a");
  fs::permissions(file, fs::perms(0664));
  expect_refused(file, file, "chmod go-w");
}
TEST_F(OwnedPlace, AFileThatOthersMayChangeIsRefused) {
  const fs::path file = make("a");
  fs::permissions(file, fs::perms(0646));
  expect_refused(file, file, "chmod go-w");
}
TEST_F(OwnedPlace, AFolderThatAGroupMayChangeIsRefused) {
  const fs::path file = make("a");
  fs::permissions(file.parent_path(), fs::perms(0775));
  expect_refused(file, file.parent_path(), "chmod go-w");
}
TEST_F(OwnedPlace, AStickyFolderIsTaken) {
  const fs::path file = make("a");
  fs::permissions(file.parent_path(), fs::perms(01777));
  EXPECT_EQ(reason_of(file), "");
}
TEST_F(OwnedPlace, TheFileBehindALinkIsLookedAt) {
  const fs::path file = make("a");
  const fs::path link = make("b").parent_path() / "link";
  fs::create_symlink("../a/f", link);
  EXPECT_EQ(reason_of(link), "");
  fs::permissions(file, fs::perms(0664));
  EXPECT_EQ(reason_of(link), "owner");
}
TEST_F(OwnedPlace, TheFolderOfALinkIsLookedAt) {
  make("a");
  const fs::path link = make("b").parent_path() / "link";
  fs::create_symlink("../a/f", link);
  fs::permissions(link.parent_path(), fs::perms(0775));
  expect_refused(link, link.parent_path(), "chmod go-w");
}
TEST_F(OwnedPlace, TheFolderOfALinkInTheMiddleIsLookedAt) {
  make("a");
  const fs::path middle = make("b").parent_path() / "middle";
  fs::create_symlink("../a/f", middle);
  const fs::path link = make("c").parent_path() / "link";
  fs::create_symlink(middle, link);
  EXPECT_EQ(reason_of(link), "");
  fs::permissions(middle.parent_path(), fs::perms(0775));
  EXPECT_EQ(reason_of(link), "owner");
}
TEST_F(OwnedPlace, ALinkToNowhereIsAnError) {
  fs::create_symlink("absent", folder_ / "link");
  EXPECT_EQ(reason_of(folder_ / "link"), "io");
}
TEST_F(OwnedPlace, ALinkToItselfIsAnError) {
  fs::create_symlink("link", folder_ / "link");
  EXPECT_EQ(reason_of(folder_ / "link"), "io");
}
TEST_F(OwnedPlace, APipeOfOursIsTaken) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_EQ(reason_of("/dev/fd/" + std::to_string(ends[0])), "");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(OwnedPlaceAsRoot, AFileOfAnotherUserIsRefused) {
  const fs::path file = make("a");
  give_away(file);
  expect_refused(file, file, "chown root");
}
TEST_F(OwnedPlaceAsRoot, AFolderOfAnotherUserIsRefused) {
  const fs::path file = make("a");
  give_away(file.parent_path());
  expect_refused(file, file.parent_path(), "chown root");
}
TEST_F(OwnedPlaceAsRoot, AStickyFolderOfAnotherUserIsRefused) {
  const fs::path file = make("a");
  give_away(file.parent_path());
  fs::permissions(file.parent_path(), fs::perms(01777));
  expect_refused(file, file.parent_path(), "chown root");
}
TEST_F(OwnedPlaceAsRoot, ALinkOfAnotherUserIsRefused) {
  make("a");
  const fs::path link = make("b").parent_path() / "link";
  fs::create_symlink("../a/f", link);
  give_away(link);
  expect_refused(link, link, "chown -h root");
}
TEST_F(OwnedPlaceAsRoot, AFileOfAnotherUserThatAGroupMayChangeNeedsBothCommands) {
  const fs::path file = make("a");
  give_away(file);
  fs::permissions(file, fs::perms(0664));
  const Status status = require_owned_place(file);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().hint, "chown root " + file.string() + " && chmod go-w " + file.string());
}

TEST_F(OwnedPlace, NamesAreThoseOfTheLinksAndTheFile) {
  const fs::path file = make("a");
  fs::create_symlink("a/f", folder_ / "one");
  fs::create_symlink(folder_ / "one", folder_ / "two");
  const auto names = names_of(folder_ / "two");
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, (std::vector<fs::path>{folder_ / "two", folder_ / "one", file}));
}

}  // namespace
}  // namespace odca
