// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The state machine, and the accounts that follow from it.
#include "firmware/firmware.h"

#include <gtest/gtest.h>

#include "firmware/derived.h"

namespace odca::amtsim {
namespace {

const std::string kA1 = "6ab9192fba58a04d5e0c4df89b9a4350";

Profile older() {
  Profile profile = profile_named("amt20").value();
  profile.commit_needed = false;
  return profile;
}

struct Device : ::testing::Test {
  Firmware device{profile_named("amt20").value(), {}, 7};
};

TEST(Profiles, AreKnownByName) {
  ASSERT_TRUE(profile_named("amt20"));
  EXPECT_EQ(profile_named("amt20")->amt_version, "20.0.5");
  EXPECT_FALSE(profile_named("amt2"));
}

TEST(A1, IsThatOfTheWorkedExample) {
  EXPECT_EQ(a1_text("admin", "Digest:A4070000000000000000000000000000", "P@ssw0rd"), kA1);
}

TEST_F(Device, BeginsUnprovisionedWithTheOnDieChain) {
  EXPECT_EQ(device.mode(), Mode::none);
  EXPECT_EQ(device.state(), State::pre);
  EXPECT_TRUE(device.presents_odca());
}
TEST_F(Device, KeepsTheOnDieChainUntilTheCommit) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_EQ(device.mode(), Mode::client);
  EXPECT_EQ(device.state(), State::in);
  EXPECT_TRUE(device.presents_odca());
}
TEST_F(Device, ShowsItsOwnCertificateAfterTheCommit) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(device.mode(), Mode::client);
  EXPECT_EQ(device.state(), State::post);
  EXPECT_FALSE(device.presents_odca());
}
TEST(OlderDevice, NeedsNoCommit) {
  Firmware device(older(), {}, 7);
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_EQ(device.state(), State::post);
  EXPECT_FALSE(device.presents_odca());
}

TEST_F(Device, RefusesASecondSetup) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_EQ(device.setup("2", kA1), 2U);
}
TEST_F(Device, RefusesAPasswordThatIsNoA1) {
  EXPECT_EQ(device.setup("0", kA1), 3U);
  EXPECT_EQ(device.setup("2", kA1.substr(1)), 3U);
  EXPECT_EQ(device.setup("2", "6AB9192FBA58A04D5E0C4DF89B9A4350"), 3U);
  EXPECT_EQ(device.mode(), Mode::none);
}
TEST_F(Device, HasNothingToCommitBeforeSetup) {
  EXPECT_EQ(device.commit(), 2057U);
  EXPECT_EQ(device.state(), State::pre);
}
TEST_F(Device, MayCommitAgain) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(device.commit(), 0U);
}

TEST_F(Device, UnprovisionBringsBackTheBeginning) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(device.unprovision(), 0U);
  EXPECT_EQ(device.mode(), Mode::none);
  EXPECT_TRUE(device.presents_odca());
  EXPECT_FALSE(device.a1_of("admin"));
}
TEST_F(Device, UnprovisionMakesAnotherRealmAndNonce) {
  const std::string realm = device.realm(), nonce = device.configuration_nonce();
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_EQ(device.realm(), realm);
  EXPECT_EQ(device.unprovision(), 0U);
  EXPECT_NE(device.realm(), realm);
  EXPECT_NE(device.configuration_nonce(), nonce);
}
TEST_F(Device, HasNothingToUnprovisionBeforeSetup) { EXPECT_EQ(device.unprovision(), 16U); }

TEST_F(Device, LetsTheAdministratorInAfterSetup) {
  EXPECT_FALSE(device.a1_of("admin"));
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_EQ(device.a1_of("admin"), kA1);
}
TEST_F(Device, LetsTheLocalAccountInWithThePasswordThatHeciTells) {
  const Bytes answer = device.pthi(from_hex("0101000067000004"
                                            "28000000" +
                                            std::string(80, '0'))
                                       .value());
  const std::string password(as_text(ByteView(answer).subspan(49, 32)));
  EXPECT_EQ(device.a1_of("$$OsAdmin"), a1_text("$$OsAdmin", device.realm(), password));
}
TEST_F(Device, LetsNobodyElseIn) {
  ASSERT_EQ(device.setup("2", kA1), 0U);
  EXPECT_FALSE(device.a1_of("Admin"));
  EXPECT_FALSE(device.a1_of(""));
}

TEST_F(Device, AnswersAnOrderedReturnValueAndDoesNothing) {
  Knobs knobs;
  knobs.return_values["Setup"] = 1;
  device.set_knobs(knobs);
  EXPECT_EQ(device.setup("2", kA1), 1U);
  EXPECT_EQ(device.mode(), Mode::none);
}

TEST_F(Device, HasARealmOfTheFormThatDevicesHave) {
  const std::string realm = device.realm();
  ASSERT_EQ(realm.size(), 39U);
  EXPECT_EQ(realm.substr(0, 7), "Digest:");
  EXPECT_EQ(realm.find_first_not_of("0123456789ABCDEF", 7), std::string::npos);
}
TEST_F(Device, HasANonceOfTwentyBytes) { EXPECT_EQ(from_base64(device.configuration_nonce())->size(), 20U); }
TEST_F(Device, IsAnotherWithAnotherSeed) {
  const Firmware other(profile_named("amt20").value(), {}, 8);
  EXPECT_NE(other.realm(), device.realm());
  EXPECT_NE(other.uuid_text(), device.uuid_text());
  EXPECT_NE(other.a1_of("$$OsAdmin"), device.a1_of("$$OsAdmin"));
}
TEST_F(Device, IsTheSameWithTheSameSeed) {
  const Firmware same(profile_named("amt20").value(), {}, 7);
  EXPECT_EQ(same.realm(), device.realm());
  EXPECT_EQ(same.uuid_text(), device.uuid_text());
}

}  // namespace
}  // namespace odca::amtsim
