// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "embedded", the table of sources, and the store: that what is compiled in is what the reviewed files and
// bundles/README.md say, and that it fits genuine devices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "facts/facts_yaml.h"
#include "odca/verifier.h"
#include "os/file.h"
#include "source/test_folder.h"
#include "x509/link_proofs.h"

namespace odca {
namespace {

namespace fs = std::filesystem;
const fs::path kSource = ODCA_SOURCE_DIR;

TrustStore embedded() { return *TrustStore::load({}, {}); }

const TrustAnchor& anchor_with(const TrustStore& store, std::string_view spki_start) {
  for (const TrustAnchor& anchor : store.anchors())
    if (to_hex(anchor.spki_sha256).starts_with(spki_start)) return anchor;
  ADD_FAILURE() << "no anchor " << spki_start;
  return store.anchors()[0];
}

Fingerprint fingerprint(std::string_view hex) { return *fingerprint_from_hex(hex); }

TEST(EmbeddedSource, IsTheDefault) {
  const TrustStore store = embedded();
  EXPECT_EQ(store.source(), "embedded");
  ASSERT_EQ(store.versions().size(), 1U);
  EXPECT_TRUE(store.versions()[0].starts_with("embedded 20"));
}

TEST(EmbeddedSource, TheProductionRootServesOdcaAndNothingElse) {
  const TrustStore store = embedded();
  const TrustAnchor& root = anchor_with(store, "84b25305");
  EXPECT_EQ(root.roles, Roles{AnchorRole::odca});
  EXPECT_EQ(root.cert_sha256.at(0), fingerprint("beb40bb7507b33967226aa80e084749fbb6593893c642e818d682e9a8d07fc24"));
  EXPECT_EQ(root.origin.kind, OriginKind::embedded);
  EXPECT_EQ(root.origin.where, "bundles/intel-odca");
  EXPECT_TRUE(root.provenance.at(0).url.starts_with("https://tsci.intel.com/"));
  EXPECT_EQ(root.provenance.at(0).retrieved.size(), 10U);
}

TEST(EmbeddedSource, TheDiceAnchorsServeAmt22AndLater) {
  const TrustStore store = embedded();
  for (const char* const spki : {"54b4e194", "fa8abeae"}) {
    const TrustAnchor& anchor = anchor_with(store, spki);
    EXPECT_EQ(anchor.roles, Roles{AnchorRole::dice});
    EXPECT_EQ(anchor.constraints.min_amt, 22U);
  }
  EXPECT_EQ(format_time(anchor_with(store, "fa8abeae").validity->not_after), "9999-12-31T23:59:59Z");
}

TEST(EmbeddedSource, TheDcpRootIsNarrowedToIntel) {
  const TrustStore store = embedded();
  const auto& parts = anchor_with(store, "fa8abeae").constraints.first_ca;
  ASSERT_EQ(parts.size(), 3U);
  const std::map<std::string, std::pair<std::string, bool>> expected = {
      {std::string(kOrganization), {"Intel Corporation", false}},
      {std::string(kOrganizationIdentifier), {"PEN:343", false}},
      {std::string(kCommonName), {"Intel DICE SubCA CAID:343_", true}}};
  for (const NamePart& part : parts)
    EXPECT_EQ(expected.at(part.type), std::make_pair(part.value, part.prefix)) << part.type;
}

TEST(EmbeddedSource, TheDebugRootIsDeniedByKey) {
  const TrustStore store = embedded();
  const DenyEntry* const entry =
      store.denial_of_key(fingerprint("79b8d7af1769b0373315c7bf5612940b4e16b3038f4acbdd028d15cd4dacac70"));
  ASSERT_NE(entry, nullptr);
  EXPECT_FALSE(entry->reason.empty());
  EXPECT_EQ(store.denial_of_key(store.anchors()[0].spki_sha256), nullptr);
  EXPECT_EQ(store.denial_of_certificate(entry->sha256), nullptr) << "a key is not a certificate";
}

TEST(EmbeddedSource, IntermediatesSayWhereTheyArePublished) {
  const TrustStore store = embedded();
  for (const StoredCertificate& one : store.intermediates()) {
    EXPECT_EQ(one.origin.where, "bundles/intel-odca");
    ASSERT_EQ(one.provenance.size(), 1U);
    EXPECT_TRUE(one.provenance[0].url.starts_with("https://")) << one.provenance[0].url;
  }
}

TEST(EmbeddedSource, BuildDateIsThatOfTheFacts) {
  EXPECT_EQ("embedded " + format_time(build_date()).substr(0, 10), embedded().versions()[0]);
}

/// fingerprints_in collects every 64-digit value of a text.
std::set<std::string> fingerprints_in(const std::string& text) {
  const std::regex digits("\\b[0-9a-f]{64}\\b");
  return {std::sregex_token_iterator(text.begin(), text.end(), digits), {}};
}

TEST(EmbeddedSource, TheReadmeListsEveryFingerprintAndNoOther) {
  const TrustStore store = embedded();
  std::set<std::string> embedded_ones;
  for (const TrustAnchor& anchor : store.anchors()) {
    embedded_ones.insert(to_hex(anchor.cert_sha256.at(0)));
    embedded_ones.insert(to_hex(anchor.spki_sha256));
  }
  for (const StoredCertificate& one : store.intermediates()) embedded_ones.insert(to_hex(one.certificate->sha256));
  for (const DenyEntry& entry : store.denied()) embedded_ones.insert(to_hex(entry.sha256));
  EXPECT_EQ(fingerprints_in(text_of(kSource / "bundles/README.md")), embedded_ones);
}

// Genuine devices: facts of their own part, completed from the store, down from the root, signature by signature.

std::vector<Certificate> device(const std::string& file) {
  const auto entries = facts::read_document(text_of(kSource / "tests/vectors/real" / file), file);
  EXPECT_TRUE(entries) << all_text(entries.error());
  std::vector<Certificate> path;
  for (const facts::Entry& entry : *entries) {
    const auto der = facts::build_der(entry.facts);
    EXPECT_TRUE(der) << all_text(der.error());
    const auto certificate = Certificate::from_der(*der);
    EXPECT_TRUE(certificate) << all_text(certificate.error());
    path.push_back(*certificate);
  }
  return path;
}

/// complete appends the stored issuers, found by name and signature, and returns the anchor at the end.
const TrustAnchor* complete(std::vector<Certificate>& path, const TrustStore& store, LinkProofs& proofs) {
  while (path.size() < 16) {
    const Certificate last = path.back();
    for (const TrustAnchor& anchor : store.anchors())
      if (anchor.subject == last->issuer && proofs.check(anchor.spki, anchor.key, last) == LinkAnswer::valid)
        return &anchor;
    const auto issuer =
        std::find_if(store.intermediates().begin(), store.intermediates().end(), [&](const StoredCertificate& stored) {
          return stored.certificate->subject == last->issuer &&
                 proofs.check(stored.certificate->spki, stored.certificate->key, last) == LinkAnswer::valid;
        });
    if (issuer == store.intermediates().end()) return nullptr;
    path.push_back(issuer->certificate);
  }
  return nullptr;
}

void expect_genuine(const std::string& file, std::string_view rom, std::string_view issuing) {
  const TrustStore store = embedded();
  std::vector<Certificate> path = device(file);
  ASSERT_EQ(path.size(), 4U);
  EXPECT_EQ(path[3]->subject.to_string(), rom);
  LinkProofs proofs(100);
  for (std::size_t i = 0; i + 1 < 4; ++i)
    EXPECT_EQ(proofs.check(path[i + 1]->spki, path[i + 1]->key, path[i]), LinkAnswer::valid) << i;
  const TrustAnchor* const anchor = complete(path, store, proofs);
  ASSERT_EQ(path.size(), 6U);
  EXPECT_EQ(path[4]->subject.first(kOrganizationalUnit), issuing);
  ASSERT_NE(anchor, nullptr);
  EXPECT_TRUE(to_hex(anchor->spki_sha256).starts_with("84b25305"));
}

TEST(GenuineDevices, AnMccMachineLeadsToTheProductionRoot) {
  expect_genuine("mcc-dal-device.yaml", "CN=CSME MCC ROM CA", "On Die CSME P_MCC 00001881 Issuing CA");
}

TEST(GenuineDevices, AnMtlMachineLeadsToTheProductionRoot) {
  expect_genuine("mtl-ek-device.yaml", "CN=ODCA 2 CSME MTL SOC ROM CA", "ODCA 2 CSME P_MTL SOC 00003043 Issuing CA");
}

// The table and the store.

TEST(Sources, TheTableHasTheFour) {
  std::set<SourceKind> kinds;
  for (const TrustSource& source : all_sources()) kinds.insert(source.kind);
  EXPECT_EQ(kinds, (std::set{SourceKind::system, SourceKind::embedded, SourceKind::combined, SourceKind::custom}));
}

TEST(Sources, CombinedIsSystemAndEmbedded) {
  const TestFolder root;
  root.write("etc/ssl/certs/ca-certificates.crt", testdata("root_a.pem"));
  const auto store = TrustStore::load({.source = SourceKind::combined}, {.root = root.path()});
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors().size(), embedded().anchors().size() + 1);
  EXPECT_EQ(store->intermediates().size(), embedded().intermediates().size());
  EXPECT_EQ(store->versions().size(), 2U);
}

TEST(Sources, DeniedKeysAreDeniedInEverySource) {
  const TestFolder folder;
  const auto store = load_custom_at(folder.write("root.pem", testdata("root_a.pem")));
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->denied().size(), embedded().denied().size());
}

TEST(Roles, NamesComeBack) {
  for (const std::string& name : Roles::all().to_strings()) {
    const auto role = anchor_role_from(name);
    ASSERT_TRUE(role) << name;
    EXPECT_EQ(to_string(*role), name);
  }
  EXPECT_FALSE(anchor_role_from("mps"));
  EXPECT_TRUE(Roles().to_strings().empty());
}

}  // namespace
}  // namespace odca
