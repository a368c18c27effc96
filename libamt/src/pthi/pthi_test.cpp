// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Commands over transcripts: what is asked, what comes back, and what is never asked twice.
#include "pthi/pthi.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "io/test_clock.h"
#include "io/test_reason.h"
#include "pthi/test_heci.h"

namespace odca::amt {
namespace {

class PthiOverTranscript : public ::testing::Test {
 protected:
  /// play begins a transcript, a file's or its own text.
  Pthi& play(const std::string& transcript) {
    heci_ = std::make_unique<ScriptedHeci>(
        transcript.find('\n') == std::string::npos ? ScriptedHeci::of_file(transcript) : transcript);
    pthi_ = std::make_unique<Pthi>(*heci_, clock_);
    return *pthi_;
  }
  void TearDown() override { EXPECT_TRUE(heci_->is_done()) << "not all of the transcript was played"; }

  TestClock clock_{};
  std::unique_ptr<ScriptedHeci> heci_{};
  std::unique_ptr<Pthi> pthi_{};
};

TEST_F(PthiOverTranscript, TellsTheControlMode) { EXPECT_EQ(*play("control_mode").control_mode(), ControlMode::none); }
TEST_F(PthiOverTranscript, TellsTheProvisioningState) {
  EXPECT_EQ(*play("provisioning_state").provisioning_state(), ProvisioningState::in);
}
TEST_F(PthiOverTranscript, TellsTheUuid) {
  EXPECT_EQ(uuid_text(*play("uuid").uuid()), "4bac9510-04a6-4321-bae2-d45ddf07b684");
}
using Versions = std::map<std::string, std::string>;
TEST_F(PthiOverTranscript, TellsTheVersions) {
  EXPECT_EQ(*play("code_versions").code_versions(), (Versions{{"AMT", "19.0.5"}, {"Build Number", "1898"}}));
}
TEST_F(PthiOverTranscript, TellsTheVersionsOutOfAllSlots) {
  EXPECT_EQ(*play("code_versions_padded").code_versions(), (Versions{{"AMT", "19.0.5"}, {"Build Number", "1898"}}));
}
TEST_F(PthiOverTranscript, TellsTheDnsSuffix) { EXPECT_EQ(*play("dns_suffix").dns_suffix(), "vprodemo.com"); }
TEST_F(PthiOverTranscript, TellsThatThereIsNoDnsSuffix) { EXPECT_EQ(*play("dns_suffix_unset").dns_suffix(), ""); }
TEST_F(PthiOverTranscript, TellsTheSettingsOfAnInterface) {
  const auto settings = play("lan_settings").lan_settings(0);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->ipv4, (std::array<std::uint8_t, 4>{192, 168, 1, 100}));
  EXPECT_EQ(settings->mac, (std::array<std::uint8_t, 6>{0x54, 0xb2, 0x03, 0x88, 0x77, 0x66}));
  EXPECT_TRUE(settings->enabled && settings->dhcp_enabled && settings->link_up);
  EXPECT_EQ(settings->dhcp_mode, 1);
}
TEST_F(PthiOverTranscript, NamesTheStatusOfARefusal) {
  const auto settings = play("lan_settings_absent").lan_settings(1);
  ASSERT_FALSE(settings);
  EXPECT_EQ(reason(settings), "firmware-refused");
  EXPECT_EQ(settings.error().message,
            "the firmware refused 'GetLANInterfaceSettings' with status '0x0023' (INVALID_INDEX)");
  EXPECT_EQ(pthi_->last_status(), 0x23U);
}
TEST_F(PthiOverTranscript, TellsTheRemoteAccess) {
  const auto access = play("remote_access").remote_access();
  ASSERT_TRUE(access);
  EXPECT_EQ(access->network, 2U);
  EXPECT_EQ(access->status, 0U);
  EXPECT_EQ(access->mps_host, "");
}
TEST_F(PthiOverTranscript, TellsTheHashesOfRoots) {
  const auto hashes = play("hashes").hashes();
  ASSERT_TRUE(hashes);
  ASSERT_EQ(hashes->size(), 2U);
  EXPECT_EQ(hashes->front().name, "Go Daddy Root CA-G2");
  EXPECT_EQ(to_hex(hashes->front().hash), "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda");
  EXPECT_TRUE(hashes->front().is_default && hashes->front().is_active);
  EXPECT_EQ(hashes->back().handle, 7U);
  EXPECT_TRUE(hashes->back().hash.empty());
}
TEST_F(PthiOverTranscript, TellsTheLocalAccount) {
  const auto account = play("local_account").local_account();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->user, "$$OsAdmin");
  EXPECT_EQ(account->password.reveal(), "example-of-a-password");
}

TEST_F(PthiOverTranscript, Unprovisions) { EXPECT_TRUE(play("unprovision").unprovision()); }
TEST_F(PthiOverTranscript, StopsConfiguration) { EXPECT_TRUE(play("stop_configuration").stop_configuration()); }
TEST_F(PthiOverTranscript, SaysWhyUnprovisioningWasRefused) {
  const Status done = play("unprovision_refused").unprovision();
  ASSERT_FALSE(done);
  EXPECT_EQ(reason(done), "firmware-refused");
  EXPECT_EQ(pthi_->last_status(), wire::kStatusInvalidAmtMode);
}
TEST_F(PthiOverTranscript, CallsAnAnswerLostThatAResetPrevented) {
  const Status done = play("unprovision_lost").unprovision();
  ASSERT_FALSE(done);
  EXPECT_EQ(reason(done), "reply-lost");
  EXPECT_EQ(pthi_->last_status(), std::nullopt);
}

