// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The verdict as a whole: what is trusted, what decides when it is not, and what the verdict tells.
#include "odca/verifier.h"

#include <gtest/gtest.h>

#include "odca/rule_catalog.h"
#include "verify/verify_case.h"

namespace odca {
namespace {

using test::reason_of;
using test::said;
using test::severity_said;
using test::VerifyCase;

TEST(Verdict, TrustsAWholeChain) {
  const Verdict verdict = VerifyCase("odca").verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.decisive(), nullptr);
  EXPECT_EQ(verdict.profile, ProfileKind::odca);
}

TEST(Verdict, GivesEachCertificateItsRole) {
  const Verdict verdict = VerifyCase("odca").verdict();
  std::vector<std::string> roles;
  for (const PathCertificate& certificate : verdict.path) roles.emplace_back(to_string(certificate.role));
  EXPECT_EQ(roles, (std::vector<std::string>{"leaf", "app-ca", "kernel-ca", "rom-ca", "issuing-ca", "intermediate"}));
}

TEST(Verdict, ProvesThePathThatItShows) {
  const Verdict verdict = VerifyCase("odca").verdict();
  ASSERT_TRUE(verdict.verified);
  EXPECT_EQ(verdict.verified->certificates().size(), 6U);
  EXPECT_EQ(verdict.verified->anchor().spki_sha256, verdict.anchor->spki_sha256);
}

TEST(Verdict, SaysWhichDeviceItIs) {
  const Verdict verdict = VerifyCase("odca").verdict();
  const DeviceIdentity& device = verdict.identity;
  EXPECT_EQ(device.platform, "LNL");
  EXPECT_EQ(device.device_class, "P");
  EXPECT_EQ(device.issuing_ca, "ODCA 2 CSME P_LNL SOC 00009999 ZE Issuing CA");
  EXPECT_EQ(device.generation, 2U);
  EXPECT_EQ(device.kernel_svn, "01");
  EXPECT_EQ(device.app_svn, "01");
  EXPECT_EQ(device.rom_sha256, verdict.path[3].certificate->sha256);
  EXPECT_EQ(device.leaf_sha256, verdict.path[0].certificate->sha256);
  EXPECT_EQ(device.leaf_spki_sha256, verdict.path[0].certificate->spki_sha256);
}

TEST(Verdict, KnowsNoDeviceInALoneCertificate) {
  const DeviceIdentity device = VerifyCase("lone").verdict().identity;
  EXPECT_EQ(device.platform, "");
  EXPECT_FALSE(device.rom_sha256);
  EXPECT_TRUE(device.leaf_sha256);
}

TEST(Verdict, AnswersForEveryRule) { EXPECT_EQ(VerifyCase("odca").verdict().answers.size(), rule_catalog().size()); }

TEST(Verdict, RejectsWithoutItsAnchor) {
  VerifyCase asked("odca");
  asked.trust.anchors.clear();
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  ASSERT_NE(verdict.decisive(), nullptr);
  EXPECT_EQ(verdict.decisive()->rule.text(), "path.anchor");
  EXPECT_EQ(verdict.decisive()->reason.text(), "no-issuer");
}

TEST(Verdict, TellsAnUntrustedRootFromAMissingOne) {
  VerifyCase asked("odca");
  asked.trust.anchors.clear();
  asked.evidence.add(test::read_chain("odca"));
  EXPECT_EQ(reason_of(asked.verdict(), "path.anchor"), "untrusted-root");
}

TEST(Verdict, RejectsNothingAtAll) {
  VerifyCase asked("odca");
  asked.evidence = {};
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(verdict.profile, ProfileKind::none);
  EXPECT_EQ(reason_of(verdict, "target.found"), "none");
  EXPECT_TRUE(verdict.path.empty());
}

TEST(Verdict, CompletesADevicePartFromTheStore) {
  VerifyCase asked("odca");
  for (std::size_t i = 4; i < 6; ++i)
    asked.trust.intermediates.push_back({asked.evidence.certificates[i].certificate, {.kind = OriginKind::embedded}});
  asked.evidence.certificates.erase(asked.evidence.certificates.begin() + 4, asked.evidence.certificates.end());
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.path[4].origin.kind, OriginKind::embedded);
  EXPECT_EQ(said(verdict, "odca.known_issuing"), nullptr);
}

TEST(Verdict, RejectsADevicePartThatNothingCompletes) {
  VerifyCase asked("odca");
  asked.evidence.certificates.erase(asked.evidence.certificates.begin() + 4, asked.evidence.certificates.end());
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "odca.shape"), "missing-level");
}

TEST(Verdict, AcceptsTheIssuingCaAsAnchor) {
  VerifyCase asked("odca");
  asked.trust.anchors.clear();
  asked.anchor(test::certificate_of("odca", 4), Roles::all());
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Verdict, RefusesTheRomCaAsAnchor) {
  VerifyCase asked("odca");
  asked.trust.anchors.clear();
  asked.anchor(test::certificate_of("odca", 3), Roles::all());
  EXPECT_EQ(reason_of(asked.verdict(), "odca.shape"), "missing-level");
}

TEST(Verdict, RejectsAnAnchorOfAnotherRole) {
  const Verdict verdict = VerifyCase("odca", {AnchorRole::enterprise, AnchorRole::rfc5280}).verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "anchor.role"), "wrong-role");
}

TEST(Verdict, NamesWhatWasNotUsed) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("stranger"));
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  ASSERT_EQ(verdict.unused.size(), 1U);
  EXPECT_EQ(severity_said(verdict, "input.unused"), Severity::note);
}

