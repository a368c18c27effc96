// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PTHI answers as the documents have them, byte by byte, written by hand.
#include <gtest/gtest.h>

#include "firmware/firmware.h"
#include "firmware/test_bytes.h"

namespace odca::amtsim {
namespace {

using testing::digits;
using testing::hex;
using testing::zeros;

struct Pthi : ::testing::Test {
  Firmware device{profile_named("amt20").value(), {}, 7};
  Bytes ask(const std::string& request) { return device.pthi(hex(request)); }
  void become_client() { ASSERT_EQ(device.setup("2", std::string(32, 'a')), 0U); }
};

TEST_F(Pthi, AnswersTheControlMode) {
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000"), hex("01 01 0000 6b008004 08000000 00000000 00000000"));
}
TEST_F(Pthi, AnswersTheProvisioningState) {
  EXPECT_EQ(ask("01 01 0000 11000004 00000000"), hex("01 01 0000 11008004 08000000 00000000 00000000"));
}
TEST_F(Pthi, ShowsClientModeInProvisioningUntilTheCommit) {
  become_client();
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000"), hex("01 01 0000 6b008004 08000000 00000000 01000000"));
  EXPECT_EQ(ask("01 01 0000 11000004 00000000"), hex("01 01 0000 11008004 08000000 00000000 01000000"));
}
TEST_F(Pthi, ShowsPostProvisioningAfterTheCommit) {
  become_client();
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(ask("01 01 0000 11000004 00000000"), hex("01 01 0000 11008004 08000000 00000000 02000000"));
}

TEST_F(Pthi, AnswersTheUuidThatItsTextHas) {
  const Bytes answer = ask("01 01 0000 5c000004 00000000");
  ASSERT_EQ(answer.size(), 32U);
  EXPECT_EQ(to_hex(ByteView(answer).first(16)), "010100005c0080041400000000000000");
  const std::string uuid = to_hex(ByteView(answer).subspan(16)), text = device.uuid_text();
  ASSERT_EQ(text.size(), 36U);
  EXPECT_EQ(text.substr(0, 8), uuid.substr(6, 2) + uuid.substr(4, 2) + uuid.substr(2, 2) + uuid.substr(0, 2));
  EXPECT_EQ(text.substr(19, 4) + text.substr(24), uuid.substr(16));
}

TEST_F(Pthi, AnswersAllFiftySlotsOfVersions) {
  const Bytes answer = ask("01 01 0000 1a000004 00000000");
  ASSERT_EQ(answer.size(), 2285U);
  EXPECT_EQ(to_hex(ByteView(answer).first(16)), "010100001a008004e108000000000000");
  EXPECT_EQ(to_hex(ByteView(answer).subspan(16 + 65, 4)), "0a000000");
}
TEST_F(Pthi, NamesItsVersionAmong) {
  const std::string answer = to_hex(ask("01 01 0000 1a000004 00000000"));
  EXPECT_NE(answer.find("0300" + digits("AMT") + zeros(17) + "0600" + digits("20.0.5") + zeros(14)), std::string::npos);
  EXPECT_NE(answer.find("0c00" + digits("Build Number") + zeros(8) + "0400" + digits("1966") + zeros(16)),
            std::string::npos);
}

TEST_F(Pthi, AnswersSeventeenSecurityParameters) {
  EXPECT_EQ(
      ask("01 01 0000 1b000004 00000000"),
      hex("01 01 0000 1b008004 48000000 00000000 01000000 01000000 01000000" + zeros(20) + "01000000" + zeros(4 + 28)));
}

TEST_F(Pthi, ListsHashHandles) {
  EXPECT_EQ(ask("01 01 0000 2c000004 00000000"),
            hex("01 01 0000 2c008004 14000000 00000000 03000000 01000000 02000000 03000000"));
}
TEST_F(Pthi, AnswersAHashEntry) {
  EXPECT_EQ(ask("01 01 0000 2d000004 04000000 01000000"),
            hex("01 01 0000 2d008004 62000000 00000000 01000000 01000000"
                "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda" +
                zeros(32) + "02 1300" + digits("Go Daddy Root CA-G2")));
}
TEST_F(Pthi, RefusesAHandleThatItDidNotList) {
  EXPECT_EQ(ask("01 01 0000 2d000004 04000000 04000000"), hex("01 01 0000 2d008004 04000000 05080000"));
  EXPECT_EQ(ask("01 01 0000 2d000004 04000000 00000000"), hex("01 01 0000 2d008004 04000000 05080000"));
  EXPECT_NE(ask("01 01 0000 2d000004 04000000 03000000").size(), 16U);
}

TEST_F(Pthi, HasNoSuffixAtFirst) {
  EXPECT_EQ(ask("01 01 0000 36000004 00000000"), hex("01 01 0000 36008004 06000000 00000000 0000"));
}
TEST_F(Pthi, KeepsASuffixThatItIsGiven) {
  EXPECT_EQ(ask("01 01 0000 2f000004 0e000000 0c00" + digits("vprodemo.com")),
            hex("01 01 0000 2f008004 04000000 00000000"));
  EXPECT_EQ(ask("01 01 0000 36000004 00000000"),
            hex("01 01 0000 36008004 12000000 00000000 0c00" + digits("vprodemo.com")));
}
TEST_F(Pthi, RefusesASuffixWhoseLengthIsNotItsOwn) {
  EXPECT_EQ(ask("01 01 0000 2f000004 0e000000 0b00" + digits("vprodemo.com")),
            hex("01 01 0000 2f008004 04000000 04000000"));
  EXPECT_EQ(ask("01 01 0000 2f000004 00000000"), hex("01 01 0000 2f008004 04000000 04000000"));
}
TEST_F(Pthi, RefusesASuffixOf224Characters) {
  EXPECT_EQ(ask("01 01 0000 2f000004 e2000000 e000" + std::string(448, '6')),
            hex("01 01 0000 2f008004 04000000 24000000"));
  EXPECT_EQ(ask("01 01 0000 2f000004 e1000000 df00" + std::string(446, '6')),
            hex("01 01 0000 2f008004 04000000 00000000"));
}
TEST_F(Pthi, RefusesASuffixInPostProvisioning) {
  become_client();
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(ask("01 01 0000 2f000004 03000000 0100 61"), hex("01 01 0000 2f008004 04000000 20000000"));
}

TEST_F(Pthi, IsNotConnectedToAnybodyRemote) {
  EXPECT_EQ(ask("01 01 0000 46000004 00000000"),
            hex("01 01 0000 46008004 12000000 00000000 02000000 00000000 00000000 0000"));
}

TEST_F(Pthi, HasAWiredInterface) {
  EXPECT_EQ(ask("01 01 0000 48000004 04000000 00000000"),
            hex("01 01 0000 48008004 18000000 00000000 01000000 0a0200c0 01000000 01 01 02005e005301"));
}
TEST_F(Pthi, HasNoWirelessInterface) {
  EXPECT_EQ(ask("01 01 0000 48000004 04000000 01000000"), hex("01 01 0000 48008004 18000000 00000000" + zeros(20)));
}
TEST_F(Pthi, RefusesAThirdInterface) {
  EXPECT_EQ(ask("01 01 0000 48000004 04000000 02000000"), hex("01 01 0000 48008004 04000000 24000000"));
}

TEST_F(Pthi, TellsTheLocalAccount) {
  const Bytes answer = ask("01 01 0000 67000004 28000000" + zeros(40));
  ASSERT_EQ(answer.size(), 82U);
  EXPECT_EQ(to_hex(ByteView(answer).first(16 + 33)),
            "0101000067008004"
            "4600000000000000" +
                digits("$$OsAdmin") + zeros(24));
  EXPECT_EQ(as_text(ByteView(answer).subspan(49)).find('\0'), 32U);
}
TEST_F(Pthi, TellsTheLocalAccountToNobodyWhoAsksOtherwise) {
  EXPECT_EQ(ask("01 01 0000 67000004 28000000" + zeros(39) + "01"), hex("01 01 0000 67008004 04000000 24000000"));
  EXPECT_EQ(ask("01 01 0000 67000004 27000000" + zeros(39)), hex("01 01 0000 67008004 04000000 04000000"));
}

TEST_F(Pthi, UnprovisionsClientMode) {
  become_client();
  ASSERT_EQ(device.commit(), 0U);
  const std::string before = device.realm();
  EXPECT_EQ(ask("01 01 0000 10000004 04000000 00000000"), hex("01 01 0000 10008004 04000000 00000000"));
  EXPECT_EQ(device.mode(), Mode::none);
  EXPECT_EQ(device.state(), State::pre);
  EXPECT_NE(device.realm(), before);
}
TEST_F(Pthi, UnprovisionsWhatIsHalfDone) {
  become_client();
  EXPECT_EQ(ask("01 01 0000 10000004 04000000 00000000"), hex("01 01 0000 10008004 04000000 00000000"));
  EXPECT_EQ(device.state(), State::pre);
}
TEST_F(Pthi, DoesNotUnprovisionWhatIsNotProvisioned) {
  const std::string before = device.realm();
  EXPECT_EQ(ask("01 01 0000 10000004 04000000 00000000"), hex("01 01 0000 10008004 04000000 03000000"));
  EXPECT_EQ(device.realm(), before);
}

TEST_F(Pthi, StopsAConfigurationThatIsHalfDone) {
  become_client();
  EXPECT_EQ(ask("01 01 0000 5e000004 00000000"), hex("01 01 0000 5e008004 04000000 00000000"));
  EXPECT_EQ(device.mode(), Mode::none);
}
TEST_F(Pthi, StopsNoConfigurationThatIsDone) {
  become_client();
  ASSERT_EQ(device.commit(), 0U);
  EXPECT_EQ(ask("01 01 0000 5e000004 00000000"), hex("01 01 0000 5e008004 04000000 03000000"));
  EXPECT_EQ(device.mode(), Mode::client);
}
TEST_F(Pthi, StopsNoConfigurationThatWasNotStarted) {
  EXPECT_EQ(ask("01 01 0000 5e000004 00000000"), hex("01 01 0000 5e008004 04000000 03000000"));
}

TEST_F(Pthi, DoesNotKnowTheStartOfAHostBasedConfiguration) {
  EXPECT_EQ(ask("01 01 0000 8b000004 86010000" + zeros(390)), hex("01 01 0000 8b008004 04000000 12080000"));
}
TEST_F(Pthi, EchoesACommandThatItDoesNotKnow) {
  EXPECT_EQ(ask("01 01 0000 ff000004 00000000"), hex("01 01 0000 ff008004 04000000 12080000"));
}
TEST_F(Pthi, RefusesALengthThatIsNotTheMessages) {
  EXPECT_EQ(ask("01 01 0000 6b000004 01000000"), hex("01 01 0000 6b008004 04000000 04000000"));
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000 00"), hex("01 01 0000 6b008004 04000000 04000000"));
}
TEST_F(Pthi, RefusesParametersOfACommandThatHasNone) {
  EXPECT_EQ(ask("01 01 0000 6b000004 01000000 00"), hex("01 01 0000 6b008004 04000000 04000000"));
}
TEST_F(Pthi, RefusesAnotherVersionOfTheInterface) {
  EXPECT_EQ(ask("01 02 0000 6b000004 00000000"), hex("01 02 0000 6b008004 04000000 1d000000"));
}
TEST_F(Pthi, IsSilentWhenAHeaderIsCutOff) {
  EXPECT_TRUE(ask("01 01 0000 6b000004 000000").empty());
  EXPECT_TRUE(ask("").empty());
}

TEST_F(Pthi, IsNotReadyAsOftenAsItWasTold) {
  device.set_knobs({.not_ready = 2});
  const Bytes not_ready = hex("01 01 0000 6b008004 04000000 02000000");
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000"), not_ready);
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000"), not_ready);
  EXPECT_EQ(ask("01 01 0000 6b000004 00000000").size(), 20U);
}
TEST_F(Pthi, AnswersAnOrderedStatusAndDoesNothing) {
  become_client();
  Knobs knobs;
  knobs.return_values["Unprovision"] = 0x81C;
  device.set_knobs(knobs);
  EXPECT_EQ(ask("01 01 0000 10000004 04000000 00000000"), hex("01 01 0000 10008004 04000000 1c080000"));
  EXPECT_EQ(device.mode(), Mode::client);
}

TEST_F(Pthi, NotesEachCommand) {
  ask("01 01 0000 1a000004 00000000");
  ask("01 01 0000 10000004 04000000 00000000");
  EXPECT_EQ(device.seen().requests, (std::vector<std::string>{"PTHI 0x0400001A", "PTHI 0x04000010"}));
}
TEST_F(Pthi, CountsWhatHasEffects) {
  ask("01 01 0000 6b000004 00000000");
  ask("01 01 0000 10000004 04000000 00000000");
  ask("01 01 0000 10000004 04000000 00000000");
  EXPECT_EQ(device.seen().effects, (std::map<std::string, unsigned>{{"Unprovision", 2}}));
}

}  // namespace
}  // namespace odca::amtsim
