// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The text of requests, and what counts as an answer to one: each refusal beside the nearest text that is accepted.
#include "wsman/envelope.h"

#include <gtest/gtest.h>

namespace odca::amt {
namespace {

constexpr std::string_view kClass = "http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService";
constexpr Expected kExpected{.class_uri = kClass, .element = "Setup_OUTPUT", .message_id = 7};

/// Letter is an answer in the way of firmware, of which a test changes one part.
struct Letter {
  std::string before = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  std::string spaces =
      R"( xmlns:a="http://www.w3.org/2003/05/soap-envelope" xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing")"
      R"( xmlns:c="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd")"
      R"( xmlns:g="http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService")";
  std::string relation = "<b:RelatesTo>7</b:RelatesTo>";
  std::string more_header{};
  std::string content = "<g:Setup_OUTPUT><g:ReturnValue>0</g:ReturnValue></g:Setup_OUTPUT>";
  std::string after{};

  std::string text() const {
    return before + "<a:Envelope" + spaces +
           "><a:Header><b:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:To>" + relation +
           R"(<b:Action a:mustUnderstand="true">)" + std::string(kClass) + "/Setup</b:Action>" + more_header +
           "<c:ResourceURI>" + std::string(kClass) + "</c:ResourceURI></a:Header><a:Body>" + content +
           "</a:Body></a:Envelope>" + after;
  }
  Result<WsmanAnswer> parsed() const { return parse_answer(text(), kExpected); }
};

std::string reason_of(const Result<WsmanAnswer>& answer) {
  return answer ? "accepted" : std::string(answer.error().reason.text());
}
std::string with_content(std::string content) { return reason_of(Letter{.content = std::move(content)}.parsed()); }

TEST(GetRequest, IsTheWholeEnvelopeWithoutWhiteSpaceBetweenElements) {
  EXPECT_EQ(get_request("urn:class", 3),
            R"(<?xml version="1.0" encoding="utf-8"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope")"
            R"( xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing")"
            R"( xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><Header>)"
            R"(<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To>)"
            R"(<w:ResourceURI>urn:class</w:ResourceURI><a:MessageID>3</a:MessageID>)"
            R"(<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>)"
            R"(</a:ReplyTo><w:OperationTimeout>PT60S</w:OperationTimeout></Header><Body></Body></Envelope>)");
}

TEST(InvokeRequest, HoldsTheParametersInTheirOrder) {
  const std::string text = invoke_request("urn:class", "Setup", {{"B", "2"}, {"A", "1"}}, 0);
  EXPECT_NE(text.find("<a:Action>urn:class/Setup</a:Action>"), std::string::npos);
  EXPECT_NE(text.find(R"(<Body><h:Setup_INPUT xmlns:h="urn:class"><h:B>2</h:B><h:A>1</h:A></h:Setup_INPUT></Body>)"),
            std::string::npos);
}

TEST(InvokeRequest, EscapesValues) {
  const std::string text = invoke_request("urn:class", "M", {{"A", "</h:A><h:B>&\""}}, 0);
  EXPECT_NE(text.find("<h:A>&lt;/h:A&gt;&lt;h:B&gt;&amp;&quot;</h:A>"), std::string::npos);
}

TEST(ParseAnswer, ReadsWhatFirmwareSends) {
  const Result<WsmanAnswer> answer = Letter{}.parsed();
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->name, "Setup_OUTPUT");
  ASSERT_EQ(answer->properties.size(), 1U);
  EXPECT_EQ(answer->return_value(), 0U);
}

TEST(ParseAnswer, TakesAnyPrefixThatStandsForTheNameSpace) {
  EXPECT_EQ(with_content(R"(<z:Setup_OUTPUT xmlns:z=")" + std::string(kClass) +
                         R"("><z:ReturnValue>0</z:ReturnValue></z:Setup_OUTPUT>)"),
            "accepted");
  EXPECT_EQ(with_content(R"(<Setup_OUTPUT xmlns=")" + std::string(kClass) +
                         R"("><ReturnValue>0</ReturnValue></Setup_OUTPUT>)"),
            "accepted");
}

