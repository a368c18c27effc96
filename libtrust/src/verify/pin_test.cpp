// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a pin speaks for: it takes the place of an anchor that is not there, never that of a signature.
#include <gtest/gtest.h>

#include "verify/verify_case.h"

namespace odca {
namespace {

using test::reason_of;
using test::said;
using test::VerifyCase;

/// activated asks about a chain after activation, without any anchor.
VerifyCase activated(const std::string& chain) {
  VerifyCase asked(chain);
  asked.trust.anchors.clear();
  asked.question.phase = Phase::provisioned;
  return asked;
}

const Certificate& leaf_of(const VerifyCase& asked) { return asked.evidence.certificates[0].certificate; }

VerifyCase pinned(const std::string& chain) {
  VerifyCase asked = activated(chain);
  asked.evidence.device.pin_spki = leaf_of(asked)->spki_sha256;
  return asked;
}

VerifyCase pinned_whole(const std::string& chain) {
  VerifyCase asked = activated(chain);
  asked.evidence.device.pin_certificate = leaf_of(asked)->sha256;
  return asked;
}

std::string answer_of(const Verdict& verdict, RuleId rule) {
  for (const RuleAnswer& answer : verdict.answers)
    if (answer.rule == rule) return std::string(to_string(answer.answer));
  return "no such rule";
}

TEST(PinnedKey, DoesNotSpeakForAnIssuedCertificateAlone) {
  const Verdict verdict = pinned("enterprise").verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "phase.lone"), "pinned-not-vouched");
}

TEST(PinnedKey, SpeaksForOneThatACertificateAtHandSigned) {
  VerifyCase asked = pinned("enterprise");
  asked.evidence.certificates.push_back(test::read_chain("enterprise").certificates.back());
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.anchor->origin.kind, OriginKind::pin);
  EXPECT_EQ(answer_of(verdict, "path.signature"), "pass");
}

TEST(PinnedKey, DoesNotSpeakForThatBesideAnotherEnterprisesCa) {
  VerifyCase asked = pinned("enterprise");
  asked.evidence.certificates.push_back(test::read_chain("enterprise").certificates.back());
  asked.anchor(test::read_chain("enterprise_sub").certificates[1].certificate, {AnchorRole::enterprise});
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(PinnedKey, DoesNotSpeakForASelfSignedCertificateBesideAnEnterprisesCa) {
  VerifyCase asked = pinned("lone");
  asked.anchor(test::read_chain("enterprise").certificates.back().certificate, {AnchorRole::enterprise});
  EXPECT_EQ(reason_of(asked.verdict(), "phase.key_pin"), "key-pin-beside-ca");
  asked.evidence.device = {.pin_certificate = leaf_of(asked)->sha256};
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(PinnedKey, SpeaksForItBesideRootsOfTheOperatingSystem) {
  VerifyCase asked = pinned("lone");
  asked.anchor(test::read_chain("enterprise").certificates.back().certificate, {AnchorRole::enterprise});
  asked.trust.anchors.back().origin.os_store = true;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(PinnedKey, IsNotCheckedWithoutBudgetAndThatIsAFailure) {
  VerifyCase asked = pinned("lone");
  asked.policy.limits.signature_checks = 0;
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "limit.reached"), "signature_checks");
}

TEST(PinnedCertificate, SpeaksForAnIssuedOneAlone) {
  const Verdict verdict = pinned_whole("enterprise").verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(verdict.profile, ProfileKind::lone);
}

TEST(PinnedCertificate, IsNotSaidToHavePassedWhatWasNotChecked) {
  const Verdict verdict = pinned_whole("enterprise").verdict();
  for (const RuleId rule : std::initializer_list<RuleId>{
           "path.signature", "path.names", "path.ca", "path.key_cert_sign", "path.length", "cert.algorithm",
           "anchor.role", "revocation.revoked", "revocation.absent", "phase.key_pin"})
    EXPECT_EQ(answer_of(verdict, rule), "not-applicable") << rule.text();
  EXPECT_EQ(answer_of(verdict, "cert.validity"), "pass");
  EXPECT_EQ(answer_of(verdict, "phase.pin"), "pass");
}

TEST(PinnedCertificate, ThatSignedItselfHasItsSignatureChecked) {
  const Verdict verdict = pinned_whole("lone").verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(answer_of(verdict, "path.signature"), "pass");
  EXPECT_EQ(reason_of(pinned_whole("lone_forged").verdict(), "phase.lone"), "pinned-not-signed");
}

TEST(PinnedCertificate, SpeaksForNoOtherOfTheSameKey) {
  VerifyCase asked = pinned_whole("lone");
  asked.evidence.device.pin_certificate = test::certificate_of("enterprise", 0)->sha256;
  EXPECT_EQ(reason_of(asked.verdict(), "phase.pin"), "pin-mismatch");
}

TEST(PinnedCertificate, IsNeverTrustedBeforeActivation) {
  VerifyCase asked = pinned_whole("lone");
  asked.question.phase = Phase::in_provisioning;
  EXPECT_EQ(reason_of(asked.verdict(), "phase.lone"), "lone-before-activation");
}

TEST(PinHint, NamesAValueThatIsTaken) {
  VerifyCase asked = activated("lone");
  asked.evidence.device.pin_spki = leaf_of(asked)->sha256;  // the certificate's fingerprint
  const Verdict verdict = asked.verdict();
  const Finding* const finding = said(verdict, "phase.pin");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->reason.text(), "pin-is-certificate");
  EXPECT_NE(finding->hint.find(to_hex(leaf_of(asked)->spki_sha256)), std::string::npos);
  EXPECT_TRUE(pinned("lone").verdict().trusted());
}

TEST(PinHint, OfAnUnvouchedCertificateLeadsToTheWholePin) {
  const Verdict verdict = pinned("enterprise").verdict();
  const Finding* const finding = said(verdict, "phase.lone");
  ASSERT_NE(finding, nullptr);
  EXPECT_NE(finding->hint.find("--pin cert:" + to_hex(test::certificate_of("enterprise", 0)->sha256)),
            std::string::npos);
  EXPECT_TRUE(pinned_whole("enterprise").verdict().trusted());
}

}  // namespace
}  // namespace odca
