// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The two encodings that an ECDSA signature gives a certificate know of each other.
#include "x509/signature_twin.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "x509/signature.h"

namespace odca {
namespace {

std::vector<Certificate> pair() {
  std::ifstream in(ODCA_SOURCE_DIR "/libtrust/src/x509/testdata/twin.pem");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<Certificate> found;
  const std::string begin = "-----BEGIN CERTIFICATE-----";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t body = at + begin.size();
    found.push_back(*Certificate::from_der(*from_base64(text.substr(body, text.find("-----END", body) - body))));
  }
  return found;
}

TEST(SignatureTwin, BothFormsVerify) {
  for (const Certificate& certificate : pair()) {
    const auto key = VerificationKey::decode(certificate->spki, certificate->key);
    ASSERT_NE(key, nullptr);
    EXPECT_TRUE(key->verify(certificate->signature_algorithm.kind, certificate->tbs, certificate->signature));
  }
}

TEST(SignatureTwin, EachNamesTheFingerprintOfTheOther) {
  const std::vector<Certificate> certificates = pair();
  ASSERT_EQ(certificates.size(), std::size_t{2});
  EXPECT_NE(certificates[0]->sha256, certificates[1]->sha256);
  EXPECT_EQ(twin_sha256(certificates[0], KeyKind::ec_p384), certificates[1]->sha256);
  EXPECT_EQ(twin_sha256(certificates[1], KeyKind::ec_p384), certificates[0]->sha256);
}

TEST(SignatureTwin, OtherSignaturesHaveNone) {
  EXPECT_FALSE(twin_sha256(pair()[0], KeyKind::rsa));
  EXPECT_FALSE(twin_sha256(pair()[0], KeyKind::ed25519));
}

}  // namespace
}  // namespace odca
