// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/der_items.h"

#include <gtest/gtest.h>

#include "input/shape.h"
#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::joined;
using test::List;

Result<Dump> read(ByteView content, const Limits& limits = {}) { return read_dump(content, "t.der", limits); }

TEST(DerItems, ReadsOneCertificate) {
  const Result<Dump> dump = read(chain()[0]);
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->kind, InputKind::der);
  EXPECT_EQ(ders(*dump), List{chain()[0]});
  EXPECT_EQ(dump->certificates[0].where, "t.der: DER value 1, offset 0");
}

TEST(DerItems, ReadsOneCrl) {
  const Result<Dump> dump = read(file("revoking.crl"));
  ASSERT_TRUE(dump);
  ASSERT_EQ(dump->crls.size(), 1U);
  EXPECT_EQ(dump->crls[0].crl->entries.size(), 1U);
}

TEST(DerItems, ReadsAMixInItsOrder) {
  const Result<Dump> dump = read(joined({chain()[0], file("root.crl"), chain()[2], chain()[1], file("revoking.crl")}));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), (List{chain()[0], chain()[2], chain()[1]}));
  EXPECT_EQ(dump->crls.size(), 2U);
  EXPECT_TRUE(dump->unreadable.empty());
}

TEST(DerItems, ReportsBytesBehindTheLast) {
  for (const Bytes& garbage : {Bytes{0}, Bytes{0x30, 0x82, 0x7f}, Bytes(100, 0xff)}) {
    const Result<Dump> dump = read(joined({chain()[0], garbage}));
    ASSERT_TRUE(dump);
    EXPECT_EQ(ders(*dump), List{chain()[0]});
    ASSERT_EQ(dump->unreadable.size(), 1U);
    EXPECT_EQ(dump->unreadable[0].error.reason.text(), "trailing-bytes");
  }
}

TEST(DerItems, ACertificateCutOffIsAnError) {
  const Result<Dump> dump = read(ByteView(chain()[0]).first(200));
  ASSERT_FALSE(dump);
  EXPECT_EQ(dump.error().reason.text(), "not-der");
}

TEST(DerItems, OtherValuesAreNamedAndReadingGoesOn) {
  const Result<Dump> dump = read(joined({file("request.der"), chain()[0], file("certificates.p12"), chain()[1]}));
  ASSERT_TRUE(dump);
  EXPECT_EQ(ders(*dump), (List{chain()[0], chain()[1]}));
  ASSERT_EQ(dump->unreadable.size(), 2U);
  EXPECT_NE(dump->unreadable[0].error.message.find("a certificate request"), std::string::npos);
  EXPECT_NE(dump->unreadable[1].error.hint.find("openssl pkcs12"), std::string::npos);
  EXPECT_FALSE(dump->unread_first);  // a request is nobody's certificate
}

TEST(DerItems, OtherValuesAloneAreAnErrorThatNamesThem) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"request.der", "a certificate request"},
                                                                 {"public.der", "a bare public key"},
                                                                 {"certificates.p12", "a PKCS#12 store"}};
  for (const auto& [name, what] : cases) {
    const Result<Dump> dump = read(file(name));
    ASSERT_FALSE(dump) << name;
    EXPECT_NE(describe(dump.error()).find(what), std::string::npos) << describe(dump.error());
  }
}

TEST(DerItems, TheSizeOfACertificateIsLimited) {
  const Result<Dump> dump = read(chain()[0], {.certificate_bytes = chain()[0].size() - 1});
  ASSERT_TRUE(dump);
  EXPECT_EQ(dump->unreadable.at(0).error.reason.text(), "too-big");
  EXPECT_EQ(dump->limits.at(0).limit.text(), "certificate_bytes");
}

TEST(DerItems, TheCountOfCertificatesIsLimited) {
  const Bytes three = joined(chain());
  EXPECT_TRUE(read(three, {.certificates = 3})->limits.empty());
  EXPECT_EQ(read(three, {.certificates = 2})->limits.at(0).limit.text(), "certificates");
}

