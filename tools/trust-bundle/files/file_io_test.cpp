// Files that are written: whole, in one step, through no link, and never over a key.
#include "files/file_io.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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
  EXPECT_EQ(write_text(at("a"), "two", Replace::refused).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, ReplacesNoKeyFile) {
  const std::string key = *bundle::seal_key(key_of(1), nullptr);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
  EXPECT_EQ(content(at("key")), key);
}
TEST_F(WrittenText, ReplacesNoEncryptedKeyFile) {
  const bundle::SecretText passphrase("secret");
  const std::string key = *bundle::seal_key(key_of(1), &passphrase, bundle::KdfCost::interactive);
  std::ofstream(at("key")) << key;
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
}
TEST_F(WrittenText, ReplacesNoMinisignKey) {
  std::ofstream(at("key")) << "untrusted comment: minisign encrypted secret key\nRWQ=\n";
  EXPECT_EQ(write_text(at("key"), "two", Replace::allowed).error().reason, "E_IO");
}
TEST_F(WrittenText, FollowsNoLink) {
  std::ofstream(at("a")) << "one";
  fs::create_symlink("a", at("link"));
  EXPECT_EQ(write_text(at("link"), "two", Replace::allowed).error().reason, "E_IO");
  EXPECT_EQ(write_text(at("link"), "two", Replace::refused).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "one");
}
TEST_F(WrittenText, GoesIntoNoFolderThatIsNotThere) {
  EXPECT_EQ(write_text(at("none/a"), "one", Replace::allowed).error().reason, "E_IO");
}

// A new file, with both ways to give it its name.

int knows_no_links(const char*, const char*) {
  errno = EPERM;
  return -1;
}
/// somebody_is_quicker puts another file in the place, as late as it gets.
void somebody_is_quicker(const char* name) { std::ofstream(name) << "theirs"; }
int links_too_late(const char* file, const char* name) {
  somebody_is_quicker(name);
  return link_file(file, name);
}
int knows_no_links_and_is_late(const char* file, const char* name) {
  somebody_is_quicker(name);
  return knows_no_links(file, name);
}

template <class Info>
std::string name_of(const Info& one) {
  return one.index == 0 ? "Linked" : "InItsPlace";
}

class NewFile : public Folder, public ::testing::WithParamInterface<Link> {};
TEST_P(NewFile, IsThereAloneAndTheOwners) {
  ASSERT_TRUE(write_new(at("a"), "one", Rights::owner_alone, GetParam()));
  EXPECT_EQ(content(at("a")), "one");
  EXPECT_EQ(fs::status(at("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::hard_link_count(at("a")), 1U);
  EXPECT_EQ(files(), 1U);
}
TEST_P(NewFile, ReplacesNothing) {
  std::ofstream(at("a")) << "theirs";
  EXPECT_EQ(write_new(at("a"), "one", Rights::owner_alone, GetParam()).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "theirs");
  EXPECT_EQ(files(), 1U);
}
TEST_P(NewFile, FollowsNoLink) {
  std::ofstream(at("b")) << "theirs";
  fs::create_symlink("b", at("a"));
  fs::create_symlink("nowhere", at("c"));
  EXPECT_EQ(write_new(at("a"), "one", Rights::owner_alone, GetParam()).error().reason, "E_IO");
  EXPECT_EQ(write_new(at("c"), "one", Rights::owner_alone, GetParam()).error().reason, "E_IO");
  EXPECT_EQ(content(at("b")), "theirs");
  EXPECT_EQ(files(), 3U);
}
INSTANTIATE_TEST_SUITE_P(WithLinksAndWithout, NewFile, ::testing::Values(link_file, knows_no_links),
                         name_of<::testing::TestParamInfo<Link>>);

class LateFile : public Folder, public ::testing::WithParamInterface<Link> {};
TEST_P(LateFile, LeavesTheOther) {
  EXPECT_EQ(write_new(at("a"), "one", Rights::owner_alone, GetParam()).error().reason, "E_IO");
  EXPECT_EQ(content(at("a")), "theirs");
  EXPECT_EQ(files(), 1U);
}
INSTANTIATE_TEST_SUITE_P(WithLinksAndWithout, LateFile, ::testing::Values(links_too_late, knows_no_links_and_is_late),
                         name_of<::testing::TestParamInfo<Link>>);

}  // namespace
}  // namespace odca::bundle_tool
