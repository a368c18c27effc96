// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/own_certificate.h"

#include <gtest/gtest.h>

#include "odca/bytes.h"
#include "ports/port.h"

namespace odca::amtsim {
namespace {

Identity identity() { return *read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/lnl"); }

TEST(OwnCertificate, IsThatOfTheIdentity) {
  const OwnCertificate own = *own_certificate(identity().own);
  std::string pem = identity().own;
  std::erase(pem, '\n');
  EXPECT_NE(pem.find(own.der), std::string::npos);
}

TEST(OwnCertificate, WritesNamesFromTheLastAttributeToTheFirst) {
  const OwnCertificate own = *own_certificate(identity().own);
  EXPECT_EQ(own.subject, "CN=Intel\xC2\xAE AMT self-signed certificate,O=Intel Corporation");
  EXPECT_EQ(own.issuer, own.subject);
  EXPECT_EQ(own_certificate(identity().chain)->subject.substr(0, 11), "CN=AMT RCFG");
}

TEST(OwnCertificate, HasTheKeyAlone) {
  const Bytes key = *from_base64(own_certificate(identity().own)->key);
  EXPECT_EQ(to_hex(ByteView(key).first(9)), "3082010a0282010100");  // two numbers, the first of 2048 bits
  EXPECT_EQ(key.size(), 270U);
}

TEST(OwnCertificate, IsRefusedWhereThereIsNone) {
  const auto none = own_certificate(identity().own_key);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason.text(), "identity-unusable");
}

TEST(OwnCertificate, IsRefusedWhereItCannotBeRead) {
  const auto broken = own_certificate("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().reason.text(), "identity-unusable");
}

}  // namespace
}  // namespace odca::amtsim
