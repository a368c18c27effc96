// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Watchdog, UPID and MKHI, byte by byte, written by hand.
#include <gtest/gtest.h>

#include <numeric>

#include "firmware/firmware.h"
#include "firmware/test_bytes.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using testing::digits;
using testing::hex;
using testing::zeros;

std::array<std::uint8_t, 32> counted() {
  std::array<std::uint8_t, 32> fingerprint{};
  std::iota(fingerprint.begin(), fingerprint.end(), std::uint8_t{0xA0});
  return fingerprint;
}

struct SmallClients : ::testing::Test {
  Firmware device{profile_named("amt20").value(), counted(), 7};
  Bytes watchdog(const std::string& request) { return device.watchdog(hex(request)); }
  Bytes upid(const std::string& request) { return device.upid(hex(request)); }
  Bytes mkhi(const std::string& request) { return device.mkhi(hex(request)); }
};

using Watchdog = SmallClients;
using UpidClient = SmallClients;
using Mkhi = SmallClients;

TEST_F(Watchdog, SaysThatAmtIsEnabledAndWantsTls) { EXPECT_EQ(watchdog("05 02 51 10"), hex("e2")); }
TEST_F(Watchdog, SaysTheSameAfterActivation) {
  ASSERT_EQ(device.setup("2", std::string(32, 'a')), 0U);
  EXPECT_EQ(watchdog("05 02 51 10"), hex("e2"));
}
TEST_F(Watchdog, DisablesAndEnablesAnUnprovisionedAmt) {
  EXPECT_EQ(watchdog("05 03 53 10 00"), hex("00000000"));
  EXPECT_EQ(watchdog("05 02 51 10"), hex("e0"));
  EXPECT_EQ(watchdog("05 03 53 10 01"), hex("00000000"));
  EXPECT_EQ(watchdog("05 02 51 10"), hex("e2"));
}
TEST_F(Watchdog, DoesNotDisableAProvisionedAmt) {
  ASSERT_EQ(device.setup("2", std::string(32, 'a')), 0U);
  EXPECT_EQ(watchdog("05 03 53 10 00"), hex("03000000"));
  EXPECT_EQ(watchdog("05 02 51 10"), hex("e2"));
}
TEST_F(Watchdog, RefusesAStateThatIsNone) { EXPECT_EQ(watchdog("05 03 53 10 02"), hex("24000000")); }
TEST_F(Watchdog, CountsAChangeOfItsState) {
  watchdog("05 03 53 10 00");
  EXPECT_EQ(device.seen().effects.at("SetAmtOperationalState"), 1U);
}
TEST_F(Watchdog, SupportsNothingElse) {
  EXPECT_EQ(watchdog("05 02 52 10"), hex("89"));
  EXPECT_EQ(watchdog("05 02 51"), hex("89"));
}
TEST_F(Watchdog, IsSilentWhenNothingIsAsked) { EXPECT_TRUE(watchdog("").empty()); }

TEST_F(UpidClient, IsBoundToTheRomFingerprint) {
  EXPECT_EQ(upid("00 02 0100 01"), hex("00 02 0400 00000000"));
  EXPECT_EQ(upid("00 05 0000"), hex("00 05 4800 00000000 02000000" + digits("amt-sim") + zeros(25) +
                                    "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3" + zeros(12)));
}
TEST_F(UpidClient, TellsNothingUntilItIsEnabled) { EXPECT_EQ(upid("00 05 0000"), hex("00 05 0400 07000000")); }
TEST_F(UpidClient, TellsNothingAfterItWasDisabled) {
  upid("00 02 0100 01");
  EXPECT_EQ(upid("00 02 0100 00"), hex("00 02 0400 00000000"));
  EXPECT_EQ(upid("00 05 0000"), hex("00 05 0400 07000000"));
}
TEST_F(UpidClient, RefusesALengthThatIsNotTheMessages) {
  EXPECT_EQ(upid("00 02 0200 01"), hex("00 02 0400 02000000"));
  EXPECT_EQ(upid("00 05 0100"), hex("00 05 0400 02000000"));
}
TEST_F(UpidClient, RefusesAStateThatIsNone) { EXPECT_EQ(upid("00 02 0100 02"), hex("00 02 0400 02000000")); }
TEST_F(UpidClient, SupportsNoOtherFeatureOrCommand) {
  EXPECT_EQ(upid("01 05 0000"), hex("01 05 0400 01000000"));
  EXPECT_EQ(upid("00 06 0000"), hex("00 06 0400 01000000"));
}
TEST_F(UpidClient, IsSilentWhenAHeaderIsCutOff) { EXPECT_TRUE(upid("00 05 00").empty()); }

TEST_F(Mkhi, AnswersTheVersion) {
  EXPECT_EQ(mkhi("ff 02 00 00"), hex("ff 82 00 00 0000 1400 ae07 0500 0000 1400 ae07 0500"));
}
TEST_F(Mkhi, AnswersTheRulesThatTheLocalServiceAsksFor) {
  EXPECT_EQ(mkhi("03 02 00 00 00000000"), hex("03 82 00 00 00000000 04 04000000"));
  EXPECT_EQ(mkhi("03 02 00 00 1d000000"), hex("03 82 00 00 1d000000 04 00140000"));
  EXPECT_EQ(mkhi("03 02 00 00 20000000"), hex("03 82 00 00 20000000 04 04000000"));
}
TEST_F(Mkhi, RefusesAnotherRule) { EXPECT_EQ(mkhi("03 02 00 00 01000000"), hex("03 82 00 89")); }
TEST_F(Mkhi, RefusesAnotherCommand) { EXPECT_EQ(mkhi("ff 03 00 00"), hex("ff 83 00 89")); }
TEST_F(Mkhi, RefusesARuleThatIsCutOff) { EXPECT_EQ(mkhi("03 02 00 00 000000"), hex("03 82 00 89")); }
TEST_F(Mkhi, IsSilentWhenAHeaderIsCutOff) { EXPECT_TRUE(mkhi("ff 02 00").empty()); }

TEST_F(SmallClients, AreFoundByTheirGuid) {
  EXPECT_EQ(device.answer(amt::wire::kWatchdog, hex("05 02 51 10")), hex("e2"));
  EXPECT_EQ(device.answer(amt::wire::kPthi, hex("01 01 0000 6b000004 00000000")).size(), 20U);
  EXPECT_EQ(device.answer(amt::wire::kUpid, hex("00 05 0000")).size(), 8U);
  EXPECT_EQ(device.answer(amt::wire::kMkhi, hex("ff 02 00 00")).size(), 20U);
}
TEST_F(SmallClients, AreAllThereAre) {
  EXPECT_TRUE(device.has_client(amt::wire::kUpid));
  EXPECT_FALSE(device.has_client(amt::wire::kLme));
  EXPECT_TRUE(device.answer(amt::wire::kLme, hex("00")).empty());
}
TEST(SmallClientsOfAnOlderDevice, LackUpid) {
  Profile profile = profile_named("amt20").value();
  profile.upid = false;
  Firmware device(profile, {}, 7);
  EXPECT_FALSE(device.has_client(amt::wire::kUpid));
  EXPECT_TRUE(device.answer(amt::wire::kUpid, hex("00 05 0000")).empty());
}

}  // namespace
}  // namespace odca::amtsim
