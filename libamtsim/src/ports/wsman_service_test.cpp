// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/wsman_service.h"

#include <gtest/gtest.h>

#include "ports/test_envelopes.h"

namespace odca::amtsim {
namespace {

using namespace test;
using Kind = WsmanOutcome::Kind;

const std::string kA1 = "6ab9192fba58a04d5e0c4df89b9a4350";

bool holds(const WsmanOutcome& outcome, const std::string& part) {
  return outcome.envelope.find(part) != std::string::npos;
}

class Service : public testing::Test {
 protected:
  WsmanOutcome ask(const std::string& text, std::string_view user = "$$OsAdmin") {
    const auto request = read_wsman_request(text);
    return request ? service_.answer(*request, user) : WsmanOutcome{};
  }
  WsmanOutcome list(const std::string& verb, const std::string& body,
                    const std::string& uri = kCim + "CIM_SoftwareIdentity") {
    return ask(envelope(kEnumerationSpace + "/" + verb, uri,
                        "<" + verb + " xmlns=\"" + kEnumerationSpace + "\">" + body + "</" + verb + ">"));
  }
  void keep_answers() {
    Knobs knobs;
    knobs.drop_after_commit = false;
    firmware_.set_knobs(knobs);
  }

  Firmware firmware_{*profile_named("amt20"), {}, 1};
  WsmanService service_{firmware_, {.der = "MIIB", .key = "MIIC", .subject = "CN=own", .issuer = "CN=own"}};
};

TEST_F(Service, AnswersGetWithThePrefixesOfHardware) {
  const WsmanOutcome out = ask(get(kAmt + "AMT_GeneralSettings"));
  EXPECT_EQ(out.kind, Kind::answer);
  EXPECT_TRUE(holds(out, "<b:RelatesTo>7</b:RelatesTo>"));
  EXPECT_TRUE(holds(out, "<b:Action a:mustUnderstand=\"true\">" + kGet + "Response</b:Action>"));
  EXPECT_TRUE(holds(out, "<b:MessageID>uuid:00000000-8086-8086-8086-000000000001</b:MessageID>"));
  EXPECT_TRUE(holds(out, "xmlns:g=\"" + kAmt + "AMT_GeneralSettings\""));
  EXPECT_TRUE(holds(out, "<g:AMT_GeneralSettings><g:AMTNetworkEnabled>1</g:AMTNetworkEnabled>"));
  EXPECT_TRUE(holds(out, "<g:DigestRealm>" + firmware_.realm() + "</g:DigestRealm>"));
}

TEST_F(Service, TellsTheStateOfTheFirmware) {
  EXPECT_TRUE(holds(ask(get(kIps + "IPS_HostBasedSetupService")), "<g:CurrentControlMode>0</g:CurrentControlMode>"));
  EXPECT_EQ(firmware_.setup("2", kA1), 0U);
  EXPECT_TRUE(holds(ask(get(kIps + "IPS_HostBasedSetupService")), "<g:CurrentControlMode>1</g:CurrentControlMode>"));
  EXPECT_TRUE(
      holds(ask(get(kAmt + "AMT_SetupAndConfigurationService")), "<g:ProvisioningState>1</g:ProvisioningState>"));
}

TEST_F(Service, FaultsForAClassThatIsNotThere) {
  const WsmanOutcome out = ask(get(kAmt + "AMT_Nothing"));
  EXPECT_EQ(out.kind, Kind::fault);
  EXPECT_TRUE(holds(out, "<a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode>"));
  EXPECT_TRUE(holds(out, "<b:RelatesTo>7</b:RelatesTo>"));
  EXPECT_TRUE(holds(ask(get(kIps + "AMT_GeneralSettings")), "b:DestinationUnreachable"));
}

TEST_F(Service, FaultsForAnInstanceThatIsNotThere) {
  const auto with = [](const std::string& value) {
    return envelope(kGet, kAmt + "AMT_GeneralSettings", "", "7",
                    "<w:SelectorSet><w:Selector Name=\"InstanceID\">" + value + "</w:Selector></w:SelectorSet>");
  };
  EXPECT_EQ(ask(with("Intel(r) AMT: General Settings")).kind, Kind::answer);
  EXPECT_TRUE(holds(ask(with("another")), "b:DestinationUnreachable"));
  EXPECT_TRUE(holds(ask(get(kCim + "CIM_SoftwareIdentity")), "b:DestinationUnreachable"));
}

TEST_F(Service, AnswersTheInstanceThatIsSelected) {
  const std::string uri = kAmt + "AMT_TLSSettingData";
  const auto with = [&uri](const std::string& key, const std::string& value) {
    return envelope(kGet, uri, "", "7",
                    "<w:SelectorSet><w:Selector Name=\"" + key + "\">" + value + "</w:Selector></w:SelectorSet>");
  };
  const std::string local = "Intel(r) AMT LMS TLS Settings";
  EXPECT_TRUE(holds(ask(with("InstanceID", local)), "<g:InstanceID>" + local + "</g:InstanceID>"));
  EXPECT_TRUE(holds(ask(with("ElementName", local)), "b:DestinationUnreachable"));
  EXPECT_TRUE(holds(ask(get(uri)), "b:DestinationUnreachable")) << "two are there";
}

TEST_F(Service, WritesReferencesAsEndpoints) {
  EXPECT_TRUE(holds(ask(get(kCim + "CIM_ComputerSystemPackage")),
                    "<g:Antecedent><b:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
                    "</b:Address><b:ReferenceParameters><c:ResourceURI>" +
                        kCim +
                        "CIM_Chassis</c:ResourceURI><c:SelectorSet><c:Selector Name=\"CreationClassName\">"
                        "CIM_Chassis</c:Selector><c:Selector Name=\"Tag\">CIM_Chassis</c:Selector>"
                        "</c:SelectorSet></b:ReferenceParameters></g:Antecedent>"));
}

TEST_F(Service, ListsInstancesByTheirOwnClass) {
  const std::string uri = kCim + "CIM_ServiceAvailableToElement";
  list("Enumerate", "", uri);
  const WsmanOutcome pulled =
      list("Pull", "<EnumerationContext>00000001-0000-0000-0000-000000000000</EnumerationContext>", uri);
  EXPECT_TRUE(holds(pulled, "<c:ResourceURI>" + uri + "</c:ResourceURI>"));
  EXPECT_TRUE(holds(pulled, "xmlns:h=\"" + kCim + "CIM_AssociatedPowerManagementService\""));
  EXPECT_TRUE(holds(pulled, "<g:Items><h:CIM_AssociatedPowerManagementService><h:AvailableRequestedPowerStates>"));
}

TEST_F(Service, ListsNothingWhereThereIsNothing) {
  const std::string uri = kAmt + "AMT_PublicKeyCertificate";
  list("Enumerate", "", uri);
  EXPECT_TRUE(holds(list("Pull", "<EnumerationContext>00000001-0000-0000-0000-000000000000</EnumerationContext>", uri),
                    "<g:PullResponse><g:Items></g:Items><g:EndOfSequence>"));
}

TEST_F(Service, FaultsWithoutAMessageId) {
  EXPECT_TRUE(holds(ask(envelope(kGet, kAmt + "AMT_GeneralSettings", "", "")), "b:MessageInformationHeaderRequired"));
}

TEST_F(Service, RepeatsAMessageIdAsItCame) {
  const std::string text = envelope(kGet, kAmt + "AMT_GeneralSettings", "", "uuid:a&amp;&lt;b");
  EXPECT_TRUE(holds(ask(text), "<b:RelatesTo>uuid:a&amp;&lt;b</b:RelatesTo>"));
}

TEST_F(Service, SetsUpAndCommits) {
  keep_answers();
  const WsmanOutcome out = ask(setup(kA1));
  EXPECT_EQ(out.kind, Kind::answer);
  EXPECT_TRUE(holds(out, "<g:Setup_OUTPUT><g:ReturnValue>0</g:ReturnValue></g:Setup_OUTPUT>"));
  EXPECT_EQ(firmware_.mode(), Mode::client);
  EXPECT_TRUE(holds(ask(commit(), "admin"), "<g:CommitChanges_OUTPUT><g:ReturnValue>0<"));
  EXPECT_EQ(firmware_.state(), State::post);
  EXPECT_TRUE(holds(ask(unprovision("1"), "admin"), "<g:Unprovision_OUTPUT><g:ReturnValue>0<"));
  EXPECT_EQ(firmware_.mode(), Mode::none);
}

TEST_F(Service, SaysNothingAfterACommitThatIsDropped) {
  ASSERT_EQ(firmware_.setup("2", kA1), 0U);
  EXPECT_EQ(ask(commit(), "admin").kind, Kind::silence);
  EXPECT_EQ(firmware_.state(), State::post);
}

TEST_F(Service, AnswersACommitThatFailed) {
  EXPECT_EQ(ask(commit(), "admin").kind, Kind::answer);
  EXPECT_EQ(firmware_.state(), State::pre);
}

TEST_F(Service, SaysNothingAfterASetupThatIsDropped) {
  Knobs knobs;
  knobs.drop_after_setup = true;
  firmware_.set_knobs(knobs);
  EXPECT_EQ(ask(setup(kA1)).kind, Kind::silence);
  EXPECT_EQ(firmware_.mode(), Mode::client);
}

TEST_F(Service, DoesNotDoASetupThatIsDroppedBefore) {
  Knobs knobs;
  knobs.drop_before_setup = true;
  firmware_.set_knobs(knobs);
  EXPECT_EQ(ask(setup(kA1)).kind, Kind::silence);
  EXPECT_EQ(firmware_.mode(), Mode::none);
}

TEST_F(Service, AnswersTheReturnValueThatIsOrdered) {
  Knobs knobs;
  knobs.return_values["Setup"] = 6;
  firmware_.set_knobs(knobs);
  EXPECT_TRUE(holds(ask(setup(kA1)), "<g:ReturnValue>6</g:ReturnValue>"));
  EXPECT_EQ(firmware_.mode(), Mode::none);
}

TEST_F(Service, UnprovisionsInNoOtherMode) {
  ASSERT_EQ(firmware_.setup("2", kA1), 0U);
  EXPECT_TRUE(holds(ask(unprovision("2"), "admin"), "<g:ReturnValue>36</g:ReturnValue>"));
  EXPECT_EQ(firmware_.mode(), Mode::client);
}

TEST_F(Service, LetsOnlyTheAdministratorCommit) {
  ASSERT_EQ(firmware_.setup("2", kA1), 0U);
  EXPECT_TRUE(holds(ask(commit(), "$$OsAdmin"), "e:AccessDenied"));
  EXPECT_EQ(firmware_.state(), State::in);
}

TEST_F(Service, RefusesAnInputOfAnotherShape) {
  const std::string uri = kIps + "IPS_HostBasedSetupService";
  const std::string type = "<h:NetAdminPassEncryptionType>2</h:NetAdminPassEncryptionType>";
  const std::string password = "<h:NetworkAdminPassword>" + kA1 + "</h:NetworkAdminPassword>";
  EXPECT_TRUE(holds(ask(invoke(uri, "Setup", password + type)), "e:SchemaValidationError"));
  EXPECT_TRUE(holds(ask(invoke(uri, "Setup", type + type)), "e:SchemaValidationError"));
  EXPECT_TRUE(holds(ask(invoke(uri, "Setup", type + "<h:Other>1</h:Other>")), "e:SchemaValidationError"));
  EXPECT_TRUE(holds(ask(envelope(uri + "/Setup", uri, "")), "e:SchemaValidationError"));
  EXPECT_TRUE(holds(ask(invoke(uri, "Nothing", "")), "b:ActionNotSupported"));
  EXPECT_EQ(firmware_.mode(), Mode::none);
  EXPECT_EQ(ask(invoke(uri, "Setup", type + password)).kind, Kind::answer);
}

TEST_F(Service, ListsTheSoftware) {
  const WsmanOutcome listed = list("Enumerate", "");
  ASSERT_TRUE(holds(listed, "<g:EnumerationContext>00000001-0000-0000-0000-000000000000</g:EnumerationContext>"));
  const std::string context =
      "<EnumerationContext>00000001-0000-0000-0000-000000000000</EnumerationContext><MaxElements>999</MaxElements>";
  const WsmanOutcome pulled = list("Pull", context);
  EXPECT_TRUE(holds(pulled, "<h:InstanceID>AMT</h:InstanceID><h:IsEntity>true</h:IsEntity><h:VersionString>" +
                                firmware_.profile().amt_version + "</h:VersionString>"));
  EXPECT_TRUE(holds(pulled, "</g:Items><g:EndOfSequence>"));
  EXPECT_TRUE(holds(list("Pull", context), "c:InvalidEnumerationContext"));
}

TEST(EffectOf, IsTheMethod) {
  EXPECT_EQ(effect_of(*read_wsman_request(setup(kA1))), "Setup");
  EXPECT_EQ(effect_of(*read_wsman_request(get(kAmt + "AMT_GeneralSettings"))), "");
}

}  // namespace
}  // namespace odca::amtsim
