// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/classes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace odca::amtsim {
namespace {

const std::string kAdministrator = "6ab9192fba58a04d5e0c4df89b9a4350";  // MD5 of name, realm and password

const ReadableClass* named(std::string_view name) {
  const auto rows = readable_classes();
  const auto row = std::ranges::find(rows, name, &ReadableClass::name);
  return row == rows.end() ? nullptr : &*row;
}

std::string value_of(const Instance& instance, std::string_view name) {
  const auto found = std::ranges::find(instance, name, &Property::name);
  const auto* text = found == instance.end() ? nullptr : std::get_if<std::string>(&found->value);
  return text == nullptr ? "" : *text;
}

class Classes : public testing::Test {
 protected:
  Instances read(std::string_view name) { return named(name)->instances({.firmware = firmware_, .own = own_}); }
  void activate() {
    ASSERT_EQ(firmware_.setup("2", kAdministrator), 0U);
    ASSERT_EQ(firmware_.commit(), 0U);
  }
  /// over_heci is the answer to a command of PTHI, behind its header and status.
  Bytes over_heci(std::uint8_t command, const Bytes& parameters) {
    Bytes request = {1, 1, 0, 0, command, 0, 0, 4, static_cast<std::uint8_t>(parameters.size()), 0, 0, 0};  // short
    request.insert(request.end(), parameters.begin(), parameters.end());
    Bytes answer = firmware_.pthi(request);
    answer.erase(answer.begin(), answer.begin() + 16);
    return answer;
  }

  OwnCertificate own_{.der = "MIIB", .key = "MIIC", .subject = "CN=subject", .issuer = "CN=issuer"};
  Firmware firmware_{*profile_named("amt20"), {}, 1};
};

TEST_F(Classes, StandInTheTableOnce) {
  std::set<std::string_view> names;
  for (const ReadableClass& row : readable_classes()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  EXPECT_GE(names.size(), 12U);
}

TEST_F(Classes, TellTheirPropertiesInTheOrderOfHardware) {
  activate();
  for (const ReadableClass& row : readable_classes())
    for (const Instance& instance : read(row.name))
      EXPECT_TRUE(std::ranges::is_sorted(instance, {}, &Property::name)) << row.name;
}

TEST_F(Classes, HaveEachKeyInEachInstance) {
  activate();
  for (const ReadableClass& row : readable_classes())
    for (const Instance& instance : read(row.name))
      for (const std::string_view key : row.keys)
        EXPECT_EQ(std::ranges::count(instance, key, &Property::name), 1) << row.name << " " << key;
}

TEST_F(Classes, HaveInstancesOnceTheDeviceIsActivated) {
  activate();
  for (const ReadableClass& row : readable_classes()) EXPECT_FALSE(read(row.name).empty()) << row.name;
}

TEST_F(Classes, MatchByTheirKeys) {
  const ReadableClass& row = *named("AMT_TLSSettingData");
  const Instances both = read(row.name);
  ASSERT_EQ(both.size(), 2U);
  const std::vector<Field> local = {{"InstanceID", "Intel(r) AMT LMS TLS Settings"}};
  EXPECT_FALSE(matches(row, both[0], local));
  EXPECT_TRUE(matches(row, both[1], local));
  EXPECT_TRUE(matches(row, both[0], {}));
}

TEST_F(Classes, DoNotMatchByWhatIsNoKey) {
  const ReadableClass& row = *named("AMT_TLSSettingData");
  EXPECT_FALSE(matches(row, read(row.name)[1], {{"ElementName", "Intel(r) AMT LMS TLS Settings"}}));
}

TEST_F(Classes, DoNotMatchAReferenceByAnEmptyText) {
  const ReadableClass& row = *named("CIM_ComputerSystemPackage");
  EXPECT_FALSE(matches(row, read(row.name)[0], {{"Antecedent", ""}}));
}

TEST_F(Classes, HaveNoCertificateUntilThePortShowsIt) {
  for (const char* name : {"AMT_PublicKeyCertificate", "AMT_PublicPrivateKeyPair", "AMT_TLSCredentialContext"})
    EXPECT_TRUE(read(name).empty()) << name;
  ASSERT_EQ(firmware_.setup("2", kAdministrator), 0U);
  EXPECT_TRUE(read("AMT_PublicKeyCertificate").empty());
  ASSERT_EQ(firmware_.commit(), 0U);
  EXPECT_EQ(value_of(read("AMT_PublicKeyCertificate").at(0), "X509Certificate"), own_.der);
  EXPECT_EQ(value_of(read("AMT_PublicPrivateKeyPair").at(0), "DERKey"), own_.key);
}

TEST_F(Classes, NameTheCertificateOfThePort) {
  activate();
  const Instance context = read("AMT_TLSCredentialContext").at(0);
  const auto& certificate = std::get<Reference>(context.at(0).value);
  EXPECT_TRUE(certificate.class_uri.ends_with("/AMT_PublicKeyCertificate"));
  EXPECT_EQ(certificate.keys.at(0).value, value_of(read("AMT_PublicKeyCertificate").at(0), "InstanceID"));
}

TEST_F(Classes, TellWhetherTlsIsOn) {
  for (const Instance& settings : read("AMT_TLSSettingData")) EXPECT_EQ(value_of(settings, "Enabled"), "false");
  activate();
  for (const Instance& settings : read("AMT_TLSSettingData")) {
    EXPECT_EQ(value_of(settings, "Enabled"), "true");
    EXPECT_EQ(value_of(settings, "AcceptNonSecureConnections"), "false");
  }
}

TEST_F(Classes, TellWhetherTlsIsEnforced) {
  Profile profile = *profile_named("amt20");
  profile.tls_enforced = false;
  const Firmware older(profile, {}, 1);
  const Instances settings = named("AMT_TLSSettingData")->instances({.firmware = older, .own = own_});
  EXPECT_EQ(value_of(settings.at(1), "AcceptNonSecureConnections"), "true");
  EXPECT_EQ(value_of(settings.at(1), "NonSecureConnectionsSupported"), "true");
}

TEST_F(Classes, TellTheStateOfTheFirmware) {
  activate();
  EXPECT_EQ(value_of(read("IPS_HostBasedSetupService").at(0), "CurrentControlMode"), "1");
  EXPECT_EQ(value_of(read("AMT_SetupAndConfigurationService").at(0), "ProvisioningState"), "2");
  EXPECT_EQ(value_of(read("IPS_OptInService").at(0), "OptInRequired"), "4294967295");
}

TEST_F(Classes, AgreeWithHeciAboutTheUuid) {
  std::string upper = to_hex(over_heci(0x5C, {}));
  for (char& digit : upper)
    if (digit >= 'a') digit = "ABCDEF"[digit - 'a'];
  EXPECT_EQ(value_of(read("CIM_ComputerSystemPackage").at(0), "PlatformGUID"), upper);
}

TEST_F(Classes, AgreeWithHeciAboutTheInterface) {
  const Bytes wired = over_heci(0x48, {0, 0, 0, 0});
  ASSERT_GE(wired.size(), 20U);
  const Instance settings = read("AMT_EthernetPortSettings").at(0);
  std::string address, mac;
  for (std::size_t place = 7; place >= 4; --place) address += (place < 7 ? "." : "") + std::to_string(wired[place]);
  for (std::size_t place = 14; place < 20; ++place)
    mac += (place > 14 ? "-" : "") + to_hex(ByteView(wired).subspan(place, 1));
  EXPECT_EQ(value_of(settings, "IPAddress"), address);
  EXPECT_EQ(value_of(settings, "MACAddress"), mac);
}

}  // namespace
}  // namespace odca::amtsim
