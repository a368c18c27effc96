// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The grammar of ODCA names: every form that genuine certificates show, and its nearest neighbours that are not of it.
#include "profile/odca_names.h"

#include <gtest/gtest.h>

#include "profile/test_name.h"

namespace odca {
namespace {

using Level = DeviceCaName::Level;
using test::common_name;
using test::intel;

std::optional<DeviceCaName> device(std::string_view text) { return parse_device_ca_name(common_name(text)); }

TEST(IntermediateName, ReadsTheFirstGeneration) {
  const auto name = parse_intermediate_name(intel("OnDie CA CSME Intermediate CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->generation, 1U);
  EXPECT_EQ(name->engine, "CSME");
}

TEST(IntermediateName, ReadsTheSecondGeneration) {
  const auto name = parse_intermediate_name(intel("ODCA CA2 OSSE Intermediate CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->generation, 2U);
  EXPECT_EQ(name->engine, "OSSE");
}

class NoIntermediateName : public testing::TestWithParam<std::string_view> {};
TEST_P(NoIntermediateName, IsRefused) { EXPECT_FALSE(parse_intermediate_name(intel(GetParam()))) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(Neighbours, NoIntermediateName,
                         testing::Values("ODCA CA3 CSME Intermediate CA", "ODCA CA2 CSME Intermediate CA ",
                                         " ODCA CA2 CSME Intermediate CA", "ODCA CA2 CSMEX Intermediate CA",
                                         "ODCA CA2 csme Intermediate CA", "ODCA CA2 CSME Intermediate",
                                         "ODCA CA2  CSME Intermediate CA", "OnDie CA Root Cert Signing",
                                         "OCSP Issuing CA", ""));

TEST(IntermediateName, IsRefusedWithAnotherCommonName) {
  EXPECT_FALSE(
      parse_intermediate_name(test::name({{11, "ODCA CA2 CSME Intermediate CA"}, {3, "www.intel.com.example"}})));
}
TEST(IntermediateName, IsRefusedInTheOtherOrder) {
  EXPECT_FALSE(parse_intermediate_name(test::name({{3, "www.intel.com"}, {11, "ODCA CA2 CSME Intermediate CA"}})));
}
TEST(IntermediateName, IsRefusedWithASecondUnit) {
  EXPECT_FALSE(
      parse_intermediate_name(test::name({{11, "ODCA CA2 CSME Intermediate CA"}, {11, "X"}, {3, "www.intel.com"}})));
}
TEST(IntermediateName, IsRefusedAsTeletexString) {
  EXPECT_FALSE(
      parse_intermediate_name(test::name({{11, "ODCA CA2 CSME Intermediate CA", 0x14}, {3, "www.intel.com"}})));
}
TEST(IntermediateName, IsReadAsPrintableString) {
  EXPECT_TRUE(
      parse_intermediate_name(test::name({{11, "ODCA CA2 CSME Intermediate CA", 0x13}, {3, "www.intel.com", 0x13}})));
}

TEST(IssuingName, ReadsTheEarliestForm) {
  const auto name = parse_issuing_name(intel("OnDie CA CSME TGL 00001846 Issuing CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->generation, 0U);
  EXPECT_EQ(name->engine, "CSME");
  EXPECT_EQ(name->device_class, "");
  EXPECT_EQ(name->platform, "TGL");
  EXPECT_EQ(name->number, "00001846");
}

TEST(IssuingName, ReadsTheFirstGeneration) {
  const auto name = parse_issuing_name(intel("On Die CSME P_TGL 00002004 Issuing CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->generation, 1U);
  EXPECT_EQ(name->device_class, "P");
  EXPECT_EQ(name->platform, "TGL");
  EXPECT_EQ(name->number, "00002004");
}

TEST(IssuingName, ReadsTheSecondGeneration) {
  const auto name = parse_issuing_name(intel("ODCA 2 CSME P_LNL SOC 00003648 ZE Issuing CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->generation, 2U);
  EXPECT_EQ(name->device_class, "P");
  EXPECT_EQ(name->platform, "LNL");
  EXPECT_EQ(name->component, "SOC");
  EXPECT_EQ(name->number, "00003648");
  EXPECT_EQ(name->suffix, "ZE");
}

TEST(IssuingName, ReadsTheSecondGenerationWithoutComponentAndSuffix) {
  const auto name = parse_issuing_name(intel("ODCA 2 CSME E_ADL 00002225 Issuing CA"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->device_class, "E");
  EXPECT_EQ(name->component, "");
  EXPECT_EQ(name->suffix, "");
}

class DebugIssuingName : public testing::TestWithParam<std::string_view> {};
TEST_P(DebugIssuingName, IsReadAndTold) {
  const auto name = parse_issuing_name(intel(GetParam()));
  ASSERT_TRUE(name) << GetParam();
  EXPECT_EQ(name->device_class, "D");
  EXPECT_TRUE(is_debug_number(name->number));
}
INSTANTIATE_TEST_SUITE_P(Genuine, DebugIssuingName,
                         testing::Values("On Die CSME D_TGL DEBUG000 Issuing CA",
                                         "ODCA 2 CSME D_MTL SOC DBG00001 Issuing CA",
                                         "ODCA 2 CSME D_MTL PCH DBG00006 Issuing CA",
                                         "ODCA 2 CSCP D_ELA DGX DBG00008 Issuing CA"));

TEST(IssuingName, TellsTheNumbersOfProductionParts) { EXPECT_FALSE(is_debug_number("00003648")); }

class NoIssuingName : public testing::TestWithParam<std::string_view> {};
TEST_P(NoIssuingName, IsRefused) { EXPECT_FALSE(parse_issuing_name(intel(GetParam()))) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(Neighbours, NoIssuingName,
                         testing::Values("OnDie CA CSME P_TGL 00001846 Issuing CA",  // class in the earliest form
                                         "OnDie CA CSME TGL DEBUG000 Issuing CA",  // debug number in the earliest form
                                         "On Die CSME TGL 00002004 Issuing CA",    // no class
                                         "On Die CSME X_TGL 00002004 Issuing CA",  // unknown class
                                         "On Die CSME P_TGL SOC 00002004 Issuing CA",     // component in generation 1
                                         "On Die CSME P_TGL 00002004 ZE Issuing CA",      // suffix in generation 1
                                         "ODCA 2 CSME P_LNL SOC 0003648 ZE Issuing CA",   // seven digits
                                         "ODCA 2 CSME P_LNL SOC 000036480 Issuing CA",    // nine digits
                                         "ODCA 2 CSME P_LNL SOC 0000364A Issuing CA",     // not digits
                                         "ODCA 2 CSME P_LNL SOC DBG00010 Issuing CA",     // not DBG0000n
                                         "ODCA 2 CSME P_LNL SOC 00003648 XX Issuing CA",  // unknown suffix
                                         "ODCA 2 CSME P_LNL  SOC 00003648 Issuing CA",    // two spaces
                                         "ODCA 2 CSME P_LNL GPU 00003648 Issuing CA",     // unknown component
                                         "ODCA 2 CSME P_ 00003648 Issuing CA",            // no platform
                                         "ODCA 2 CSME P_lnl 00003648 Issuing CA",         // small letters
                                         "ODCA 2 CSMEP_LNL 00003648 Issuing CA",          // no space
                                         "ODCA 2 CSME P_LNL SOC 00003648 ZE Issuing CA2",
                                         "XODCA 2 CSME P_LNL 00003648 Issuing CA", "ODCA 2 CSME P", "On Die CSME P",
                                         ""));

TEST(IssuingName, IsRefusedWithoutTheCommonName) {
  EXPECT_FALSE(parse_issuing_name(test::name({{11, "On Die CSME P_TGL 00002004 Issuing CA"}})));
}

TEST(DeviceCaName, ReadsTheRomOfTheFirstGeneration) {
  const auto name = device("CSME TGL ROM CA");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::rom);
  EXPECT_EQ(name->generation, 1U);
  EXPECT_EQ(name->platform, "TGL");
  EXPECT_FALSE(name->debug);
}

TEST(DeviceCaName, ReadsTheKernelOfTheFirstGeneration) {
  const auto name = device("CSME ADL SVN01 Kernel CA");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::kernel);
  EXPECT_EQ(name->svn, "01");
}

TEST(DeviceCaName, ReadsAnAppOfTheFirstGeneration) {
  const auto name = device("CSME TGL AMT  01SVN");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::app);
  EXPECT_EQ(name->app, "AMT");
  EXPECT_EQ(name->svn, "01");
  EXPECT_FALSE(name->debug);
}

TEST(DeviceCaName, ReadsAnAppOfFiveColumns) {
  const auto name = device("CSME MCC DAL_I01SVN");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->app, "DAL_I");
}

TEST(DeviceCaName, ReadsTheRomOfTheSecondGeneration) {
  const auto name = device("ODCA 2 CSME MTL SOC ROM CA");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::rom);
  EXPECT_EQ(name->generation, 2U);
  EXPECT_EQ(name->platform, "MTL");
  EXPECT_EQ(name->component, "SOC");
}

TEST(DeviceCaName, ReadsTheKernelOfTheSecondGeneration) {
  const auto name = device("ODCA 2 CSME PTL SOC SVN 01 Kernel CA");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::kernel);
  EXPECT_EQ(name->svn, "01");
}

TEST(DeviceCaName, ReadsAnAppOfTheSecondGeneration) {
  const auto name = device("ODCA 2 CSME PTL SOC SVN 01 AMT   CA");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->level, Level::app);
  EXPECT_EQ(name->app, "AMT");
  EXPECT_EQ(name->svn, "01");
}

class DebugDeviceName : public testing::TestWithParam<std::string_view> {};
TEST_P(DebugDeviceName, IsReadAndTold) {
  const auto name = device(GetParam());
  ASSERT_TRUE(name) << GetParam();
  EXPECT_TRUE(name->debug);
}
INSTANTIATE_TEST_SUITE_P(Genuine, DebugDeviceName,
                         testing::Values("CSME TGL ROM DE", "CSME MCC SVN01 Kernel DE", "CSME TGL AMT  01SDE",
                                         "CSME MCC DAL_I01SDE"));

class NoDeviceName : public testing::TestWithParam<std::string_view> {};
TEST_P(NoDeviceName, IsRefused) { EXPECT_FALSE(device(GetParam())) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(
    Neighbours, NoDeviceName,
    testing::Values("XCSME TGL ROM CA", "CSME TGL ROM CAY", "CSME TGL ROM  CA", "CSME TGL ROM",
                    "CSME TGL SOC ROM CA",        // component in generation 1
                    "CSME TGL SVN 01 Kernel CA",  // the second generation's space
                    "CSME TGL SVN1 Kernel CA",    // one digit
                    "CSME TGL AMT 01SVN",         // one space
                    "CSME TGL AMT   01SVN",       // three spaces
                    "CSME TGL AMT  01SDX", "CSME TGL      01SVN", "CSME TGL A T  01SVN",
                    "ODCA 2 CSME PTL SOC SVN01 Kernel CA",   // the first generation's lack of a space
                    "ODCA 2 CSME PTL SOC SVN 01 AMT  CA",    // two spaces
                    "ODCA 2 CSME PTL SOC SVN 01 AMT    CA",  // four spaces
                    "ODCA 2 CSME PTL SOC SVN 01 AMT   CA ", "ODCA 2 CSME PTL SOC AMT   CA",
                    "ODCA 3 CSME PTL SOC ROM CA", "AMT RCFG", "ROM CA", ""));

TEST(DeviceCaName, IsRefusedWithASecondAttribute) {
  EXPECT_FALSE(parse_device_ca_name(test::name({{3, "CSME TGL ROM CA"}, {10, "Intel Corporation"}})));
}
TEST(DeviceCaName, IsRefusedAsUnit) { EXPECT_FALSE(parse_device_ca_name(test::name({{11, "CSME TGL ROM CA"}}))); }

TEST(RootName, IsKnown) {
  EXPECT_TRUE(is_odca_root_name(
      test::name({{6, "US"}, {10, "Intel Corporation"}, {11, "OnDie CA Root Cert Signing"}, {3, "www.intel.com"}})));
}
TEST(RootName, OfAnotherOrganizationIsNotKnown) {
  EXPECT_FALSE(is_odca_root_name(test::name({{10, "Intel"}, {11, "OnDie CA Root Cert Signing"}})));
}

}  // namespace
}  // namespace odca
