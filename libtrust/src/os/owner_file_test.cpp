// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/owner_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "os/new_file.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

class OwnerFileTest : public ::testing::Test {
 protected:
  OwnerFileTest() {
    std::string name = (fs::temp_directory_path() / "odca-owner-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~OwnerFileTest() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void SetUp() override { ASSERT_FALSE(folder_.empty()); }

  fs::path folder_{};
  const Bytes content_ = {1, 2, 3};
};
constexpr Writing kOwners{.replace = Replace::allowed};

TEST_F(OwnerFileTest, WhatIsWrittenIsRead) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  const auto read = read_owner_file(folder_ / "f", 3);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, content_);
}
TEST_F(OwnerFileTest, IsForTheOwnerAloneAndLeavesNothingBeside) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  EXPECT_EQ(fs::status(folder_ / "f").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}
TEST_F(OwnerFileTest, PartsOfAnySizeComeBackInBlocks) {
  Bytes whole;
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, [&](const Append& append) -> Status {
    for (std::uint8_t part = 0; part < 100; ++part) {
      const Bytes content(std::size_t{20} * part, part);
      whole.insert(whole.end(), content.begin(), content.end());
      ODCA_TRY(append(content));
    }
    return {};
  }));
  const auto file = OwnerFile::open(folder_ / "f", whole.size());
  ASSERT_TRUE(file);
  ASSERT_TRUE(*file);
  ASSERT_EQ((*file)->size(), whole.size());
  Bytes read;
  std::size_t blocks = 0;
  ASSERT_TRUE((*file)->read(7, whole.size() - 7, [&](ByteView block) {
    read.insert(read.end(), block.begin(), block.end());
    ++blocks;
  }));
  EXPECT_EQ(read, Bytes(whole.begin() + 7, whole.end()));
  EXPECT_EQ(blocks, 2U);
}
TEST_F(OwnerFileTest, AFileThatBecameShorterIsAnError) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  const auto file = OwnerFile::open(folder_ / "f", 3);
  ASSERT_TRUE(file);
  ASSERT_TRUE(*file);
  fs::resize_file(folder_ / "f", 2);
  EXPECT_FALSE((*file)->read(0, 3, [](ByteView) {}));
}
TEST_F(OwnerFileTest, AFailureOfTheProducerLeavesTheOldFile) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  EXPECT_FALSE(write_file(folder_ / "f", kOwners, [&](const Append& append) -> Status {
    ODCA_TRY(append(Bytes{9}));
    return Error{.code = Errc::io, .message = "no more"};
  }));
  const auto read = read_owner_file(folder_ / "f", 3);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, content_);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}
TEST_F(OwnerFileTest, AnAbsentFileIsNothing) {
  const auto read = read_owner_file(folder_ / "f", 3);
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
}
TEST_F(OwnerFileTest, RefusesEveryRightOfOthers) {
  for (const auto right : {fs::perms::group_read, fs::perms::group_write, fs::perms::group_exec, fs::perms::others_read,
                           fs::perms::others_write, fs::perms::others_exec}) {
    ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
    fs::permissions(folder_ / "f", right, fs::perm_options::add);
    const auto read = read_owner_file(folder_ / "f", 3);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::permission);
  }
}
TEST_F(OwnerFileTest, RefusesALink) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  fs::create_symlink("f", folder_ / "link");
  EXPECT_FALSE(read_owner_file(folder_ / "link", 3));
}
TEST_F(OwnerFileTest, RefusesAPipeWithoutWaiting) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_owner_file(folder_ / "pipe", 3));
}
TEST_F(OwnerFileTest, RefusesAFileTooLarge) {
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  const auto read = read_owner_file(folder_ / "f", 2);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::limit);
}
TEST_F(OwnerFileTest, WritingReplacesALinkAndNotWhatItLeadsTo) {
  std::ofstream(folder_ / "other") << "theirs";
  fs::create_symlink("other", folder_ / "f");
  ASSERT_TRUE(write_file(folder_ / "f", kOwners, content_));
  EXPECT_FALSE(fs::is_symlink(folder_ / "f"));
  EXPECT_EQ(fs::file_size(folder_ / "other"), 6U);
}
TEST_F(OwnerFileTest, AFailedWriteLeavesTheOldFileAndNothingElse) {
  EXPECT_FALSE(write_file(folder_ / "absent" / "f", kOwners, content_));
  fs::create_directory(folder_ / "d");
  std::ofstream(folder_ / "d" / "x") << "x";
  EXPECT_FALSE(write_file(folder_ / "d", kOwners, content_));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace odca
