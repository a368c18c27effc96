// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Severities: the policy's choice, floors, laboratories, exceptions and strictness.
#include <gtest/gtest.h>

#include "verify/verify_case.h"

namespace odca {
namespace {

using test::reason_of;
using test::said;
using test::severity_said;
using test::VerifyCase;

const Time kLater = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};
const Time kEarlier = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

Exception exception_for(const std::string& rule, Time until = kLater) {
  return {.rule = rule, .reason = "ticket 7", .until = until};
}

TEST(Severity, IsTheDefaultOfTheRule) {
  const Verdict verdict = VerifyCase("sibling").verdict();
  EXPECT_EQ(severity_said(verdict, "leaf.name"), Severity::fail);
  EXPECT_FALSE(verdict.trusted());
}

TEST(Severity, FollowsThePolicyDownToTheFloor) {
  VerifyCase asked("sibling");
  asked.policy.rules["leaf.name"] = Severity::warn;
  const Verdict verdict = asked.verdict();
  EXPECT_EQ(severity_said(verdict, "leaf.name"), Severity::warn);
  EXPECT_TRUE(verdict.trusted());
}

TEST(Severity, NeverGoesBelowTheFloor) {
  VerifyCase asked("sibling");
  asked.policy.rules["leaf.name"] = Severity::off;
  EXPECT_EQ(severity_said(asked.verdict(), "leaf.name"), Severity::warn);
}

TEST(Severity, OfAFloorOfFailCannotBeLowered) {
  VerifyCase asked("class_e");
  asked.policy.rules["odca.class"] = Severity::off;
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Severity, IsRaisedByThePolicy) {
  VerifyCase asked("odca");
  asked.policy.rules["revocation.absent"] = Severity::fail;
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Severity, OffIsNotAsked) {
  VerifyCase asked("odca");
  asked.policy.rules["device.binding"] = Severity::off;
  const Verdict verdict = asked.verdict();
  EXPECT_EQ(said(verdict, "device.binding"), nullptr);
  const auto answer = std::find_if(verdict.answers.begin(), verdict.answers.end(),
                                   [](const RuleAnswer& one) { return one.rule == "device.binding"; });
  ASSERT_NE(answer, verdict.answers.end());
  EXPECT_EQ(answer->answer, RuleAnswer::Kind::off);
}

TEST(Severity, OfFindingsDescends) {
  const Verdict verdict = VerifyCase("sibling").verdict();
  EXPECT_TRUE(std::is_sorted(verdict.findings.begin(), verdict.findings.end(),
                             [](const Finding& a, const Finding& b) { return a.severity < b.severity; }));
}

TEST(Strict, TurnsWarningsIntoFailures) {
  VerifyCase asked("odca");
  asked.strictness = Strictness::strict;
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "revocation.absent"), Severity::fail);
}

TEST(Strict, LeavesNotesAlone) {
  VerifyCase asked("odca");
  asked.strictness = Strictness::strict;
  asked.policy.rules["revocation.absent"] = Severity::note;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Lab, RejectsClassesByDefault) {
  EXPECT_EQ(reason_of(VerifyCase("class_e").verdict(), "odca.class"), "class-E");
  EXPECT_EQ(reason_of(VerifyCase("class_d").verdict(), "odca.class"), "class-D");
}

TEST(Lab, AllowsTheClassThatItNames) {
  VerifyCase asked("class_e");
  asked.policy.lab.classes = {"E"};
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "odca.class"), Severity::warn);
}

TEST(Lab, DoesNotAllowAnotherClass) {
  VerifyCase asked("class_e");
  asked.policy.lab.classes = {"T", "D"};
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Lab, AllowsTheKeyThatItNames) {
  VerifyCase asked("class_e");
  asked.policy.lab.keys = {asked.evidence.certificates[4].certificate->spki_sha256};
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Lab, AllowsADeniedKeyThatItNames) {
  VerifyCase asked("class_d");
  const Fingerprint key = asked.trust.anchors[0].spki_sha256;
  asked.trust.denied.push_back({.kind = DenyEntry::Kind::spki, .sha256 = key});
  asked.policy.lab = {.classes = {"D"}, .keys = {key}};
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "trust.denied"), Severity::warn);
  EXPECT_EQ(severity_said(verdict, "odca.debug"), Severity::warn);
}

TEST(Lab, OfClassDDoesNotAllowADeniedKey) {
  VerifyCase asked("class_d");
  asked.trust.denied.push_back({.kind = DenyEntry::Kind::spki, .sha256 = asked.trust.anchors[0].spki_sha256});
  asked.policy.lab.classes = {"D"};
  EXPECT_EQ(asked.verdict().decisive()->rule.text(), "trust.denied");
}

TEST(Lab, IsNotTrustedUnderStrict) {
  VerifyCase asked("class_e");
  asked.policy.lab.classes = {"E"};
  asked.policy.rules["revocation.absent"] = Severity::note;
  asked.strictness = Strictness::strict;
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Lab, AnchorStandsInOnlyByItsKey) {
  VerifyCase asked("odca", {AnchorRole::lab});
  EXPECT_EQ(reason_of(asked.verdict(), "anchor.role"), "wrong-role");
  asked.policy.lab.keys = {asked.trust.anchors[0].spki_sha256};
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Exception, LowersForTheLeafThatItNames) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].leaf_spki_sha256 = test::certificate_of("sibling", 0)->spki_sha256;
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "leaf.name"), Severity::warn);
  EXPECT_EQ(severity_said(verdict, "policy.exception_used"), Severity::warn);
}

TEST(Exception, LowersForTheRomThatItNames) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].rom_sha256 = test::certificate_of("sibling", 3)->sha256;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Exception, LowersForThePlatformThatItNames) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].platform = "LNL";
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Exception, DoesNothingForAnotherPlatform) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].platform = "PTL";
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(said(verdict, "policy.exception_used"), nullptr);
}

TEST(Exception, MustMatchInEverythingThatItNames) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].platform = "LNL";
  asked.policy.exceptions[0].rom_sha256 = Fingerprint{};
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Exception, ForEveryDeviceDoesNotExist) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name")};
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Exception, PastItsEndDoesNothingAndSaysSo) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name", kEarlier)};
  asked.policy.exceptions[0].platform = "LNL";
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "policy.exception_expired"), Severity::warn);
}

TEST(Exception, LastsToItsLastSecond) {
  VerifyCase asked("sibling");
  asked.policy.exceptions = {exception_for("leaf.name", asked.question.at)};
  asked.policy.exceptions[0].platform = "LNL";
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Exception, CannotLowerWhatHasAFloorOfFail) {
  VerifyCase asked("class_e");
  asked.policy.exceptions = {exception_for("odca.class")};
  asked.policy.exceptions[0].platform = "LNL";
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Exception, IsNotReportedWhereNothingFailed) {
  VerifyCase asked("odca");
  asked.policy.exceptions = {exception_for("leaf.name")};
  asked.policy.exceptions[0].platform = "LNL";
  EXPECT_EQ(said(asked.verdict(), "policy.exception_used"), nullptr);
}

}  // namespace
}  // namespace odca