const std::string kAsked = "@ pthi\n> 01 01 00 00 6b 00 00 04 00 00 00 00\n";
const std::string kUnprovision = "@ pthi\n> 01 01 00 00 10 00 00 04 04 00 00 00 00 00 00 00\n";

TEST_F(PthiOverTranscript, AsksAgainWhileTheFirmwareStarts) {
  EXPECT_EQ(*play("not_ready").control_mode(), ControlMode::client);
  EXPECT_EQ(clock_.slept(), milliseconds(2000));
}
TEST_F(PthiOverTranscript, GivesUpWhenTheFirmwareDoesNotGetReady) {
  std::string transcript;
  for (int i = 0; i < 16; ++i) transcript += kAsked + "< 01 01 00 00 6b 00 80 04 04 00 00 00 02 00 00 00\n";
  const auto mode = play(transcript).control_mode();
  EXPECT_EQ(reason(mode), "firmware-refused");
  EXPECT_EQ(clock_.slept(), milliseconds(15'000));
}
TEST_F(PthiOverTranscript, NeverAsksTwiceForAChange) {
  const Status done = play(kUnprovision + "< 01 01 00 00 10 00 80 04 04 00 00 00 02 00 00 00\n").unprovision();
  EXPECT_EQ(reason(done), "firmware-refused");
  EXPECT_EQ(clock_.slept(), milliseconds(0));
}
TEST_F(PthiOverTranscript, DoesNotAskAgainAfterAnotherRefusal) {
  EXPECT_EQ(reason(play(kAsked + "< 01 01 00 00 6b 00 80 04 04 00 00 00 01 00 00 00\n").control_mode()),
            "firmware-refused");
}

TEST_F(PthiOverTranscript, SaysThatTheFirmwareIsGone) {
  EXPECT_EQ(reason(play(kAsked + "! heci-gone\n").control_mode()), "heci-gone");
}
TEST_F(PthiOverTranscript, SaysThatTheClientIsBusy) {
  EXPECT_EQ(reason(play("! heci-busy\n").control_mode()), "heci-busy");
}
TEST_F(PthiOverTranscript, SaysWhyAChangeDidNotLeave) {
  EXPECT_EQ(reason(play("@ pthi\n! heci-busy\n").unprovision()), "heci-busy");
}
TEST_F(PthiOverTranscript, CallsAnAnswerLostWhenTheChangeMayHaveLeft) {
  EXPECT_EQ(reason(play("@ pthi\n! heci-gone\n").unprovision()), "reply-lost");
}
TEST_F(PthiOverTranscript, CallsAnAnswerToAChangeLostThatCannotBeRead) {
  EXPECT_EQ(reason(play(kUnprovision + "< 01 01 00 00 10 00 80 04 04 00 00 00\n").unprovision()), "reply-lost");
}
TEST_F(PthiOverTranscript, RefusesValuesBehindAChange) {
  EXPECT_EQ(reason(play(kUnprovision + "< 01 01 00 00 10 00 80 04 08 00 00 00 00*4 00*4\n").unprovision()),
            "pthi-syntax");
}
TEST_F(PthiOverTranscript, RefusesTheAnswerToAnotherCommand) {
  EXPECT_EQ(reason(play(kAsked + "< 01 01 00 00 11 00 80 04 08 00 00 00 00*4 00*4\n").control_mode()), "pthi-syntax");
}
TEST_F(PthiOverTranscript, RefusesAModeThatThereIsNot) {
  EXPECT_EQ(reason(play(kAsked + "< 01 01 00 00 6b 00 80 04 08 00 00 00 00*4 03 00*3\n").control_mode()),
            "pthi-syntax");
}

TEST_F(PthiOverTranscript, TellsTheEnablement) {
  play("enablement_19");
  const auto enablement = read_enablement(*heci_, clock_);
  ASSERT_TRUE(enablement);
  EXPECT_TRUE(enablement->enabled && enablement->tls_enforced && enablement->new_interface);
  EXPECT_FALSE(enablement->weak_algorithms_removed);
}
TEST_F(PthiOverTranscript, TellsTheEnablementOfAnOldGeneration) {
  play("enablement_12");
  EXPECT_FALSE(read_enablement(*heci_, clock_)->new_interface);
}
TEST_F(PthiOverTranscript, TellsTheUpid) {
  play("upid");
  const auto upid = read_upid(*heci_, clock_);
  ASSERT_TRUE(upid);
  EXPECT_EQ(upid->oem_type, 2U);
  EXPECT_EQ(to_hex(upid->csme), "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5000000000000000000000000");
}
TEST_F(PthiOverTranscript, TellsThatThereIsNoUpid) {
  play("upid_not_set");
  EXPECT_EQ(reason(read_upid(*heci_, clock_)), "upid-not-set");
}
TEST_F(PthiOverTranscript, TellsThatThePlatformKnowsNoUpid) {
  play("upid_not_supported");
  EXPECT_EQ(reason(read_upid(*heci_, clock_)), "upid-not-set");
}
TEST_F(PthiOverTranscript, TellsTheUpidThoughItIsNotDisabledAgain) {
  play("upid_stays_enabled");
  EXPECT_EQ(reason(read_upid(*heci_, clock_)), "fine");
}
TEST_F(PthiOverTranscript, DisablesUpidAlsoWhenReadingFailed) {
  play("upid_fails");
  EXPECT_EQ(reason(read_upid(*heci_, clock_)), "firmware-refused");
}

}  // namespace
}  // namespace odca::amt
