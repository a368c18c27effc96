// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/crl.h"

#include <gtest/gtest.h>

#include "der/writer.h"
#include "odca/digest.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

constexpr ParseLimits kLimits{.bytes = 1U << 20U};

Crl crl_named(const std::string& name) { return *Crl::from_der(test::vector_named("crls.txt", name), kLimits); }

class CrlVector : public ::testing::TestWithParam<test::Vector> {};
TEST_P(CrlVector, IsReadOrRefusedAsExpected) {
  const auto crl = Crl::from_der(GetParam().bytes, kLimits);
  const std::string read = crl && !(*crl)->flaws.empty() ? "flawed" : "ok";
  EXPECT_EQ(crl ? read : crl.error().reason.text(), GetParam().words[1]) << (crl ? "" : describe(crl.error()));
  if (!crl) return;
  std::string oddities;
  for (const Oddity& each : (*crl)->oddities)
    oddities += (oddities.empty() ? "" : ",") + std::string(reason_of(each.kind)) + "@" + each.where;
  EXPECT_EQ(oddities.empty() ? "-" : oddities, GetParam().words[2]);
  EXPECT_EQ((*crl)->der, GetParam().bytes);
}
INSTANTIATE_TEST_SUITE_P(All, CrlVector, ::testing::ValuesIn(test::vectors("crls.txt")), test::name_of);

TEST(Crl, KeepsItsFields) {
  const Crl crl = crl_named("plain");
  EXPECT_EQ(crl->issuer.to_string(), "CN=Crl Issuer");
  EXPECT_EQ(format_time(crl->this_update), "2020-01-01T00:00:00Z");
  EXPECT_EQ(format_time(*crl->next_update), "2049-12-31T23:59:59Z");
  EXPECT_EQ(to_hex(*crl->number), "07");
  EXPECT_FALSE(crl->number_critical);
  EXPECT_FALSE(crl->is_delta);
  EXPECT_TRUE(crl->entries.empty());
  EXPECT_EQ(crl->sha256, sha256(crl->der));
  EXPECT_EQ(crl->signature_algorithm.kind, SignatureKind::ecdsa_sha384);
}
TEST(Crl, KeepsItsEntries) {
  const Crl crl = crl_named("entries");
  ASSERT_EQ(crl->entries.size(), 2U);
  EXPECT_EQ(to_hex(crl->entries[0].serial), "01");
  EXPECT_EQ(format_time(crl->entries[0].revoked_at.value()), "2021-01-01T00:00:00Z");
  EXPECT_FALSE(crl->entries[0].reason);
  EXPECT_EQ(crl->entries[1].reason, 1U);
  EXPECT_FALSE(crl->entries[1].effective_issuer);
}
TEST(Crl, CarriesTheIssuerOfACertificateForward) {
  const Crl crl = crl_named("indirect");
  std::string issuers;
  std::string written;
  for (const RevokedEntry& entry : crl->entries) {
    issuers += entry.effective_issuer ? entry.effective_issuer->to_string() + ";" : "-;";
    written += entry.certificate_issuer ? "x" : "-";
  }
  EXPECT_EQ(issuers, "-;CN=A;CN=A;CN=B;CN=B;");
  EXPECT_EQ(written, "-x-x-");
}
TEST(Crl, MarksTheEntryWithAnUnknownCriticalExtension) {
  const Crl crl = crl_named("entry-unknown-critical");
  EXPECT_TRUE(crl->entries[0].unknown_critical);
  EXPECT_FALSE(crl->entries[1].unknown_critical);
}
TEST(Crl, ListsUnknownCriticalExtensions) {
  EXPECT_EQ(crl_named("unknown-critical")->unknown_critical, std::vector<std::string>{"1.2.3.4"});
  EXPECT_TRUE(crl_named("idp-all")->unknown_critical.empty());
  EXPECT_TRUE(crl_named("delta")->unknown_critical.empty());
}
TEST(Crl, KnowsADelta) {
  EXPECT_TRUE(crl_named("delta")->is_delta);
  EXPECT_EQ(to_hex(*crl_named("delta")->base_number), "03");
  EXPECT_TRUE(crl_named("delta-nonsense")->is_delta);
}
TEST(Crl, KnowsItsVersion) {
  EXPECT_EQ(crl_named("version-1")->version, 1U);
  EXPECT_EQ(crl_named("plain")->version, 2U);
  EXPECT_EQ(crl_named("version-3")->version, 3U);
}
TEST(Crl, KeepsAnEntryWhoseIssuerIsUnclear) {
  const Crl crl = crl_named("entry-issuer-two");
  ASSERT_EQ(crl->entries.size(), 1U);
  EXPECT_TRUE(crl->entries[0].issuer_unclear);
  EXPECT_FALSE(crl_named("entry-reason-7")->entries[0].issuer_unclear);
}
TEST(Crl, KeepsTheReasonsOfItsScope) {
  EXPECT_EQ(crl_named("idp-all")->issuing_distribution_point->reasons & ~kAllReasons, 0);
  EXPECT_EQ(crl_named("idp-not-critical")->issuing_distribution_point->reasons, kAllReasons);
}
TEST(Crl, KnowsACriticalNumber) { EXPECT_TRUE(crl_named("number-critical")->number_critical); }
TEST(Crl, KeepsItsScope) {
  const auto idp = *crl_named("idp-all")->issuing_distribution_point;
  EXPECT_TRUE(idp.critical);
  EXPECT_EQ(idp.point->uris.at(0), "http://x.test/a.crl");
  EXPECT_FALSE(idp.only_user_certs);
  EXPECT_TRUE(idp.only_ca_certs);
  EXPECT_FALSE(idp.only_attribute_certs);
  EXPECT_TRUE(idp.only_some_reasons);
  EXPECT_TRUE(idp.indirect);
  const auto genuine_form = *crl_named("idp-not-critical")->issuing_distribution_point;
  EXPECT_FALSE(genuine_form.critical);
  EXPECT_FALSE(genuine_form.point);
  EXPECT_TRUE(genuine_form.indirect);
}
TEST(Crl, ObeysTheLimitOnItsSize) {
  const Bytes der = test::vector_named("crls.txt", "plain");
  EXPECT_EQ(Crl::from_der(der, {.bytes = der.size() - 1}).error().reason.text(), "too-big");
}

