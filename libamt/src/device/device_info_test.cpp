// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is read of a device, what may be absent, and what decides about its local ports.
#include <gtest/gtest.h>

#include "io/test_clock.h"
#include "io/test_reason.h"
#include "odca/amt/device.h"
#include "pthi/test_heci.h"

namespace odca::amt {
namespace {

std::string of_files(std::initializer_list<const char*> names) {
  std::string transcript;
  for (const char* name : names) transcript += ScriptedHeci::of_file(name);
  return transcript;
}
const std::string kRefusesEnablement = "@ watchdog\n> 05 02 51 10\n! heci-gone\n";

TEST(ReadingADevice, AsksFewMessagesForWhatDecides) {
  TestClock clock;
  ScriptedHeci heci(of_files({"uuid", "code_versions", "control_mode", "provisioning_state", "enablement_19", "upid"}));
  const auto info = read_device_info(heci, clock, Extent::what_decides);
  ASSERT_TRUE(info);
  EXPECT_TRUE(heci.is_done());
  EXPECT_EQ(info->amt_major, 19U);
  EXPECT_EQ(info->state, ProvisioningState::in);
  EXPECT_TRUE(info->tls_enforced());
  EXPECT_TRUE(info->upid);
  EXPECT_TRUE(info->not_read.empty());
  EXPECT_FALSE(info->dns_suffix);
}
TEST(ReadingADevice, AsksForEverything) {
  TestClock clock;
  ScriptedHeci heci(of_files({"uuid", "code_versions", "control_mode", "provisioning_state", "enablement_19", "upid",
                              "dns_suffix", "lan_settings", "lan_settings_absent", "remote_access", "hashes"}));
  const auto info = read_device_info(heci, clock, Extent::everything);
  ASSERT_TRUE(info);
  EXPECT_TRUE(heci.is_done());
  EXPECT_EQ(info->dns_suffix, "vprodemo.com");
  EXPECT_TRUE(info->wired && info->remote_access && info->hashes);
  EXPECT_FALSE(info->wireless);
  ASSERT_EQ(info->not_read.size(), 1U);
  EXPECT_EQ(info->not_read.front().what, "wireless");
  EXPECT_EQ(info->not_read.front().error.reason.text(), "firmware-refused");
}
TEST(ReadingADevice, SaysWhatIsAbsent) {
  TestClock clock;
  ScriptedHeci heci(of_files({"uuid", "code_versions", "control_mode", "provisioning_state"}) + kRefusesEnablement +
                    ScriptedHeci::of_file("upid_not_set"));
  const auto info = read_device_info(heci, clock, Extent::what_decides);
  ASSERT_TRUE(info);
  ASSERT_EQ(info->not_read.size(), 2U);
  EXPECT_EQ(info->not_read[0].what, "enablement");
  EXPECT_EQ(info->not_read[1].what, "upid");
}
TEST(ReadingADevice, FailsWithoutItsState) {
  TestClock clock;
  ScriptedHeci heci(of_files({"uuid", "code_versions", "control_mode"}) + "! heci-gone\n");
  EXPECT_EQ(reason(read_device_info(heci, clock, Extent::what_decides)), "heci-gone");
  EXPECT_TRUE(heci.is_done());
}
TEST(ReadingADevice, ReadsModeAndStateAgain) {
  TestClock clock;
  ScriptedHeci heci(of_files({"control_mode", "provisioning_state"}));
  const auto state = read_device_state(heci, clock);
  ASSERT_TRUE(state);
  EXPECT_EQ(*state, (DeviceState{ControlMode::none, ProvisioningState::in}));
}

unsigned major(const std::string& version) {
  TestClock clock;
  const Bytes length{static_cast<std::uint8_t>(version.size())};  // below 21
  const std::string entry =
      "03 00 \"AMT\" 00*17 " + to_hex(length) + " 00 \"" + version + "\" 00*" + std::to_string(20 - version.size());
  ScriptedHeci heci(ScriptedHeci::of_file("uuid") +
                    "@ pthi\n> 01 01 00 00 1a 00 00 04 00*4\n< 01 01 00 00 1a 00 80 04 75 00*3 00*4 00*65 01 00*3 " +
                    entry + "\n" + of_files({"control_mode", "provisioning_state", "enablement_12"}) +
                    ScriptedHeci::of_file("upid"));
  const auto info = read_device_info(heci, clock, Extent::what_decides);
  return info ? info->amt_major : 9999;
}
TEST(Generation, IsTheNumberBeforeTheFirstDot) {
  EXPECT_EQ(major("19.0.5"), 19U);
  EXPECT_EQ(major("22"), 22U);
}
TEST(Generation, IsZeroForWhatIsNoVersion) {
  EXPECT_EQ(major("x19.0.5"), 0U);
  EXPECT_EQ(major("19.0.5 beta"), 0U);
  EXPECT_EQ(major(".19"), 0U);
  EXPECT_EQ(major("1900.1"), 0U);
}

TEST(TlsOfLocalPorts, IsTheFirmwaresWordWhereItGaveOne) {
  DeviceInfo info{.amt_major = 19};
  info.enablement = Enablement{.new_interface = true};
  EXPECT_FALSE(info.tls_enforced());
  info.amt_major = 16;
  info.enablement->tls_enforced = true;
  EXPECT_TRUE(info.tls_enforced());
}
TEST(TlsOfLocalPorts, IsWhatTheGenerationDoesWithoutTheFirmwaresWord) {
  DeviceInfo info{.amt_major = 19};
  EXPECT_TRUE(info.tls_enforced());
  info.enablement = Enablement{.raw = 0x01};
  EXPECT_TRUE(info.tls_enforced());
  info.amt_major = 18;
  EXPECT_FALSE(info.tls_enforced());
}
TEST(HalfProvisioned, IsAConfigurationThatDidNotEnd) {
  DeviceInfo info{.mode = ControlMode::admin, .state = ProvisioningState::in};
  EXPECT_TRUE(info.half_provisioned());
  info.state = ProvisioningState::post;
  EXPECT_FALSE(info.half_provisioned());
  info = {.mode = ControlMode::none, .state = ProvisioningState::in};
  EXPECT_TRUE(info.half_provisioned());
}
TEST(Version, IsEmptyForANameThatIsNotThere) {
  DeviceInfo info;
  info.versions["AMT"] = "19.0.5";
  EXPECT_EQ(version_of(info, "AMT"), "19.0.5");
  EXPECT_EQ(version_of(info, "Sku"), "");
}

}  // namespace
}  // namespace odca::amt