TEST(ParseAnswer, RefusesTheElementInAnotherNameSpace) {
  EXPECT_EQ(with_content(R"(<g:Setup_OUTPUT xmlns:g="urn:other"><g:ReturnValue>0</g:ReturnValue></g:Setup_OUTPUT>)"),
            "wsman-syntax");
}

TEST(ParseAnswer, RefusesAnotherElementOfTheNameSpace) {
  EXPECT_EQ(with_content("<g:AdminSetup_OUTPUT><g:ReturnValue>0</g:ReturnValue></g:AdminSetup_OUTPUT>"),
            "wsman-syntax");
}

TEST(ParseAnswer, RefusesAPropertyOfAnotherNameSpace) {
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><b:ReturnValue>0</b:ReturnValue></g:Setup_OUTPUT>"), "wsman-syntax");
}

TEST(ParseAnswer, RefusesPrefixesThatAreNotDeclared) {
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><q:ReturnValue>0</q:ReturnValue></g:Setup_OUTPUT>"), "wsman-syntax");
  EXPECT_EQ(with_content(R"(<g:Setup_OUTPUT q:x="1"><g:ReturnValue>0</g:ReturnValue></g:Setup_OUTPUT>)"),
            "wsman-syntax");
}

TEST(ParseAnswer, RefusesAPrefixAfterTheElementThatDeclaredItEnded) {
  EXPECT_EQ(with_content(R"(<g:Setup_OUTPUT><g:A xmlns:q="urn:q"/><q:B/></g:Setup_OUTPUT>)"), "wsman-syntax");
  EXPECT_EQ(with_content(R"(<g:Setup_OUTPUT><g:A xmlns:q="urn:q"/><g:B/></g:Setup_OUTPUT>)"), "accepted");
}

TEST(ParseAnswer, RefusesTheAnswerToAnotherMessage) {
  EXPECT_EQ(reason_of(Letter{.relation = "<b:RelatesTo>8</b:RelatesTo>"}.parsed()), "wsman-unrelated");
  EXPECT_EQ(reason_of(Letter{.relation = "<b:RelatesTo>07</b:RelatesTo>"}.parsed()), "wsman-unrelated");
  EXPECT_EQ(reason_of(Letter{.relation = ""}.parsed()), "wsman-unrelated");
  EXPECT_EQ(reason_of(Letter{.relation = "<c:RelatesTo>7</c:RelatesTo>"}.parsed()), "wsman-unrelated");
  EXPECT_EQ(reason_of(Letter{.relation = "<b:RelatesTo> 7\n</b:RelatesTo>"}.parsed()), "accepted");
}

TEST(ParseAnswer, RefusesTwoRelations) {
  EXPECT_EQ(reason_of(Letter{.relation = "<b:RelatesTo>7</b:RelatesTo><b:RelatesTo>7</b:RelatesTo>"}.parsed()),
            "wsman-unrelated");
}

TEST(ParseAnswer, RefusesUnknownHeadersThatMustBeUnderstood) {
  EXPECT_EQ(reason_of(Letter{.more_header = R"(<g:New a:mustUnderstand="true"/>)"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.more_header = R"(<g:New a:mustUnderstand="1"/>)"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.more_header = R"(<g:New a:mustUnderstand="false"/>)"}.parsed()), "accepted");
  EXPECT_EQ(reason_of(Letter{.more_header = R"(<g:New mustUnderstand="true"/>)"}.parsed()), "accepted");
}

TEST(ParseAnswer, RefusesDocumentTypes) {
  EXPECT_EQ(reason_of(Letter{.before = "<!DOCTYPE a [<!ENTITY e \"0\">]>"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.before = ""}.parsed()), "accepted");
}

