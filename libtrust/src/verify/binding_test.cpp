// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What binds a chain to one machine: leaf hash and UPID.
#include <gtest/gtest.h>

#include "odca/digest.h"
#include "rules/leaf_hash.h"
#include "verify/verify_case.h"

namespace odca {
namespace {

using test::reason_of;
using test::said;
using test::severity_said;
using test::VerifyCase;
using Algorithm = LeafHash::Algorithm;

Bytes bytes_of(const Fingerprint& digest) { return {digest.begin(), digest.end()}; }

Bytes padded(Bytes field) {
  field.resize(64);
  return field;
}

Bytes digits_of(ByteView hash) {
  const std::string text = to_hex(hash);
  return {text.begin(), text.end()};
}

/// asked_with asks about chain "odca" with a leaf hash in the given form.
VerifyCase asked_with(Algorithm algorithm, Bytes field) {
  VerifyCase asked("odca");
  asked.evidence.device.leaf_hash = LeafHash{algorithm, std::move(field)};
  return asked;
}

Certificate leaf() { return test::certificate_of("odca", 0); }
Bytes leaf_sha256() { return bytes_of(leaf()->sha256); }
Bytes leaf_sha384() {
  const Sha384Digest digest = sha384(leaf()->der);
  return {digest.begin(), digest.end()};
}

std::string detail_of(const Verdict& verdict, RuleId rule) {
  for (const RuleAnswer& answer : verdict.answers)
    if (answer.rule == rule) return answer.detail;
  return {};
}

TEST(LeafHash, MatchesRaw) {
  const Verdict verdict = asked_with(Algorithm::sha256, leaf_sha256()).verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(detail_of(verdict, "device.leaf_hash"), "SHA-256, raw");
}

TEST(LeafHash, MatchesRawWithPadding) {
  EXPECT_TRUE(asked_with(Algorithm::sha256, padded(leaf_sha256())).verdict().trusted());
}

TEST(LeafHash, WithSomethingElseBehindItIsMalformed) {
  Bytes field = leaf_sha256();
  field.resize(64, 0xa5);
  EXPECT_EQ(reason_of(asked_with(Algorithm::sha256, field).verdict(), "device.leaf_hash"), "malformed");
}

TEST(LeafHash, MatchesDigits) {
  const Verdict verdict = asked_with(Algorithm::sha256, digits_of(leaf_sha256())).verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(detail_of(verdict, "device.leaf_hash"), "SHA-256, hexadecimal");
}

TEST(LeafHash, MatchesSha384) {
  const Verdict verdict = asked_with(Algorithm::sha384, padded(leaf_sha384())).verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(detail_of(verdict, "device.leaf_hash"), "SHA-384, raw");
}

TEST(LeafHash, IsReadByItsLength) {
  EXPECT_TRUE(asked_with(Algorithm::by_length, leaf_sha256()).verdict().trusted());
  EXPECT_TRUE(asked_with(Algorithm::by_length, leaf_sha384()).verdict().trusted());
  EXPECT_TRUE(asked_with(Algorithm::by_length, padded(leaf_sha256())).verdict().trusted());
}

TEST(LeafHash, OfAnotherLeafIsAMismatch) {
  const Verdict verdict = asked_with(Algorithm::sha256, bytes_of(test::certificate_of("sibling", 0)->sha256)).verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "device.leaf_hash"), "mismatch");
}

TEST(LeafHash, DigitsOfSha384AreMalformed) {
  EXPECT_EQ(reason_of(asked_with(Algorithm::sha384, digits_of(leaf_sha384())).verdict(), "device.leaf_hash"),
            "malformed");
}

TEST(LeafHash, OfAnotherAlgorithmThanStatedDoesNotMatch) {
  EXPECT_FALSE(asked_with(Algorithm::sha384, padded(leaf_sha256())).verdict().trusted());
}

class MalformedLeafHash : public testing::TestWithParam<std::size_t> {};
TEST_P(MalformedLeafHash, IsRejected) {
  const Verdict verdict = asked_with(Algorithm::by_length, Bytes(GetParam(), 0xa5)).verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "device.leaf_hash"), "malformed");
}
INSTANTIATE_TEST_SUITE_P(Sizes, MalformedLeafHash, testing::Values(0, 1, 20, 31, 33, 47, 49, 64, 100));