TEST(Shape, TellsWhatOthersMade) {
  EXPECT_EQ(shape_of(chain()[0]), DerShape::certificate);
  EXPECT_EQ(shape_of(file("root.crl")), DerShape::crl);
  EXPECT_EQ(shape_of(file("request.der")), DerShape::request);
  EXPECT_EQ(shape_of(file("public.der")), DerShape::public_key);
  EXPECT_EQ(shape_of(file("pkcs7.p7b")), DerShape::pkcs7);
  EXPECT_EQ(shape_of(file("certificates.p12")), DerShape::pkcs12);
}

// Only the beginning of each: no real key is needed to see what it looks like.
TEST(Shape, TellsPrivateKeys) {
  EXPECT_EQ(shape_of(*from_hex("3008020100300004010a")), DerShape::private_key);  // PKCS#8
  EXPECT_EQ(shape_of(*from_hex("3006020100020105")), DerShape::private_key);      // PKCS#1
  EXPECT_EQ(shape_of(*from_hex("3006020101040107")), DerShape::private_key);      // RFC 5915
  EXPECT_EQ(shape_of(*from_hex("3007300306012a0400")), DerShape::private_key);    // encrypted PKCS#8
}

TEST(Shape, TellsVersionOneByItsMembers) {
  // SEQUENCE { tbs, SEQUENCE, BIT STRING } with tbs = serial, algorithm, issuer, validity.
  EXPECT_EQ(shape_of(*from_hex("30103009020101300030003000"
                               "3000030100")),
            DerShape::certificate);
  // The same with a time in the place of validity is a CRL with a version.
  EXPECT_EQ(shape_of(*from_hex("30103009020101300030001700"
                               "3000030100")),
            DerShape::crl);
}

TEST(Shape, TellsWhatDamagedValuesWere) {
  const Bytes leaf = chain()[0];
  const Bytes list = file("revoking.crl");
  EXPECT_EQ(remains_of(ByteView(leaf).first(leaf.size() - 1)), Remains::certificate);
  EXPECT_EQ(remains_of(joined({leaf, {0}})), Remains::certificate);
  EXPECT_EQ(remains_of(ByteView(list).first(list.size() - 1)), Remains::crl);
  EXPECT_EQ(remains_of(ByteView(list).first(12)), Remains::either);
  EXPECT_EQ(remains_of(ByteView(file("pkcs7.p7b")).first(16)), Remains::either);
  EXPECT_EQ(remains_of(*from_hex("30803080a0030201")), Remains::certificate);  // BER
  for (const std::string_view name : {"request.der", "public.der", "certificates.p12"})
    EXPECT_EQ(remains_of(file(name)), Remains::nothing) << name;
  for (const std::string_view hex : {"", "3000", "30030101ff", "02820000"})
    EXPECT_EQ(remains_of(*from_hex(hex)), Remains::nothing) << hex;
}

TEST(DerItems, ACrlThatIsCutOffIsOneThatIsLost) {
  const Bytes list = file("revoking.crl");
  const Result<Dump> dump = read(joined({chain()[0], Bytes(list.begin(), list.end() - 1)}));
  ASSERT_TRUE(dump);
  ASSERT_EQ(dump->unreadable.size(), 1U);
  EXPECT_EQ(dump->unreadable[0].kind, Unreadable::Kind::crl);
  const Result<Dump> other = read(joined({chain()[0], Bytes(chain()[1].begin(), chain()[1].end() - 1)}));
  EXPECT_NE(other->unreadable.at(0).kind, Unreadable::Kind::crl);
}

TEST(DerItems, APrivateKeyAloneIsNamed) {
  const Result<Dump> dump = read(*from_hex("3008020100300004010a"));
  ASSERT_FALSE(dump);
  EXPECT_NE(describe(dump.error()).find("only a private key, DER value 1"), std::string::npos)
      << describe(dump.error());
}

TEST(Shape, KnowsNothingElse) {
  for (const std::string_view hex : {"", "30", "0500", "3000", "3003020107", "30820000"})
    EXPECT_EQ(shape_of(*from_hex(hex)), DerShape::other) << hex;
}

}  // namespace
}  // namespace odca
