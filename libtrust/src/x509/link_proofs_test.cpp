// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/link_proofs.h"

#include <gtest/gtest.h>

#include "x509/test_vectors.h"

namespace odca {
namespace {

std::string_view text(LinkAnswer answer) {
  switch (answer) {
    case LinkAnswer::invalid:
      return "invalid";
    case LinkAnswer::valid:
      return "valid";
    case LinkAnswer::unusable:
      return "unusable";
    case LinkAnswer::mismatch:
      return "mismatch";
    case LinkAnswer::budget_spent:
      return "budget-spent";
  }
  return "?";
}
Certificate signed_by_itself(const std::string& name) {
  return *Certificate::from_der(test::vector_named("signatures.txt", name));
}
LinkAnswer self_check(LinkProofs& proofs, const Certificate& c) { return proofs.check(c->spki, c->key, c); }

class SignatureVector : public ::testing::TestWithParam<test::Vector> {};
TEST_P(SignatureVector, VerifiesOrFailsAsExpected) {
  const auto certificate = Certificate::from_der(GetParam().bytes);
  ASSERT_TRUE(certificate) << describe(certificate.error());
  LinkProofs proofs(10);
  EXPECT_EQ(text(self_check(proofs, *certificate)), GetParam().words[1]);
}
INSTANTIATE_TEST_SUITE_P(All, SignatureVector, ::testing::ValuesIn(test::vectors("signatures.txt")), test::name_of);

TEST(LinkProofs, AnotherSignedByteRefutes) {
  const Certificate c = signed_by_itself("secp384r1-sha384");
  Bytes der = c->der;
  const auto at = std::search(der.begin(), der.end(), c->subject.der().begin(), c->subject.der().end());
  ASSERT_NE(at, der.end());
  *(at + static_cast<std::ptrdiff_t>(c->subject.der().size()) - 1) = 'F';  // "Self" becomes "SelF"
  const Certificate changed = *Certificate::from_der(der);
  LinkProofs proofs(10);
  EXPECT_EQ(self_check(proofs, changed), LinkAnswer::invalid);
}
TEST(LinkProofs, AnotherKeyRefutes) {
  const Certificate c = signed_by_itself("secp384r1-sha384");
  const Bytes other = test::vector_named("keys.txt", "p384");
  LinkProofs proofs(10);
  EXPECT_EQ(proofs.check(other, describe_key(other), c), LinkAnswer::invalid);
}
TEST(LinkProofs, AKeyOffItsCurveIsUnusable) {
  const Bytes key = test::vector_named("keys.txt", "off-curve");
  LinkProofs proofs(10);
  EXPECT_EQ(proofs.check(key, describe_key(key), signed_by_itself("secp384r1-sha384")), LinkAnswer::unusable);
  EXPECT_EQ(proofs.checks(), 0U);
}
TEST(LinkProofs, RemembersBothAnswers) {
  LinkProofs proofs(10);
  const Certificate good = signed_by_itself("secp384r1-sha384");
  const Certificate bad = signed_by_itself("ecdsa-wrong");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(self_check(proofs, good), LinkAnswer::valid);
    EXPECT_EQ(self_check(proofs, bad), LinkAnswer::invalid);
  }
  EXPECT_EQ(proofs.checks(), 2U);
}
TEST(LinkProofs, KnowsContentNotObjects) {
  LinkProofs proofs(10);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::valid);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::valid);
  EXPECT_EQ(proofs.checks(), 1U);
}
TEST(LinkProofs, StopsAtItsBudgetButStillRemembers) {
  LinkProofs proofs(1);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::valid);
  EXPECT_EQ(self_check(proofs, signed_by_itself("secp384r1-sha384")), LinkAnswer::budget_spent);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::valid);
  EXPECT_EQ(proofs.checks(), 1U);
}
Certificate read_large(const std::string& name) {
  return *Certificate::from_der(test::vector_named("large-rsa.txt", name));
}
TEST(LinkProofs, AnAllotmentEndsBeforeTheBudgetAndLeavesTheRest) {
  LinkProofs whole(2);
  LinkProofs part = whole.allot(1);
  EXPECT_EQ(self_check(part, signed_by_itself("secp384r1-sha384")), LinkAnswer::valid);
  EXPECT_EQ(self_check(part, signed_by_itself("ed25519")), LinkAnswer::budget_spent);
  EXPECT_EQ(self_check(whole, signed_by_itself("ed25519")), LinkAnswer::valid);
  EXPECT_EQ(self_check(part, signed_by_itself("ed25519")), LinkAnswer::valid);  // remembered for all
  EXPECT_EQ(whole.checks(), 2U);
}
TEST(LinkProofs, AnAllotmentIsPartOfTheBudgetAndOfTheOneThatItCameFrom) {
  LinkProofs whole(1);
  LinkProofs part = whole.allot(5);
  LinkProofs inner = part.allot(5);
  EXPECT_EQ(self_check(inner, signed_by_itself("secp384r1-sha384")), LinkAnswer::valid);
  for (LinkProofs* each : {&whole, &part, &inner})
    EXPECT_EQ(self_check(*each, signed_by_itself("ed25519")), LinkAnswer::budget_spent);
}
TEST(CheckShares, LeaveToRevocationWhatTheSearchDoesNotNeedForOnePath) {
  EXPECT_EQ(share_checks(100).search, 70U);
  EXPECT_EQ(share_checks(100).target, 9U);
  EXPECT_EQ(share_checks(20).search, 16U);
  EXPECT_EQ(share_checks(6).search, 6U);
  EXPECT_EQ(share_checks(1).target, 1U);
}
TEST(LinkProofs, AnRsaKeyOf3072BitsTakesOneFromTheBudget) {
  LinkProofs proofs(1);
  EXPECT_EQ(self_check(proofs, read_large("rsa-3072")), LinkAnswer::valid);
}
TEST(LinkProofs, ALargerRsaKeyTakesMoreFromTheBudget) {
  LinkProofs proofs(2);  // one to decode it, two to check
  EXPECT_EQ(self_check(proofs, read_large("rsa-4096")), LinkAnswer::budget_spent);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::valid);
}
TEST(LinkProofs, AndIsCheckedWhereThereIsThatMuch) {
  LinkProofs proofs(3);
  EXPECT_EQ(self_check(proofs, read_large("rsa-4096")), LinkAnswer::valid);
  EXPECT_EQ(proofs.checks(), 1U);
}
TEST(LinkProofs, DecodingALargeRsaKeyIsPaidForOnce) {
  LinkProofs proofs(1);
  const Certificate large = read_large("rsa-4096");
  EXPECT_EQ(proofs.decode(large->spki), LinkAnswer::valid);
  EXPECT_EQ(proofs.decode(large->spki), LinkAnswer::valid);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::budget_spent);
}
TEST(LinkProofs, DecodingOthersCostsNothing) {
  LinkProofs proofs(0);
  EXPECT_EQ(proofs.decode(signed_by_itself("secp384r1-sha384")->spki), LinkAnswer::valid);
  EXPECT_EQ(proofs.decode(test::vector_named("keys.txt", "off-curve")), LinkAnswer::unusable);
  EXPECT_EQ(proofs.decode(read_large("rsa-4096")->spki), LinkAnswer::budget_spent);
}
TEST(LinkProofs, WhatCannotBeCheckedCostsNothing) {
  LinkProofs proofs(0);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ecdsa-sha1")), LinkAnswer::unusable);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ecdsa-called-rsa")), LinkAnswer::mismatch);
  EXPECT_EQ(self_check(proofs, signed_by_itself("ed25519")), LinkAnswer::budget_spent);
}
TEST(LinkProofs, BelievesBytesRatherThanADescription) {
  // A caller that pairs a weak key with the description of a good one gets no proof out of it.
  const Bytes weak = test::vector_named("keys.txt", "rsa-1024");
  const Certificate c = signed_by_itself("rsa-sha256");
  LinkProofs proofs(10);
  EXPECT_EQ(proofs.check(weak, c->key, c), LinkAnswer::unusable);
}
TEST(LinkProofs, ChecksCrls) {
  const auto crl = Crl::from_der(test::vector_named("crls.txt", "plain"), {});
  const Bytes key = test::vector_named("keys.txt", "p384");
  LinkProofs proofs(10);
  EXPECT_EQ(proofs.check(key, describe_key(key), *crl), LinkAnswer::invalid);
  EXPECT_EQ(proofs.checks(), 1U);
}

}  // namespace
}  // namespace odca