TEST(LeafHash, OfTheSignedPartFailsUnlessThePolicySaysSo) {
  VerifyCase asked = asked_with(Algorithm::sha256, bytes_of(sha256(leaf()->tbs)));
  EXPECT_EQ(reason_of(asked.verdict(), "device.leaf_hash"), "tbs-only");
  EXPECT_FALSE(asked.verdict().trusted());
  asked.policy.device.leaf_hash = LeafHashMode::tbs;
  EXPECT_EQ(severity_said(asked.verdict(), "device.leaf_hash"), Severity::warn);
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(LeafHash, OfTheKeyNeedsTheWidestPolicy) {
  VerifyCase asked = asked_with(Algorithm::sha256, bytes_of(leaf()->spki_sha256));
  asked.policy.device.leaf_hash = LeafHashMode::tbs;
  EXPECT_EQ(reason_of(asked.verdict(), "device.leaf_hash"), "spki-only");
  EXPECT_FALSE(asked.verdict().trusted());
  asked.policy.device.leaf_hash = LeafHashMode::spki;
  EXPECT_TRUE(asked.verdict().trusted());
}

TEST(LeafHash, OfAnotherCertificateForTheSameKeyBindsTheKey) {
  const Certificate again = test::certificate_of("leaf_signed_again", 0);
  VerifyCase asked = asked_with(Algorithm::sha256, bytes_of(again->sha256));
  asked.evidence.add(test::read_chain("leaf_signed_again"));
  asked.question.target = leaf()->sha256;
  EXPECT_EQ(reason_of(asked.verdict(), "device.leaf_hash"), "spki-only");
}

TEST(Upid, MatchesTheHashOfTheRomCertificate) {
  VerifyCase asked("odca");
  Bytes upid = bytes_of(test::certificate_of("odca", 3)->sha256);
  upid.resize(20);
  upid.resize(32);  // the field is longer than the identifier
  asked.evidence.device.upid = upid;
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(detail_of(verdict, "device.upid"), "by the SHA-256 of the ROM CA certificate");
}

TEST(Upid, MatchesTheHardwareSerialOfTheRomCertificate) {
  VerifyCase asked("hardware");
  asked.evidence.device.upid = Bytes(20, 0x5a);
  const Verdict verdict = asked.verdict();
  EXPECT_TRUE(verdict.trusted());
  EXPECT_EQ(detail_of(verdict, "device.upid"), "by hwSerialNum in the ROM CA certificate");
}

TEST(Upid, OtherThanHashAndHardwareSerialIsAMismatch) {
  VerifyCase asked("hardware");
  asked.evidence.device.upid = Bytes(20, 0x5b);
  EXPECT_EQ(reason_of(asked.verdict(), "device.upid"), "mismatch");
}

TEST(Upid, OfAnotherMachineIsAMismatch) {
  VerifyCase asked("odca");
  asked.evidence.device.upid = Bytes(32, 1);
  const Verdict verdict = asked.verdict();
  EXPECT_FALSE(verdict.trusted());
  EXPECT_EQ(reason_of(verdict, "device.upid"), "mismatch");
}

TEST(Upid, TooShortIsMalformed) {
  VerifyCase asked("odca");
  asked.evidence.device.upid = Bytes(19, 1);
  EXPECT_EQ(reason_of(asked.verdict(), "device.upid"), "malformed");
}

TEST(Upid, WithoutRomCertificateIsComparedWithNothing) {
  VerifyCase asked("dice", {AnchorRole::dice});
  asked.evidence.device.upid = Bytes(32, 1);
  EXPECT_EQ(reason_of(asked.verdict(), "device.upid"), "no-rom");
}

TEST(Binding, IsNotedWhenAbsent) {
  EXPECT_EQ(severity_said(VerifyCase("odca").verdict(), "device.binding"), Severity::note);
}

TEST(Binding, IsNotNotedWhenGiven) {
  EXPECT_EQ(said(asked_with(Algorithm::sha256, leaf_sha256()).verdict(), "device.binding"), nullptr);
}

}  // namespace
}  // namespace odca
