// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Files that are written: whole, in one step, through no link, and never over a key.
#include "files/file_io.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "signing/key_file.h"
#include "signing/testing.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;
using bundle::test::key_of;

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::path(::testing::TempDir()) / "odca-files-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path at(const std::string& name) const { return folder_ / name; }
  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

 private:
  fs::path folder_{};
};

using WrittenText = Folder;
TEST_F(WrittenText, IsThere) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::refused));
  EXPECT_EQ(content(at("a")), "one");
  EXPECT_EQ(files(), 1U);
}
TEST_F(WrittenText, ReplacesTheOldAndKeepsItsMode) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::allowed));
  fs::permissions(at("a"), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  ASSERT_TRUE(write_text(at("a"), "two", Replace::allowed));
  EXPECT_EQ(content(at("a")), "two");
  EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  EXPECT_EQ(files(), 1U);
}
TEST_F(WrittenText, DoesNotReplaceWhatMustNotBeThere) {
  ASSERT_TRUE(write_text(at("a"), "one", Replace::refused));
  EXPECT_EQ(write_text(at("a"), "two", Replace::refused).error().reason.text(), "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, ReplacesNoKeyFile) {
  const std::string key = *bundle::seal_key(key_of(1), nullptr);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason.text(), "E_IO");
  EXPECT_EQ(content(at("key")), key);
}
TEST_F(WrittenText, ReplacesNoEncryptedKeyFile) {
  const bundle::SecretText passphrase("secret");
  const std::string key = *bundle::seal_key(key_of(1), &passphrase, bundle::KdfCost::interactive);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason.text(), "E_IO");
}
TEST_F(WrittenText, ReplacesNoMinisignKey) {
  std::ofstream(at("key")) << "untrusted comment: minisign encrypted secret key\nRWQ=\n";
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason.text(), "E_IO");
}
TEST_F(WrittenText, FollowsNoLink) {
  std::ofstream(at("a")) << "one";
  fs::create_symlink("a", at("link"));
  EXPECT_EQ(write_text(at("link"), "two", Replace::allowed).error().reason.text(), "E_IO");
  EXPECT_EQ(write_text(at("link"), "two", Replace::refused).error().reason.text(), "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, GoesIntoNoFolderThatIsNotThere) {
  EXPECT_EQ(write_text(at("none/a"), "one", Replace::allowed).error().reason.text(), "E_IO");
}

TEST_F(WrittenText, IsNewWithTheRightsOfItsOwnerAlone) {
  ASSERT_TRUE(write_new(at("a"), "one", Rights::owner_alone));
  EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(write_new(at("a"), "two", Rights::owner_alone).error().reason.text(), "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}

}  // namespace
}  // namespace odca::bundle_tool
