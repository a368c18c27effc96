// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/certificate.h"

#include <gtest/gtest.h>

#include "odca/digest.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

Certificate read(const std::string& name) {
  return *Certificate::from_der(test::vector_named("certificates.txt", name));
}

std::string oddities(const std::vector<Oddity>& all) {
  std::string text;
  for (const Oddity& each : all)
    text += (text.empty() ? "" : ",") + std::string(reason_of(each.kind)) + "@" + each.where;
  return text.empty() ? "-" : text;
}

class CertificateVector : public ::testing::TestWithParam<test::Vector> {};
TEST_P(CertificateVector, IsReadOrRefusedAsExpected) {
  const auto certificate = Certificate::from_der(GetParam().bytes);
  EXPECT_EQ(certificate ? "ok" : certificate.error().reason.text(), GetParam().words[1])
      << (certificate ? "" : describe(certificate.error()));
  if (!certificate) {
    EXPECT_FALSE(certificate.error().message.empty());
    EXPECT_FALSE(certificate.error().hint.empty());
    return;
  }
  EXPECT_EQ(oddities((*certificate)->oddities), GetParam().words[2]);
  EXPECT_EQ((*certificate)->der, GetParam().bytes);
}
INSTANTIATE_TEST_SUITE_P(All, CertificateVector, ::testing::ValuesIn(test::vectors("certificates.txt")), test::name_of);

TEST(Certificate, KeepsTheFieldsOfALibrarysCertificate) {
  const Certificate c = read("library");
  EXPECT_EQ(to_hex(c->serial), "4d");
  EXPECT_EQ(c->subject.to_string(), "C=DE, CN=Lib");
  EXPECT_TRUE(c.self_issued());
  EXPECT_EQ(format_time(c->validity.not_before), "2020-01-01T00:00:00Z");
  EXPECT_EQ(format_time(c->validity.not_after), "2060-01-01T00:00:00Z");
  EXPECT_EQ(c->signature_algorithm.kind, SignatureKind::ecdsa_sha384);
  EXPECT_EQ(c->inner_signature.der, c->signature_algorithm.der);
  EXPECT_EQ(c->key.kind, KeyKind::ec_p384);
  EXPECT_TRUE(c.is_ca());
  EXPECT_EQ(c->basic_constraints->path_len, 2U);
  EXPECT_TRUE(c.allows(KeyUsage::digital_signature));
  EXPECT_TRUE(c.allows(KeyUsage::key_cert_sign));
  EXPECT_TRUE(c.allows(KeyUsage::crl_sign));
  EXPECT_FALSE(c.allows(KeyUsage::key_encipherment));
  EXPECT_EQ(as_text(*c->subject_key_id), "12345678901234567890");
  EXPECT_EQ(c->subject_alt_names->at(0).text(), "lib.test");
  EXPECT_EQ(c->extensions.size(), 4U);
  EXPECT_TRUE(c->unknown_critical.empty());
}
TEST(Certificate, FingerprintsAreThoseOfTheBytes) {
  const Certificate c = read("library");
  EXPECT_EQ(c->sha256, sha256(c->der));
  EXPECT_EQ(c->spki_sha256, sha256(c->spki));
}
TEST(Certificate, TheSignedBytesAreAWholeValue) {
  const Certificate c = read("library");
  EXPECT_EQ(c->tbs.front(), 0x30);
  EXPECT_TRUE(equal(ByteView(c->der).subspan(4, c->tbs.size()), c->tbs));
}
TEST(Certificate, SerialsKeepTheirSign) {
  EXPECT_EQ(to_hex(read("serial-negative")->serial), "fb");
  EXPECT_EQ(to_hex(read("serial-zero")->serial), "00");
}
TEST(Certificate, EndsInTheYear9999) {
  EXPECT_EQ(format_time(read("year-9999")->validity.not_after), "9999-12-31T23:59:59Z");
}
TEST(Certificate, UtcTimeTurnsAt1950) {
  EXPECT_EQ(format_time(read("utc-until-2049")->validity.not_before), "1950-01-01T00:00:00Z");
}
TEST(Certificate, AbsentKeyUsageAllowsEverything) {
  EXPECT_TRUE(read("plain").allows(KeyUsage::key_cert_sign));
  EXPECT_FALSE(read("ku-decipher-only").allows(KeyUsage::key_cert_sign));
  EXPECT_TRUE(read("ku-decipher-only").allows(KeyUsage::decipher_only));
}
TEST(Certificate, KeepsAPathLengthWithoutCa) {
  const Certificate c = read("bc-path-length-without-ca");
  EXPECT_FALSE(c.is_ca());
  EXPECT_EQ(c->basic_constraints->path_len, 4U);
}
TEST(Certificate, AKeyOfNonsenseIsAProblemOfTheKey) {
  EXPECT_EQ(read("spki-of-nonsense")->key.flaw, KeyFlaw::malformed);
}
TEST(Certificate, AnUnknownAlgorithmIsAProblemOfTheAlgorithm) {
  const Certificate c = read("algorithm-unknown");
  EXPECT_EQ(c->signature_algorithm.kind, SignatureKind::unsupported);
  EXPECT_EQ(c->signature_algorithm.oid, "1.2.3.4");
  EXPECT_FALSE(c->signature_algorithm.problem.empty());
}
TEST(Certificate, NullParametersMakeAnotherAlgorithmIdentifier) {
  const Certificate c = read("null-parameters-outside");
  EXPECT_EQ(c->inner_signature.kind, c->signature_algorithm.kind);
  EXPECT_NE(c->inner_signature.der, c->signature_algorithm.der);
}

