// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "system": the operating system's roots and the machine's folder, below a root folder of the test's own.
#include <gtest/gtest.h>

#include "source/test_folder.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

TEST(SystemSource, OsRootsServeEnterpriseAndRfc5280Only) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem") + testdata("root_b.pem"));
  const auto store = load_system_below(root.path());
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 2U);
  for (const TrustAnchor& anchor : store->anchors()) {
    EXPECT_EQ(anchor.roles, (Roles{AnchorRole::enterprise, AnchorRole::rfc5280}));
    EXPECT_EQ(anchor.origin.kind, OriginKind::system);
    EXPECT_EQ(anchor.origin.where, (root.path() / kDebian).string());
  }
}

TEST(SystemSource, APolicyMayNameMoreRoles) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  const auto store = load_system_below(root.path(), {SystemRole::lab});
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors()[0].roles, (Roles{AnchorRole::enterprise, AnchorRole::rfc5280, AnchorRole::lab}));
}

TEST(SystemSource, EachPlaceIsFoundAndTheFirstWins) {
  const char* const places[] = {"etc/ssl/cert.pem",
                                "etc/ssl/ca-bundle.pem",
                                "var/lib/ca-certificates/ca-bundle.pem",
                                "etc/pki/tls/certs/ca-bundle.crt",
                                "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                "etc/ssl/certs/ca-certificates.crt"};
  const TestFolder root;
  for (const char* const place : places) {  // the last of the table first, so that each new one wins
    root.write(place, testdata("root_a.pem"));
    const auto store = load_system_below(root.path());
    ASSERT_TRUE(store) << all_text(store.error());
    EXPECT_EQ(store->anchors()[0].origin.where, (root.path() / place).string());
    EXPECT_EQ(store->versions()[0], "system " + (root.path() / place).string());
  }
}

TEST(SystemSource, NoStoreIsAnErrorThatNamesThePlaces) {
  const TestFolder root;
  root.write("etc/odca-trust/anchors/root.pem", testdata("root_a.pem"));
  for (const SourceKind source : {SourceKind::system, SourceKind::combined}) {
    const auto store = TrustStore::load({.source = source}, {.root = root.path()});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().reason.text(), "no-os-store");
    EXPECT_NE(store.error().message.find("ca-certificates.crt"), std::string::npos);
    EXPECT_NE(store.error().message.find("tls-ca-bundle.pem"), std::string::npos);
    EXPECT_NE(store.error().hint.find("embedded"), std::string::npos);
  }
}

TEST(SystemSource, OneRootThatCannotBeReadIsAnErrorThatNamesIt) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem") +
                                       "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n" +
                                       testdata("root_b.pem"));
  const auto store = load_system_below(root.path());
  ASSERT_FALSE(store);
  EXPECT_NE(describe(store.error()).find("ca-certificates.crt: PEM block 2"), std::string::npos)
      << describe(store.error());
}

TEST(SystemSource, GeneralizedTimeBefore2050IsToleratedAndNoted) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("early_dates.pem"));
  const auto store = load_system_below(root.path());
  ASSERT_TRUE(store) << all_text(store.error());
  const auto& certificate = store->anchors()[0].certificate;
  ASSERT_TRUE(certificate);
  ASSERT_EQ((*certificate)->oddities.size(), 2U);
  EXPECT_EQ((*certificate)->oddities[0].kind, Oddity::Kind::early_generalized_time);
  EXPECT_EQ(format_time(store->anchors()[0].validity->not_after), "2046-12-31T23:59:59Z");
}

TEST(SystemSource, TheMachineFolderServesEveryRole) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  root.write("etc/odca-trust/anchors/lab.pem", testdata("root_b.pem"));
  const auto store = load_system_below(root.path());
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 2U);
  EXPECT_EQ(store->anchors()[1].roles, Roles::all());
  EXPECT_EQ(store->anchors()[1].origin.kind, OriginKind::system);
}

TEST(SystemSource, TheMachineFolderHasATrustFileToo) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  root.write("etc/odca-trust/anchors/lab.pem", testdata("root_b.pem"));
  root.write("etc/odca-trust/anchors/trust.yaml",
             "certificates:\n  - file: lab.pem\n    use: anchor\n    roles: [lab]\n");
  const auto store = load_system_below(root.path());
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors()[1].roles, Roles{AnchorRole::lab});
}

TEST(SystemSource, AMachineFolderMayHoldDenyEntriesAlone) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  root.write("etc/odca-trust/anchors/trust.yaml",
             "deny:\n  - label: x\n    reason: y\n    sha256: " + std::string(64, 'b') + "\n");
  const auto store = TrustStore::load({.source = SourceKind::combined}, {.root = root.path()});
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_NE(store->denial_of_certificate(*fingerprint_from_hex(std::string(64, 'b'))), nullptr);
}

TEST(SystemSource, AnErrorInTheMachineFolderIsAnError) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  root.write("etc/odca-trust/anchors/notes.txt", "x");
  EXPECT_FALSE(load_system_below(root.path()));
}

TEST(SystemSource, TheStoreOfThisMachineLoadsWhole) {
  if (!fs::exists("/etc/ssl/certs/ca-certificates.crt")) GTEST_SKIP() << "this machine has no Debian store";
  const TestFolder root;
  root.write(std::string(kDebian), text_of("/etc/ssl/certs/ca-certificates.crt"));
  const auto store = load_system_below(root.path());
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_GT(store->anchors().size(), 50U);
}

}  // namespace
}  // namespace odca
