// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "describe_device.h"

#include <gtest/gtest.h>

#include "test_device.h"

namespace odca::amtctl {
namespace {

TEST(DeviceText, HasTheTableThatPeopleLookAtFirst) {
  EXPECT_EQ(device_text(a_device(), Hashes::counted),
            "AMT                 19.0.5, build 1898, SKU 16392\n"
            "UUID                4bac9510-04a6-4321-bae2-d45ddf07b684\n"
            "control mode        none\n"
            "provisioning state  pre\n"
            "TLS enforced        yes\n"
            "AMT enabled         yes\n"
            "DNS suffix          vprodemo.example\n"
            "LAN                 54:b2:03:88:77:66, link up, 192.168.1.100 (DHCP active)\n"
            "wireless LAN        disabled, 00:00:00:00:00:00\n"
            "remote access       not connected, network outside the enterprise\n"
            "UPID (CSME)         5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c\n"
            "UPID (OEM)          not set\n"
            "provisioning roots  1, 1 active; --hashes lists them\n");
}
TEST(DeviceText, ListsTheRootsWhenAsked) {
  const std::string text = device_text(a_device(), Hashes::listed);
  EXPECT_NE(text.find("provisioning roots  1, 1 active\n  Example Root, default\n    sha256 abab"), std::string::npos)
      << text;
}
TEST(DeviceText, NamesWhatWasNotReadAndWhy) {
  amt::DeviceInfo info = a_device();
  info.upid.reset();
  info.not_read.push_back({"upid", Error{.message = "UPID is not set", .hint = "update the firmware"}});
  const std::string text = device_text(info, Hashes::counted);
  EXPECT_NE(text.find("\nnot read: upid: UPID is not set\n  hint: update the firmware\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("UPID (CSME)"), std::string::npos);
}
TEST(DeviceText, EscapesWhatTheFirmwareSays) {
  amt::DeviceInfo info = a_device();
  info.dns_suffix = "a\x1b[2Jb";
  EXPECT_EQ(device_text(info, Hashes::counted).find('\x1b'), std::string::npos);
}

TEST(DeviceRemark, IsSilentOnADeviceThatCanBeActivated) { EXPECT_EQ(device_remark(a_device()), ""); }
TEST(DeviceRemark, IsSilentOnADeviceThatIsActivated) {
  amt::DeviceInfo info = a_device();
  info.mode = amt::ControlMode::admin;
  info.state = amt::ProvisioningState::post;
  EXPECT_EQ(device_remark(info), "");
}
TEST(DeviceRemark, TellsAHalfProvisionedDeviceAndTheRemedy) {
  amt::DeviceInfo info = a_device();
  info.mode = amt::ControlMode::admin;
  info.state = amt::ProvisioningState::in;
  const std::string remark = device_remark(info);
  EXPECT_TRUE(remark.starts_with("stopped halfway: a configuration was begun and not ended (control mode admin)"))
      << remark;
  EXPECT_NE(remark.find("MEBx"), std::string::npos);
  info.mode = amt::ControlMode::client;
  EXPECT_NE(device_remark(info).find("amtctl deactivate --local"), std::string::npos);
}
TEST(DeviceRemark, TellsADisabledDevice) {
  amt::DeviceInfo info = a_device();
  info.enablement->enabled = false;
  EXPECT_TRUE(device_remark(info).starts_with("AMT is disabled"));
}
TEST(DeviceRemark, TellsADeviceWithoutEnforcedTls) {
  amt::DeviceInfo info = a_device();
  info.enablement->tls_enforced = false;
  EXPECT_TRUE(device_remark(info).starts_with("TLS is not enforced"));
}

TEST(DeviceDocument, HasEveryFact) {
  const std::string json = device_document(a_device()).to_json();
  for (
      const char* part :
      {R"({"schema":"odca-device/1","uuid":"4bac9510-04a6-4321-bae2-d45ddf07b684","amt_version":"19.0.5","amt_major":19)",
       R"("control_mode":"none","provisioning_state":"pre","half_provisioned":false,"tls_enforced":true,"remark":"")",
       R"("enablement":{"raw":"0xe2","new_interface":true,"enabled":true)", R"("dns_suffix":"vprodemo.example")",
       R"("mac":"54:b2:03:88:77:66","ipv4":"192.168.1.100")", R"("network":"outside the enterprise")",
       R"({"name":"Example Root","algorithm":"sha256","hash":"abab)", R"("csme":"5c5c)",
       R"("versions":{"AMT":"19.0.5",)", R"("not_read":[])"})
    EXPECT_NE(json.find(part), std::string::npos) << part << '\n' << json;
}
TEST(DeviceDocument, HasNullForWhatWasNotRead) {
  amt::DeviceInfo info = a_device();
  info.upid.reset();
  info.not_read.push_back({"upid", Error{.message = "UPID is not set", .reason = "upid-not-set"}});
  const std::string json = device_document(info).to_json();
  EXPECT_NE(json.find(R"("upid":null)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"([{"what":"upid","error":"UPID is not set","reason":"upid-not-set","hint":""}])"),
            std::string::npos)
      << json;
}

}  // namespace
}  // namespace odca::amtctl