// A CRL of the largest size whose first entry names an issuer of half a megabyte that all others inherit.
TEST(Crl, CarryingALargeIssuerTakesNoTime) {
  const auto plain = *Crl::from_der(test::vector_named("crls.txt", "indirect"), kLimits);
  const Bytes type = *der::oid("2.5.4.3");
  const Bytes rdn = der::set_of({der::sequence({type, der::string_value(der::kUtf8String, std::string(500000, 'x'))})});
  const Bytes issuer = der::sequence({der::explicit_tag(4, der::sequence({rdn}))});
  const Bytes extension = der::sequence({*der::oid("2.5.29.29"), der::boolean_value(true), der::octet_string(issuer)});
  const Bytes when = *der::utc_time_value(plain->this_update);
  std::vector<Bytes> entries{der::sequence({der::integer(1), when, der::sequence({extension})})};
  for (std::uint64_t serial = 0; serial < 20000; ++serial)
    entries.push_back(der::sequence({der::integer(serial), when}));
  const Bytes tbs =
      der::sequence({der::integer(1), plain->inner_signature.der,
                     Bytes(plain->issuer.der().begin(), plain->issuer.der().end()), when, der::sequence(entries)});
  const auto crl = Crl::from_der(
      der::sequence({tbs, plain->signature_algorithm.der, der::bit_string_value(plain->signature)}), kLimits);
  ASSERT_TRUE(crl) << describe(crl.error());
  ASSERT_EQ((*crl)->entries.size(), 20001U);
  // All views of one copy: twenty thousand copies would be ten gigabytes.
  std::optional<Name> first;
  for (const RevokedEntry& entry : (*crl)->entries) {
    if (!first) first = entry.effective_issuer;
    ASSERT_EQ(entry.effective_issuer->der().data(), first->der().data());
  }
}

}  // namespace
}  // namespace odca