TEST(ParseAnswer, RefusesProcessingInstructions) {
  EXPECT_EQ(reason_of(Letter{.before = "<?other x?>"}.parsed()), "wsman-syntax");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><?other x?></g:Setup_OUTPUT>"), "wsman-syntax");
}

TEST(ParseAnswer, RefusesADeclarationThatIsNotFirst) {
  EXPECT_EQ(reason_of(Letter{.before = R"(<!-- x --><?xml version="1.0"?>)"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.before = R"(<?xml version="1.0"?><!-- x -->)"}.parsed()), "accepted");
}

TEST(ParseAnswer, RefusesOtherEncodingsThanUtf8) {
  EXPECT_EQ(reason_of(Letter{.before = R"(<?xml version="1.0" encoding="UTF-16"?>)"}.parsed()), "wsman-syntax");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><g:A>\xC3\xA4</g:A></g:Setup_OUTPUT>"), "accepted");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><g:A>\xC3</g:A></g:Setup_OUTPUT>"), "wsman-syntax");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><g:A>\xED\xA0\x80</g:A></g:Setup_OUTPUT>"), "wsman-syntax");
  EXPECT_EQ(with_content(std::string("<g:Setup_OUTPUT><g:A>\0</g:A></g:Setup_OUTPUT>", 41)), "wsman-syntax");
}

TEST(ParseAnswer, RefusesWhatFollowsTheEnvelope) {
  EXPECT_EQ(reason_of(Letter{.after = "junk"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.after = "<a/>"}.parsed()), "wsman-syntax");
  EXPECT_EQ(reason_of(Letter{.after = "\r\n"}.parsed()), "accepted");
}

TEST(ParseAnswer, RefusesSeveralElementsInTheBody) {
  const std::string one = Letter{}.content;
  EXPECT_EQ(with_content(one + one), "wsman-syntax");
  EXPECT_EQ(with_content(""), "wsman-syntax");
  EXPECT_EQ(with_content("\n " + one + "\n"), "accepted");
}

TEST(ParseAnswer, RefusesTextBesideElements) {
  EXPECT_EQ(with_content("<g:Setup_OUTPUT>0<g:ReturnValue>0</g:ReturnValue></g:Setup_OUTPUT>"), "wsman-syntax");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT>0</g:Setup_OUTPUT>"), "wsman-syntax");
}

TEST(ParseAnswer, RefusesValuesThatHoldElementsOrComments) {
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><g:A><g:B>0</g:B></g:A></g:Setup_OUTPUT>"), "wsman-syntax");
  EXPECT_EQ(with_content("<g:Setup_OUTPUT><g:ReturnValue>1<!-- -->0</g:ReturnValue></g:Setup_OUTPUT>"), "wsman-syntax");
}

TEST(ParseAnswer, ResolvesTheReferencesOfXmlAlone) {
  const Result<WsmanAnswer> answer =
      Letter{.content = "<g:Setup_OUTPUT><g:A>&lt;g:B&gt;&#65;&#x42;<![CDATA[&amp;]]></g:A></g:Setup_OUTPUT>"}.parsed();
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->value_of("A"), "<g:B>AB&amp;");
  for (const char* bad : {"&e;", "&", "&#0;", "&#xD800;", "&#99999999;", "&#-1;", "&lt"})
    EXPECT_EQ(with_content(std::string("<g:Setup_OUTPUT><g:A>") + bad + "</g:A></g:Setup_OUTPUT>"), "wsman-syntax")
        << bad;
}

TEST(ParseAnswer, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += "<g:A>";
    for (int i = 0; i < levels; ++i) text += "</g:A>";
    return Letter{.more_header = text}.parsed();
  };
  EXPECT_EQ(reason_of(nested(30)), "accepted");  // envelope and header are the other two
  EXPECT_EQ(reason_of(nested(31)), "wsman-syntax");
  EXPECT_EQ(reason_of(nested(9000)), "wsman-syntax");
}

