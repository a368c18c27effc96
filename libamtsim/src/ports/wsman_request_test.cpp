// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/wsman_request.h"

#include <gtest/gtest.h>

#include "ports/test_envelopes.h"

namespace odca::amtsim {
namespace {

using namespace test;

const std::string kSettings = kAmt + "AMT_GeneralSettings";

TEST(WsmanRequest, OfGetIsRead) {
  const auto read = read_wsman_request(get(kSettings));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->operation, Operation::get);
  EXPECT_EQ(read->class_name, "AMT_GeneralSettings");
  EXPECT_EQ(read->message_id, "7");
  EXPECT_EQ(describe(*read), "Get AMT_GeneralSettings");
}

TEST(WsmanRequest, OfAMethodIsReadWithItsParameters) {
  const auto read = read_wsman_request(setup("6ab9192fba58a04d5e0c4df89b9a4350"));
  ASSERT_TRUE(read);
  EXPECT_EQ(describe(*read), "Invoke IPS_HostBasedSetupService.Setup");
  EXPECT_EQ(read->element, "Setup_INPUT");
  EXPECT_EQ(read->element_space, kIps + "IPS_HostBasedSetupService");
  EXPECT_EQ(value_of(read->parameters, "NetAdminPassEncryptionType"), "2");
  EXPECT_EQ(value_of(read->parameters, "NetworkAdminPassword"), "6ab9192fba58a04d5e0c4df89b9a4350");
  EXPECT_EQ(value_of(read->parameters, "McNonce"), "");
}

TEST(WsmanRequest, IsReadWithOtherPrefixesAndWhiteSpace) {
  const auto read = read_wsman_request(
      "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'>\n <s:Header>\n"
      "  <x:Action xmlns:x='http://schemas.xmlsoap.org/ws/2004/08/addressing' s:mustUnderstand='true'>" +
      kGet +
      "</x:Action>\n  <MessageID xmlns='http://schemas.xmlsoap.org/ws/2004/08/addressing'>uuid:12-34</MessageID>\n"
      "  <m:ResourceURI xmlns:m='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'>" +
      kSettings +
      "</m:ResourceURI>\n  <m:SelectorSet xmlns:m='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'>"
      "<m:Selector Name='InstanceID'>x</m:Selector></m:SelectorSet>\n </s:Header>\n <s:Body/>\n</s:Envelope>\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->operation, Operation::get);
  EXPECT_EQ(read->message_id, "uuid:12-34");
  EXPECT_EQ(value_of(read->selectors, "InstanceID"), "x");
}

TEST(WsmanRequest, OfAnotherNameSpaceIsNone) {
  std::string text = get(kSettings);
  text.replace(text.find("soap-envelope"), 13, "soap-envelopf");
  EXPECT_FALSE(read_wsman_request(text));
}

TEST(WsmanRequest, TakesNoHeaderOfAnotherNameSpace) {
  std::string text = get(kSettings);
  text.replace(text.find("2004/08/addressing"), 18, "2005/08/addressing");
  const auto read = read_wsman_request(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->action, "");
  EXPECT_EQ(read->message_id, "");
}

TEST(WsmanRequest, ThatIsNoXmlOrHasADocumentTypeIsNone) {
  EXPECT_FALSE(read_wsman_request(""));
  EXPECT_FALSE(read_wsman_request("hello"));
  const std::string text = get(kSettings);
  EXPECT_FALSE(read_wsman_request(text.substr(0, text.size() - 3)));
  EXPECT_FALSE(read_wsman_request("<!DOCTYPE a [<!ENTITY b 'c'>]>" + text.substr(text.find("<Envelope"))));
  EXPECT_TRUE(read_wsman_request(text.substr(text.find("<Envelope"))));
}

TEST(WsmanRequest, WithTwoActionsOrTwoBodiesIsNone) {
  const std::string action = "<a:Action>" + kGet + "</a:Action>";
  EXPECT_FALSE(read_wsman_request(envelope(kGet, kSettings, "", "7", action)));
  EXPECT_FALSE(read_wsman_request(envelope(kGet, kSettings, "<x/><y/>")));
  EXPECT_FALSE(read_wsman_request(envelope(kGet, kSettings, "</Body><Body>")));
  EXPECT_TRUE(read_wsman_request(envelope(kGet, kSettings, "<x/>")));
}

TEST(WsmanRequest, KeepsAnActionOfAnotherClassApart) {
  const auto read = read_wsman_request(envelope(kSettings + "X/Setup", kSettings, ""));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->operation, Operation::unknown);
}

}  // namespace
}  // namespace odca::amtsim
