// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// An open file of the device, without a mount.
#include "mei_fuse/open_file.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "firmware/test_bytes.h"
#include "lme/lme.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using testing::hex;

struct AnOpenFile : ::testing::Test {
  Firmware firmware{profile_named("amt20").value(), {}, 7};
  Device device{.firmware = firmware};
  OpenFile file{device};
};

TEST_F(AnOpenFile, ConnectsOnce) {
  EXPECT_EQ(file.connect(amt::wire::kWatchdog), 0);
  EXPECT_EQ(file.connect(amt::wire::kPthi), EBUSY);
}
TEST_F(AnOpenFile, MayConnectAfterAClientThatIsNotThere) {
  EXPECT_EQ(file.connect(amt::wire::kLme), ENOTTY);
  EXPECT_EQ(file.connect(amt::wire::kWatchdog), 0);
}
TEST_F(AnOpenFile, TellsTheLongestMessageAndTheVersion) {
  ASSERT_EQ(file.connect(amt::wire::kPthi), 0);
  EXPECT_EQ(file.properties(), hex("00140000 01 000000 0000000000000000"));
}
TEST_F(AnOpenFile, TakesNothingBeforeItIsConnected) {
  EXPECT_EQ(file.write(hex("05 02 51 10")), ENODEV);
  EXPECT_FALSE(file.readable());
}
TEST_F(AnOpenFile, TakesMessagesUpToTheLongest) {
  ASSERT_EQ(file.connect(amt::wire::kPthi), 0);
  EXPECT_EQ(file.write(Bytes(5120)), 0);
  EXPECT_EQ(file.write(Bytes(5121)), EMSGSIZE);
}
TEST_F(AnOpenFile, HasTheLongestMessageAndTheVersionOfLmeForLme) {
  Lme lme(firmware, [](int) {});
  const Device with_lme{.firmware = firmware, .lme = &lme, .wake = [] {}};
  OpenFile other(with_lme);
  ASSERT_EQ(other.connect(amt::wire::kLme), 0);
  EXPECT_EQ(other.properties(), hex("00200000 04 000000 0000000000000000"));
  EXPECT_EQ(other.write(Bytes(8193)), EMSGSIZE);
  EXPECT_EQ(other.write(Bytes(8192)), 0);
}
TEST_F(AnOpenFile, IsRefusedLmeWhileAnotherHasIt) {
  Lme lme(firmware, [](int) {});
  const Device with_lme{.firmware = firmware, .lme = &lme, .wake = [] {}};
  OpenFile second(with_lme);
  {
    OpenFile first(with_lme);
    ASSERT_EQ(first.connect(amt::wire::kLme), 0);
    EXPECT_EQ(second.connect(amt::wire::kLme), EBUSY);
  }
  EXPECT_EQ(second.connect(amt::wire::kLme), 0);
}
TEST_F(AnOpenFile, GivesOneAnswerAtATime) {
  ASSERT_EQ(file.connect(amt::wire::kWatchdog), 0);
  ASSERT_EQ(file.write(hex("05 02 51 10")), 0);
  ASSERT_EQ(file.write(hex("05 02 52 10")), 0);
  EXPECT_EQ(file.take(100), hex("e2"));
  EXPECT_EQ(file.take(100), hex("89"));
  EXPECT_FALSE(file.take(100));
}
TEST_F(AnOpenFile, GivesALongAnswerInParts) {
  ASSERT_EQ(file.connect(amt::wire::kUpid), 0);
  ASSERT_EQ(file.write(hex("00 05 0000")), 0);
  EXPECT_EQ(file.take(3), hex("00 05 04"));
  EXPECT_EQ(file.take(100), hex("00 07000000"));
  EXPECT_FALSE(file.readable());
}

}  // namespace
}  // namespace odca::amtsim
