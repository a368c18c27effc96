// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates that stand alone, pins, and enterprise chains.
#include <gtest/gtest.h>

#include "verify/verify_case.h"

namespace odca {
namespace {

using test::reason_of;
using test::said;
using test::VerifyCase;

VerifyCase lone(Phase phase, const std::string& chain = "lone") {
  VerifyCase asked(chain);
  asked.trust.anchors.clear();
  asked.question.phase = phase;
  return asked;
}

void pin(VerifyCase& asked) {
  asked.evidence.device.pin_spki = asked.evidence.certificates[0].certificate->spki_sha256;
}

TEST(Lone, IsTrustedByPinAfterActivation) {
  for (const Phase phase : {Phase::transition, Phase::provisioned}) {
    VerifyCase asked = lone(phase);
    pin(asked);
    const Verdict verdict = asked.verdict();
    EXPECT_TRUE(verdict.trusted());
    EXPECT_EQ(verdict.profile, ProfileKind::lone);
    ASSERT_TRUE(verdict.anchor);
    EXPECT_EQ(verdict.anchor->origin.kind, OriginKind::pin);
  }
}

TEST(Lone, IsNeverTrustedBeforeActivation) {
  for (const Phase phase : {Phase::pre_provisioning, Phase::in_provisioning}) {
    VerifyCase asked = lone(phase);
    pin(asked);
    const Verdict verdict = asked.verdict();
    EXPECT_FALSE(verdict.trusted());
    EXPECT_EQ(reason_of(verdict, "phase.lone"), "lone-before-activation");
  }
}

TEST(Lone, IsNotTrustedBeforeActivationEvenAsAnAnchor) {
  VerifyCase asked = lone(Phase::pre_provisioning);
  asked.anchor(test::certificate_of("lone", 0), Roles::all());
  EXPECT_EQ(reason_of(asked.verdict(), "phase.lone"), "lone-before-activation");
}

TEST(Lone, NeedsAPinOrAnAnchor) {
  const Verdict verdict = lone(Phase::provisioned).verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "phase.lone"), "no-pin-no-anchor");
}

TEST(Lone, IsRejectedByAnotherPin) {
  VerifyCase asked = lone(Phase::provisioned);
  asked.evidence.device.pin_spki = Fingerprint{};
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "phase.pin"), "pin-mismatch");
}

TEST(Lone, IsRejectedWhenItsKeyDidNotSignIt) {
  VerifyCase asked = lone(Phase::provisioned, "lone_forged");
  pin(asked);
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Lone, IsRejectedWhenDenied) {
  VerifyCase asked = lone(Phase::provisioned);
  pin(asked);
  asked.trust.denied.push_back({.kind = DenyEntry::Kind::spki, .sha256 = *asked.evidence.device.pin_spki});
  EXPECT_EQ(reason_of(asked.verdict(), "trust.denied"), "denied-key");
}

TEST(Lone, IsRejectedAfterItsEnd) {
  VerifyCase asked = lone(Phase::provisioned);
  pin(asked);
  asked.question.at = std::chrono::sys_days{std::chrono::year{2038} / 1 / 1};
  EXPECT_EQ(reason_of(asked.verdict(), "cert.validity"), "expired");
}

TEST(Lone, IsNoHierarchyForPurposeOdca) {
  VerifyCase asked = lone(Phase::provisioned);
  pin(asked);
  asked.question.purpose = Purpose::odca;
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "odca.shape"), "missing-level");
}

TEST(Lone, OfTheHierarchyComesWithItsChainEvenWhenPinned) {
  VerifyCase asked = lone(Phase::provisioned, "odca");
  asked.evidence.certificates.erase(asked.evidence.certificates.begin() + 1, asked.evidence.certificates.end());
  pin(asked);
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Lone, IsFoundByItsPinAmongStrangers) {
  VerifyCase asked = lone(Phase::provisioned);
  asked.evidence.add(test::read_chain("stranger"));
  pin(asked);
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(Pin, MustMatchInEveryPhase) {
  VerifyCase asked("odca");
  asked.evidence.device.pin_spki = Fingerprint{};
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "phase.pin"), "pin-mismatch");
}

TEST(Pin, BindsAnOdcaLeaf) {
  VerifyCase asked("odca");
  pin(asked);
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(said(verdict, "device.binding"), nullptr);
}

TEST(Pin, DoesNotSpeakForARevokedLeaf) {
  VerifyCase asked("enterprise", {AnchorRole::enterprise});
  asked.question.phase = Phase::provisioned;
  asked.evidence.add(test::read_chain("crl_revokes_enterprise"));
  pin(asked);
  EXPECT_EQ(reason_of(asked.verdict(), "revocation.revoked"), "revoked");
}

class Enterprise : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Depths, Enterprise, testing::Values("enterprise", "enterprise_sub"));

TEST_P(Enterprise, IsTrustedAfterActivation) {
  VerifyCase asked(GetParam(), {AnchorRole::enterprise});
  asked.question.phase = Phase::provisioned;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST_P(Enterprise, IsNotTrustedBeforeActivation) {
  VerifyCase asked(GetParam(), Roles::all());
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST_P(Enterprise, IsNotTrustedByAnOdcaAnchor) {
  VerifyCase asked(GetParam(), {AnchorRole::odca});
  asked.question.phase = Phase::provisioned;
  EXPECT_FALSE(asked.verdict().trusted());
}

TEST(Enterprise, IsNotTakenForAnOdcaChainThatLacksRules) {
  VerifyCase asked("sibling", Roles::all());
  asked.question.phase = Phase::provisioned;
  const Verdict verdict = asked.verdict();
  EXPECT_EQ(verdict.profile, ProfileKind::odca);
  EXPECT_EQ(reason_of(verdict, "leaf.name"), "sibling");
}

TEST(Enterprise, CaIsNoDevice) {
  VerifyCase asked("enterprise_sub", {AnchorRole::enterprise});
  asked.question.phase = Phase::provisioned;
  asked.question.target = test::certificate_of("enterprise_sub", 1)->sha256;
  EXPECT_EQ(reason_of(asked.verdict(), "leaf.not_ca"), "leaf-is-ca");
}

}  // namespace
}  // namespace odca