TEST(Critical, WhatNothingProcessesIsListed) {
  using Oids = std::vector<std::string>;
  EXPECT_EQ(read("extension-unknown-critical")->unknown_critical, Oids{"1.2.3.4"});
  EXPECT_EQ(read("aia-critical")->unknown_critical, Oids{std::string(oid::kAuthorityInfoAccess)});
  EXPECT_TRUE(read("ski-critical")->unknown_critical.empty());
  EXPECT_TRUE(read("policies-critical")->unknown_critical.empty());
  EXPECT_TRUE(read("name-constraints")->unknown_critical.empty());
}
TEST(Constraints, AreListedCriticalOrNotReadableOrNot) {
  for (const char* name : {"name-constraints", "name-constraints-nonsense", "policy-constraints", "policy-mappings",
                           "inhibit-any-policy", "policies-critical"})
    EXPECT_EQ(read(name)->constraints.size(), 1U) << name;
  EXPECT_TRUE(read("policies")->constraints.empty());
}

TEST(Extensions, AuthorityKeyIdentifierSaysWhatIsThere) {
  EXPECT_EQ(as_text(*read("aki-key-id")->authority_key_id->key_id), "12345");
  EXPECT_FALSE(read("aki-key-id")->authority_key_id->has_issuer);
  EXPECT_TRUE(read("aki-all")->authority_key_id->has_issuer);
  EXPECT_TRUE(read("aki-all")->authority_key_id->has_serial);
  EXPECT_FALSE(read("aki-empty")->authority_key_id->key_id);
}
TEST(Extensions, PurposesKeepTheirOrder) {
  EXPECT_EQ(read("eku")->extended_key_usage,
            (std::vector<std::string>{std::string(oid::kServerAuth), std::string(oid::kTcgEmbeddedCa)}));
}
TEST(Extensions, AlternativeNamesOfEveryKind) {
  const auto names = *read("san-kinds")->subject_alt_names;
  using Kind = GeneralName::Kind;
  std::vector<Kind> kinds;
  std::vector<std::string> texts;
  for (const GeneralName& name : names) {
    kinds.push_back(name.kind);
    texts.push_back(name.text());
  }
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::other_name, Kind::rfc822, Kind::dns, Kind::x400, Kind::directory,
                                      Kind::edi_party, Kind::uri, Kind::ip, Kind::ip, Kind::registered_id}));
  EXPECT_EQ(texts, (std::vector<std::string>{"", "a@x.test", "x.test", "", "CN=d", "", "https://x.test/", "192.0.2.1",
                                             "2001:db8::1:0:0:1", "1.2.3"}));
  EXPECT_EQ(names[4].name()->first(kCommonName), "d");
  EXPECT_EQ(to_hex(names[0].value).substr(0, 20), "06082b06010505070804");
}
TEST(Extensions, DistributionPointsKeepUrisAndIssuers) {
  const auto plain = read("cdp-uri")->crl_distribution_points;
  EXPECT_EQ(plain.at(0).uris.at(0), "http://x.test/a.crl");
  EXPECT_TRUE(plain[0].crl_issuers.empty());
  EXPECT_EQ(read("cdp-indirect")->crl_distribution_points.at(0).crl_issuers.at(0).to_string(), "CN=Crl Issuer");
  EXPECT_TRUE(read("cdp-reasons")->crl_distribution_points.at(0).has_reasons);
  EXPECT_TRUE(read("cdp-relative")->crl_distribution_points.at(0).has_relative_name);
}
TEST(Extensions, OnlyIssuersAreKeptOfInfoAccess) {
  EXPECT_EQ(read("aia")->ca_issuer_uris, std::vector<std::string>{"http://x.test/ca.cer"});
  EXPECT_TRUE(read("aia-half")->ca_issuer_uris.empty());
}
TEST(Extensions, PoliciesAreListed) {
  EXPECT_EQ(read("policies")->policies, (std::vector<std::string>{"1.2.3.4", "1.2.3.5"}));
}
TEST(Extensions, AreFoundByIdentifier) {
  EXPECT_NE(read("eku").find_extension(oid::kExtendedKeyUsage), nullptr);
  EXPECT_EQ(read("eku").find_extension(oid::kKeyUsage), nullptr);
}

TEST(Limits, BoundTheBytesOfOneCertificate) {
  const Bytes der = test::vector_named("certificates.txt", "plain");
  EXPECT_TRUE(Certificate::from_der(der, {.bytes = der.size()}));
  const auto refused = Certificate::from_der(der, {.bytes = der.size() - 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "too-big");
  EXPECT_EQ(refused.error().code, Errc::limit);
}
TEST(Limits, BoundTheDepth) {
  const auto refused = Certificate::from_der(test::vector_named("certificates.txt", "plain"), {.depth = 3});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "too-deep");
  EXPECT_EQ(refused.error().code, Errc::limit);
}

}  // namespace
}  // namespace odca
