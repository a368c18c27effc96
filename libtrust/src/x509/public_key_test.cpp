// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/public_key.h"

#include <gtest/gtest.h>

#include "x509/signature.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

class KeyVector : public ::testing::TestWithParam<test::Vector> {};
TEST_P(KeyVector, IsDescribedAsExpected) {
  const KeyInfo key = describe_key(GetParam().bytes);
  const std::string expected = GetParam().words[1];
  if (expected == "off-curve") {
    // Only a library can tell; it must.
    EXPECT_EQ(key.problem, "");
    EXPECT_EQ(VerificationKey::decode(GetParam().bytes, key), nullptr);
    return;
  }
  EXPECT_EQ(key.problem.empty() ? std::string(to_string(key.kind)) : std::string(reason_of(*key.flaw)), expected)
      << key.problem;
  EXPECT_EQ(VerificationKey::decode(GetParam().bytes, key) != nullptr, key.problem.empty());
  EXPECT_EQ(key.problem.empty(), !key.flaw.has_value());
}
INSTANTIATE_TEST_SUITE_P(All, KeyVector, ::testing::ValuesIn(test::vectors("keys.txt")), test::name_of);

TEST(DescribeKey, CountsBits) {
  const auto bits = [](const char* name) { return describe_key(test::vector_named("keys.txt", name)).bits; };
  EXPECT_EQ(bits("p256"), 256U);
  EXPECT_EQ(bits("p384"), 384U);
  EXPECT_EQ(bits("p521"), 521U);
  EXPECT_EQ(bits("rsa-2048"), 2048U);
  EXPECT_EQ(bits("rsa-2047"), 2047U);
}
TEST(DescribeKey, KeepsThePointOfAnEcKey) {
  const KeyInfo key = describe_key(test::vector_named("keys.txt", "p384"));
  EXPECT_EQ(key.key_bits.size(), 97U);
  EXPECT_EQ(key.key_bits.front(), 0x04);
  EXPECT_EQ(key.algorithm_oid, "1.2.840.10045.2.1");
}
TEST(DescribeKey, KnowsAWeakKeyIsRsa) {
  EXPECT_EQ(describe_key(test::vector_named("keys.txt", "rsa-1024")).kind, KeyKind::rsa);
}

TEST(Fits, PairsKeysWithTheirSignatures) {
  EXPECT_TRUE(fits(KeyKind::ec_p256, SignatureKind::ecdsa_sha512));
  EXPECT_TRUE(fits(KeyKind::rsa, SignatureKind::rsa_pss_sha256));
  EXPECT_TRUE(fits(KeyKind::ed25519, SignatureKind::ed25519));
  EXPECT_FALSE(fits(KeyKind::ec_p384, SignatureKind::rsa_pkcs1_sha384));
  EXPECT_FALSE(fits(KeyKind::rsa, SignatureKind::ecdsa_sha384));
  EXPECT_FALSE(fits(KeyKind::ed25519, SignatureKind::ecdsa_sha384));
  EXPECT_FALSE(fits(KeyKind::unsupported, SignatureKind::unsupported));
}

}  // namespace
}  // namespace odca
