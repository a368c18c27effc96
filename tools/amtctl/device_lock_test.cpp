// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "device_lock.h"

#include <gtest/gtest.h>

#include "source/test_folder.h"

namespace odca::amtctl {
namespace {

TEST(DeviceLock, IsHadByOneAtATime) {
  const TestFolder folder;
  const std::string file = folder.path() / "lock";
  const auto first = DeviceLock::take(file);
  ASSERT_TRUE(first);
  const auto second = DeviceLock::take(file);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason.text(), "device-locked");
  EXPECT_EQ(second.error().message,
            "another amtctl (process " + std::to_string(::getpid()) + ") is at work on this device");
}
TEST(DeviceLock, IsFreeWhenItsHolderEnds) {
  const TestFolder folder;
  const std::string file = folder.path() / "lock";
  {
    const auto first = DeviceLock::take(file);
    ASSERT_TRUE(first);
  }
  EXPECT_TRUE(DeviceLock::take(file));
}
TEST(DeviceLock, FollowsNoLink) {
  const TestFolder folder;
  std::filesystem::create_symlink(folder.write("other", "content"), folder.path() / "lock");
  EXPECT_FALSE(DeviceLock::take(folder.path() / "lock"));
  EXPECT_EQ(text_of(folder.path() / "other"), "content");
}
TEST(DeviceLock, ThatCannotBeMadeNamesThePlace) {
  const TestFolder folder;
  const auto refused = DeviceLock::take(folder.path() / "absent/lock");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("absent/lock"), std::string::npos);
  EXPECT_EQ(refused.error().hint, "name another lock file with --lock");
}

}  // namespace
}  // namespace odca::amtctl