TEST(Verdict, NotesTheRootThatWasPresented) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("odca"));
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(severity_said(verdict, "input.root_included"), Severity::note);
  EXPECT_EQ(severity_said(verdict, "input.duplicates"), Severity::note);
  EXPECT_EQ(said(verdict, "input.unused"), nullptr);
}

TEST(Verdict, NotesWhenTheTargetWasNotPresentedFirst) {
  VerifyCase asked("odca");
  std::reverse(asked.evidence.certificates.begin(), asked.evidence.certificates.end());
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "input.order"), "not-first");
}

TEST(Verdict, RejectsWhatIsNotValidYet) {
  VerifyCase asked("odca");
  asked.question.at = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "cert.validity"), "not-yet-valid");
}

TEST(Verdict, JudgesAHostWithoutClockAtTheBuildDate) {
  VerifyCase asked("odca");
  asked.question.at = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
  asked.question.at_is_host_clock = true;
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.judged_at, build_date());
  EXPECT_EQ(severity_said(verdict, "time.clock"), Severity::warn);
}

TEST(Verdict, RejectsADeniedKey) {
  VerifyCase asked("odca");
  asked.trust.denied.push_back({.kind = DenyEntry::Kind::spki, .sha256 = asked.trust.anchors[0].spki_sha256});
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "trust.denied"), "denied-key");
}

TEST(Verdict, RejectsADeniedCertificate) {
  VerifyCase asked("odca");
  asked.trust.denied.push_back(
      {.kind = DenyEntry::Kind::certificate, .sha256 = test::certificate_of("odca", 3)->sha256});
  EXPECT_EQ(reason_of(asked.verdict(), "trust.denied"), "denied-certificate");
}

TEST(Verdict, WarnsWithoutCrls) {
  EXPECT_EQ(severity_said(VerifyCase("odca").verdict(), "revocation.absent"), Severity::warn);
}

TEST(Verdict, RejectsWhatIsRevoked) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("crl_revokes_intermediate"));
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  ASSERT_NE(said(verdict, "revocation.revoked"), nullptr);
  EXPECT_EQ(said(verdict, "revocation.revoked")->cert, 5U);
  EXPECT_EQ(verdict.path[5].revocation, RevocationState::revoked);
}

TEST(Verdict, RejectsWhenNoCheckIsLeftForACrl) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("crl_revokes_intermediate"));
  asked.policy.limits.signature_checks = 6;  // as many as the path needs
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "limit.reached"), "signature_checks");
}

TEST(Verdict, CountsItsWork) {
  const Verdict verdict = VerifyCase("odca").verdict();
  EXPECT_EQ(verdict.work.signature_checks, 6U);
  EXPECT_EQ(verdict.work.paths_tried, 1U);
}

TEST(Verdict, SaysWhichLimitEndedTheSearch) {
  VerifyCase asked("odca");
  asked.policy.limits.signature_checks = 3;
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "limit.reached"), "signature_checks");
}

TEST(Dice, IsTrustedWithAWarning) {
  VerifyCase asked("dice", {AnchorRole::dice});
  asked.evidence.device.amt_version = 22;
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.profile, ProfileKind::dice);
  EXPECT_EQ(severity_said(verdict, "dice.layout"), Severity::warn);
}

TEST(Dice, OfAnotherVendorIsRejected) {
  const Verdict verdict = VerifyCase("dice_other_vendor", {AnchorRole::dice}).verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "dice.subca"), "missing-subca");
}

TEST(Dice, OfAnotherVendorIsNoEnterpriseEither) {
  VerifyCase asked("dice_other_vendor", Roles::all());
  asked.question.phase = Phase::provisioned;
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Dice, MayBeAnchoredAtTheSubCa) {
  VerifyCase asked("dice", {AnchorRole::dice});
  asked.trust.anchors.clear();
  asked.anchor(test::certificate_of("dice", 2), {AnchorRole::dice});
  asked.evidence.device.amt_version = 22;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Dice, OfAVersionThatIsNotKnownToHaveOneIsRejected) {
  VerifyCase asked("dice", {AnchorRole::dice});
  EXPECT_EQ(reason_of(asked.verdict(), "dice.version"), "amt-version-unknown");
  for (const unsigned version : {0U, 14U, 21U}) {
    asked.evidence.device.amt_version = version;
    EXPECT_EQ(reason_of(asked.verdict(), "dice.version"), "amt-version") << version;
    EXPECT_FALSE(asked.verdict().trusted());
  }
}

TEST(Generation, BeforeTheFirstOnDieChainIsWarnedAbout) {
  VerifyCase asked("odca");
  for (const unsigned version : {0U, 14U}) {
    asked.evidence.device.amt_version = version;
    EXPECT_EQ(reason_of(asked.verdict(), "chain.generation"), "amt-version-before-odca") << version;
  }
  asked.evidence.device.amt_version = 15;
  EXPECT_EQ(said(asked.verdict(), "chain.generation"), nullptr);
}

TEST(Generation, OfTheVersionIsWarnedAbout) {
  VerifyCase asked("odca");
  asked.evidence.device.amt_version = 22;
  EXPECT_EQ(severity_said(asked.verdict(), "chain.generation"), Severity::warn);
}

TEST(Generation, OfTheVersionPasses) {
  VerifyCase asked("odca");
  asked.evidence.device.amt_version = 21;
  EXPECT_EQ(said(asked.verdict(), "chain.generation"), nullptr);
}

}  // namespace
}  // namespace odca
