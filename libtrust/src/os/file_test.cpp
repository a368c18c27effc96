// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

namespace odca {
namespace {

class File : public ::testing::Test {
 protected:
  File() {
    std::filesystem::create_directories(folder_);
    std::ofstream(path_, std::ios::binary) << std::string(100, 'x');
  }
  ~File() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("odca-file-" + std::to_string(::getpid()) +
                                         std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
  const std::filesystem::path path_ = folder_ / "hundred";
};

TEST_F(File, ReadsTheWholeContent) {
  const auto content = read_file(path_, 4096);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->size(), 100U);
}
TEST_F(File, ReadsAFileOfExactlyTheLimit) { EXPECT_TRUE(read_file(path_, 100)); }
TEST_F(File, RefusesOneByteMoreThanTheLimit) {
  const auto content = read_file(path_, 99);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, Errc::limit);
  EXPECT_EQ(content.error().reason.text(), "too-big");
}
TEST_F(File, ReadsAFileLargerThanOneStep) {
  std::ofstream(folder_ / "large", std::ios::binary) << std::string(200000, 'y');
  const auto content = read_file(folder_ / "large", 200000);
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, Bytes(200000, 'y'));
}
TEST_F(File, RefusesADeviceAndANamedPipeAtOnce) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  for (const std::filesystem::path& path : {std::filesystem::path("/dev/zero"), folder_ / "pipe"}) {
    const auto content = read_file(path, 1000);
    ASSERT_FALSE(content) << path;
    EXPECT_EQ(content.error().reason.text(), "not-a-file") << path;
  }
}
TEST_F(File, ReadsAPipeThatWasHandedOver) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  ::close(ends[1]);
  const auto content = read_file("/dev/fd/" + std::to_string(ends[0]), 1000);
  ::close(ends[0]);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->size(), 3U);
}
TEST_F(File, RefusesAPipeThatWasHandedOverWhereOnlyAFileIsTaken) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const auto content = read_file("/dev/fd/" + std::to_string(ends[0]), 1000, Pipes::refuse);
  ::close(ends[0]);
  ::close(ends[1]);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().reason.text(), "not-a-file");
}
TEST_F(File, WaitsForNoSocket) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string name = folder_ / "socket";
  ASSERT_LT(name.size(), sizeof address.sun_path);
  name.copy(address.sun_path, name.size());
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);  // as bind() wants it
  const auto content = read_file(folder_ / "socket", 1000);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().reason.text(), "not-a-file");
  ::close(listener);
}
TEST_F(File, FollowsALinkToAFile) {
  std::filesystem::create_symlink("hundred", folder_ / "link");
  EXPECT_TRUE(read_file(folder_ / "link", 100));
}
TEST_F(File, RefusesAFolderAndNamesIt) {
  const auto content = read_file(folder_, 1000);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, Errc::io);
  EXPECT_NE(content.error().message.find(folder_.string()), std::string::npos);
}
TEST_F(File, SaysWhichFileIsMissing) {
  const auto content = read_file(folder_ / "absent", 1000);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().code, Errc::io);
  EXPECT_NE(content.error().message.find("absent"), std::string::npos);
}

}  // namespace
}  // namespace odca