TEST(ParseAnswer, RefusesWhatIsTooLarge) {
  const std::size_t room = 1024 * 1024 - Letter{}.text().size();
  EXPECT_EQ(reason_of(Letter{.after = std::string(room, ' ')}.parsed()), "accepted");
  EXPECT_EQ(reason_of(Letter{.after = std::string(room + 1, ' ')}.parsed()), "wsman-syntax");
}

TEST(ParseAnswer, RefusesNamesAndAttributesThatAreNone) {
  for (const char* bad :
       {"<g:A:B/>", "<:A/>", "<g:/>", R"(<g:A x="1" x="2"/>)", R"(<g:A x="<"/>)", R"(<g:A xmlns:q=""/>)",
        R"(<g:A xmlns:xml="urn:x"/>)", R"(<g:A xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>)"})
    EXPECT_EQ(with_content(std::string("<g:Setup_OUTPUT>") + bad + "</g:Setup_OUTPUT>"), "wsman-syntax") << bad;
  EXPECT_EQ(with_content(R"(<g:Setup_OUTPUT><g:A x="1" y="2" xmlns:p="u" p:x="3"/></g:Setup_OUTPUT>)"), "accepted");
}

TEST(ParseAnswer, RefusesTextThatIsCutOff) {
  const std::string whole = Letter{}.text();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(parse_answer(whole.substr(0, size), kExpected)) << size;
}

constexpr std::string_view kFault =
    "<a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode>"
    "</a:Code><a:Reason><a:Text xml:lang=\"en-US\">No\troute \xC2\xAE TEXT</a:Text></a:Reason><a:Detail/></a:Fault>";

TEST(ParseAnswer, TellsTheInnermostCodeAndTheTextOfAFault) {
  const Result<WsmanAnswer> answer = Letter{.content = std::string(kFault)}.parsed();
  ASSERT_EQ(reason_of(answer), "wsman-fault");
  EXPECT_EQ(answer.error().message, "the firmware answered with fault 'b:DestinationUnreachable': 'No?route ?? TEXT'");
}

TEST(ParseAnswer, CutsTheTextOfAFault) {
  std::string fault(kFault);
  fault.replace(fault.find("TEXT"), 4, std::string(5000, 'x'));
  const Result<WsmanAnswer> answer = Letter{.content = fault}.parsed();
  ASSERT_EQ(reason_of(answer), "wsman-fault");
  EXPECT_LT(answer.error().message.size(), 400U);
}

TEST(ParseAnswer, TakesAFaultWithoutARelationButNotOneOfAnotherMessage) {
  EXPECT_EQ(reason_of(Letter{.relation = "", .content = std::string(kFault)}.parsed()), "wsman-fault");
  EXPECT_EQ(reason_of(Letter{.relation = "<b:RelatesTo>8</b:RelatesTo>", .content = std::string(kFault)}.parsed()),
            "wsman-unrelated");
}

TEST(ValueOf, GivesNothingForWhatIsRepeated) {
  const WsmanAnswer answer{.name = "X", .properties = {{"A", "1"}, {"B", "1"}, {"B", "1"}}};
  EXPECT_EQ(answer.value_of("A"), "1");
  EXPECT_EQ(answer.value_of("B"), std::nullopt);
  EXPECT_EQ(answer.value_of("C"), std::nullopt);
}

TEST(ReturnValue, IsDigitsThatFit) {
  const auto value = [](std::string text) {
    return WsmanAnswer{.name = "X", .properties = {{"ReturnValue", std::move(text)}}}.return_value();
  };
  EXPECT_EQ(value("0"), 0U);
  EXPECT_EQ(value("2057"), 2057U);
  EXPECT_EQ(value("4294967295"), 4294967295U);
  for (const char* bad : {"", "4294967296", "-1", "+1", " 1", "1 ", "0x1", "one"}) EXPECT_EQ(value(bad), std::nullopt);
}

}  // namespace
}  // namespace odca::amt
