// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Source "custom": a file or folder of an operator, and the trust file beside it.
#include <gtest/gtest.h>

#include "odca/digest.h"
#include "source/test_folder.h"
#include "source/trust_file.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

std::string sha256_of(const std::string& pem_text) {
  const std::size_t start = pem_text.find('\n');
  const auto der = from_base64(pem_text.substr(start, pem_text.find("-----END") - start));
  return to_hex(sha256(*der));
}

TEST(CustomSource, AFileIsAnAnchorForEveryRole) {
  const TestFolder folder;
  const auto store = load_custom_at(folder.write("root.pem", testdata("root_a.pem")));
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 1U);
  const TrustAnchor& anchor = store->anchors()[0];
  EXPECT_EQ(anchor.roles, Roles::all());
  EXPECT_EQ(anchor.origin.kind, OriginKind::custom);
  EXPECT_EQ(anchor.origin.where, (folder.path() / "root.pem").string());
  EXPECT_EQ(anchor.label, "CN=Root A");
  EXPECT_EQ(anchor.cert_sha256.size(), 1U);
  EXPECT_TRUE(anchor.certificate && anchor.validity && anchor.subject_key_id);
}

TEST(CustomSource, DerIsReadToo) {
  const TestFolder folder;
  const std::string text = testdata("root_a.pem");
  const std::size_t start = text.find('\n');
  const auto der = from_base64(text.substr(start, text.find("-----END") - start));
  const std::string content(as_text(*der));
  const auto store = load_custom_at(folder.write("two.der", content + content));
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors().size(), 1U) << "the same certificate twice is one anchor";
}

TEST(CustomSource, AFolderIsReadInTheOrderOfItsNames) {
  const TestFolder folder;
  folder.write("2.pem", testdata("root_a.pem"));
  folder.write("1.pem", testdata("root_b.pem"));
  const auto store = load_custom_at(folder.path());
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 2U);
  EXPECT_EQ(store->anchors()[0].label, "CN=Root B");
}

TEST(CustomSource, CrlsGoToTheCrls) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("root.crl.pem", testdata("crl_a.pem"));
  const auto store = load_custom_at(folder.path());
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->crls().size(), 1U);
  EXPECT_EQ(store->crls()[0].origin.where, (folder.path() / "root.crl.pem").string());
}

TEST(CustomSource, TheTrustFileOfAFolderSaysWhatEachIsFor) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("sub.pem", testdata("sub_a.pem"));
  folder.write(
      "trust.yaml",
      "certificates:\n"
      "  - file: root.pem\n    use: anchor\n    roles: [enterprise, lab]\n    label: our root\n"
      "    published_at: https://pki.example.com/root.cer\n    checked_on: 2026-11-01\n"
      "    constraints:\n      path_len: 2\n      min_amt: 15\n      max_amt: 21\n      use_until: 2030-01-01\n"
      "      first_ca:\n        - {type: CN, starts_with: Sub}\n"
      "  - sha256: " +
          sha256_of(testdata("sub_a.pem")) +
          "\n    use: intermediate\n"
          "deny:\n  - label: lost key\n    reason: stolen laptop\n    spki_sha256: " +
          std::string(64, 'a') + "\n");
  const auto store = load_custom_at(folder.path());
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 1U);
  ASSERT_EQ(store->intermediates().size(), 1U);
  const TrustAnchor& anchor = store->anchors()[0];
  EXPECT_EQ(anchor.roles, (Roles{AnchorRole::enterprise, AnchorRole::lab}));
  EXPECT_EQ(anchor.label, "our root");
  EXPECT_EQ(anchor.provenance.at(0).url, "https://pki.example.com/root.cer");
  EXPECT_EQ(anchor.provenance.at(0).retrieved, "2026-11-01");
  EXPECT_EQ(anchor.constraints.path_len, 2U);
  EXPECT_EQ(anchor.constraints.min_amt, 15U);
  EXPECT_EQ(anchor.constraints.max_amt, 21U);
  ASSERT_TRUE(anchor.constraints.use_window);
  EXPECT_EQ(format_time(anchor.constraints.use_window->not_before), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_time(anchor.constraints.use_window->not_after), "2030-01-01T00:00:00Z");
  ASSERT_EQ(anchor.constraints.first_ca.size(), 1U);
  EXPECT_EQ(anchor.constraints.first_ca[0].type, kCommonName);
  EXPECT_EQ(anchor.constraints.first_ca[0].value, "Sub");
  EXPECT_TRUE(anchor.constraints.first_ca[0].prefix);
  const DenyEntry* const entry = store->denial_of_key(*fingerprint_from_hex(std::string(64, 'a')));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->origin.kind, OriginKind::custom);
}

TEST(CustomSource, TheTrustFileBesideAFileIsUsed) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem") + testdata("sub_a.pem"));
  folder.write("root.pem.trust.yaml",
               "certificates:\n  - sha256: " + sha256_of(testdata("sub_a.pem")) + "\n    use: intermediate\n");
  const auto store = load_custom_at(folder.path() / "root.pem");
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors().size(), 1U);
  EXPECT_EQ(store->intermediates().size(), 1U);
}

TEST(CustomSource, TheTrustFileOfTheFolderHoldsForAFileInIt) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("trust.yaml", "certificates:\n  - file: root.pem\n    use: intermediate\n");
  EXPECT_EQ(reason_of(folder.path() / "root.pem"), "no-anchor");
}

TEST(CustomSource, ARelativePathStartsAtThePolicyFolder) {
  const TestFolder folder;
  folder.write("anchors/root.pem", testdata("root_a.pem"));
  const auto store = TrustStore::load({.source = SourceKind::custom, .path = "anchors"}, {.policy_dir = folder.path()});
  EXPECT_TRUE(store) << all_text(store.error());
}

TEST(CustomSource, LinksToFilesAreFollowed) {
  const TestFolder folder;
  const fs::path file = folder.write("elsewhere/root.pem", testdata("root_a.pem"));
  fs::create_directories(folder.path() / "anchors");
  fs::create_symlink(file, folder.path() / "anchors/root.pem");
  EXPECT_EQ(reason_of(folder.path() / "anchors"), "loaded");
}

TEST(CustomSource, ALinkToNowhereIsAnErrorThatNamesIt) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  fs::create_symlink(folder.path() / "gone", folder.path() / "link.pem");
  const auto store = load_custom_at(folder.path());
  ASSERT_FALSE(store);
  EXPECT_NE(all_text(store.error()).find("link.pem"), std::string::npos) << all_text(store.error());
}

TEST(CustomSource, APrivateKeyIsRefused) {
  const TestFolder folder;
  folder.write("root.pem",
               testdata("root_a.pem") + "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
  const auto store = load_custom_at(folder.path());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().reason.text(), "private-key");
  EXPECT_NE(describe(store.error()).find("root.pem: PEM block 2"), std::string::npos) << describe(store.error());
}

TEST(CustomSource, ABlockOfAnotherKindIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.write(
                "a.pem", testdata("root_a.pem") + "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")),
            "pem-label");
}

TEST(CustomSource, AnIncompleteBlockIsRefused) {
  const TestFolder folder;
  const std::string text = testdata("root_a.pem");
  EXPECT_EQ(reason_of(folder.write("a.pem", testdata("root_b.pem") + text.substr(0, text.size() / 2))), "pem");
}

TEST(CustomSource, ADamagedCertificateIsAnErrorThatNamesFileAndPlace) {
  const TestFolder folder;
  folder.write("bad.pem", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
  const auto store = load_custom_at(folder.path());
  ASSERT_FALSE(store);
  EXPECT_NE(describe(store.error()).find("bad.pem: PEM block 1, line 1"), std::string::npos) << describe(store.error());
}

TEST(CustomSource, BadBase64IsRefused) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.write("a.pem", "-----BEGIN CERTIFICATE-----\nM(A=\n-----END CERTIFICATE-----\n")),
            "base64");
}

TEST(CustomSource, AFileThatIsNoCertificateIsRefused) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("README", "our anchors\n");
  const auto store = load_custom_at(folder.path());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().reason.text(), "not-trust-material");
  EXPECT_NE(describe(store.error()).find("README"), std::string::npos);
}

TEST(CustomSource, AnEmptyFileIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.write("a.pem", "")), "empty");
}

TEST(CustomSource, DerOfAnotherKindIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.write("a.der", std::string("\x30\x03\x02\x01\x00", 5))), "not-trust-material");
}

TEST(CustomSource, BytesBehindDerAreRefused) {
  const TestFolder folder;
  const std::string text = testdata("root_a.pem");
  const std::size_t start = text.find('\n');
  const auto der = from_base64(text.substr(start, text.find("-----END") - start));
  EXPECT_EQ(reason_of(folder.write("a.der", std::string(as_text(*der)) + "x")), "not-trust-material");
}

TEST(CustomSource, AFolderInAFolderIsRefused) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("more/root.pem", testdata("root_b.pem"));
  EXPECT_EQ(reason_of(folder.path()), "not-a-file");
}

TEST(CustomSource, AFolderWithoutAnchorIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.path()), "no-anchor");
  folder.write("sub.pem", testdata("sub_a.pem"));
  folder.write("trust.yaml", "certificates:\n  - file: sub.pem\n    use: intermediate\n");
  EXPECT_EQ(reason_of(folder.path()), "no-anchor");
}

TEST(CustomSource, NoPathAndAWrongPathAreErrors) {
  EXPECT_EQ(reason_of(std::filesystem::path()), "no-path");
  EXPECT_EQ(reason_of("/no/such/folder"), "not-found");
}

TEST(CustomSource, WhatEveryUserMayChangeIsRefused) {
  const TestFolder folder;
  const fs::path file = folder.write("root.pem", testdata("root_a.pem"));
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(reason_of(file), "world-writable");
  fs::permissions(file, fs::perms::others_write, fs::perm_options::remove);
  EXPECT_EQ(reason_of(file), "loaded");
  fs::permissions(folder.path(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(reason_of(folder.path()), "world-writable");
}

TEST(CustomSource, WhatEveryUserMayExchangeIsRefused) {
  const TestFolder folder;
  const fs::path file = folder.write("root.pem", testdata("root_a.pem"));
  fs::permissions(folder.path(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(reason_of(file), "world-writable");
}

TEST(CustomSource, AStickyFolderKeepsAFileFromBeingExchanged) {
  const TestFolder folder;
  const fs::path file = folder.write("root.pem", testdata("root_a.pem"));
  fs::permissions(folder.path(), fs::perms::others_write | fs::perms::sticky_bit, fs::perm_options::add);
  EXPECT_EQ(reason_of(file), "loaded");
}

TEST(CustomSource, ATooLargeFileIsRefused) {
  const TestFolder folder;
  EXPECT_EQ(load_custom_at(folder.write("a.pem", std::string((8U << 20U) + 1, ' '))).error().code, Errc::limit);
}

TEST(CustomSource, GeneralizedTimeBefore2050IsRead) {
  const TestFolder folder;
  EXPECT_EQ(reason_of(folder.write("a.pem", testdata("early_dates.pem"))), "loaded");
}

TEST(CustomSource, Utf16WithAMarkIsRead) {
  const TestFolder folder;
  std::string wide = "\xff\xfe";
  for (const char c : testdata("root_a.pem")) wide += {c, '\0'};
  EXPECT_EQ(reason_of(folder.write("a.pem", wide)), "loaded");
}

TEST(CustomSource, ForeignContentHasItsName) {
  const TestFolder folder;
  const std::pair<std::string, std::string_view> cases[] = {
      {"<html>", "an HTML page"},
      {"\x1f\x8b\x08", "gzip data"},
      {"HTTP/1.1 200 OK\r\n\r\n0", "an HTTP response"},
      {"MIIB1TCCAVug", "base64 without its BEGIN"},
      {"----BEGIN CERTIFICATE-----\nMIIB1TCCAVugAwIBAgIBATAK\n", "damaged BEGIN"},
      {"", "it is empty"}};
  for (const auto& [content, what] : cases) {
    const auto loaded = load_custom_at(folder.write("a.pem", content));
    ASSERT_FALSE(loaded) << what;
    EXPECT_NE(describe(loaded.error()).find(what), std::string::npos) << describe(loaded.error());
  }
}

// The trust file.

struct TrustFileCase {
  std::string yaml;
  std::string says;
};

TEST(TrustFile, WhatDoesNotFitIsRefused) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("sub.pem", testdata("sub_a.pem"));
  const std::string root = sha256_of(testdata("root_a.pem"));
  const std::string zeros(64, '0');
  const TrustFileCase cases[] = {
      {"certificates:\n  - file: rot.pem\n    use: anchor\n", "no certificate here is the one"},
      {"certificates:\n  - sha256: " + zeros + "\n    use: anchor\n", "no certificate here is the one"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n  - sha256: " + root + "\n    use: anchor\n",
       "duplicate entry"},
      {"certificates:\n  - file: root.pem\n", "'use'"},
      {"certificates:\n  - use: anchor\n", "neither"},
      {"certificates:\n  - file: root.pem\n    sha256: " + root + "\n    use: anchor\n", "both"},
      {"certificates:\n  - file: ../root.pem\n    use: anchor\n", "a path"},
      {"certificates:\n  - file: root.pem\n    use: root\n", "'intermediate'"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    roles: []\n", "at least one"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    roles: [ocda]\n", "did you mean 'odca'"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    roles: [odca, odca]\n", "duplicate role"},
      {"certificates:\n  - file: root.pem\n    use: intermediate\n    roles: [odca]\n", "has no roles"},
      {"certificates:\n  - file: root.pem\n    use: intermediate\n    constraints: {path_len: 1}\n", "no constraints"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    constraints: {pathlen: 1}\n",
       "did you mean 'path_len'"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    constraints: {min_amt: 22, max_amt: 21}\n", "from 22"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n"
       "    constraints: {use_from: 2027-01-02, use_until: 2027-01-01}\n",
       "before use_from"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n"
       "    constraints: {first_ca: [{type: CN, is: a, starts_with: b}]}\n",
       "both"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n"
       "    constraints: {first_ca: [{type: DC, is: a}]}\n",
       "'organizationIdentifier'"},
      {"certificates:\n  - file: root.pem\n    use: anchor\n    published_at: http://example.com/\n", "https"},
      {"deny:\n  - label: x\n    reason: y\n", "neither"},
      {"deny:\n  - label: x\n    spki_sha256: " + zeros + "\n", "'reason'"},
      {"deny:\n  - label: x\n    reason: y\n    spki_sha256: " + zeros +
           "\n  - label: z\n    reason: y\n    spki_sha256: " + zeros + "\n",
       "duplicate"},
      {"anchors: []\n", "'anchors'"},
      {"", ""},
  };
  for (const TrustFileCase& one : cases) {
    folder.write("trust.yaml", one.yaml);
    const auto store = load_custom_at(folder.path());
    ASSERT_FALSE(store) << one.yaml;
    EXPECT_NE(all_text(store.error()).find("trust.yaml"), std::string::npos) << all_text(store.error());
    EXPECT_NE(all_text(store.error()).find(one.says), std::string::npos) << all_text(store.error());
  }
}

TEST(TrustFile, ACertificateInTwoFilesMustBeUsedInOneWay) {
  const TestFolder folder;
  folder.write("one.pem", testdata("root_a.pem"));
  folder.write("two.pem", testdata("root_a.pem") + testdata("root_b.pem"));
  EXPECT_EQ(reason_of(folder.path()), "loaded");
  folder.write("trust.yaml", "certificates:\n  - file: two.pem\n    use: intermediate\n");
  EXPECT_EQ(reason_of(folder.path()), "ambiguous-use");
}

TEST(TrustFile, TheNameForASingleFileIsRefusedInAFolder) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write("root.pem.trust.yaml", "certificates:\n  - file: root.pem\n    use: anchor\n");
  EXPECT_EQ(reason_of(folder.path()), "trust-file-name");
}

TEST(TrustFile, TheExampleInTheDocumentsIsRead) {
  const std::string page = text_of(fs::path(ODCA_SOURCE_DIR) / "docs/trust-sources.md");
  const std::size_t start = page.find("# /etc/odca-trust/anchors/trust.yaml");
  ASSERT_NE(start, std::string::npos);
  const TestFolder folder;
  const auto file = read_trust_file(folder.write("trust.yaml", page.substr(start, page.find("```", start) - start)),
                                    OriginKind::custom);
  ASSERT_TRUE(file) << all_text(file.error());
  EXPECT_EQ(file->rows.size(), 2U);
  EXPECT_EQ(file->denied.size(), 1U);
}

}  // namespace
}  // namespace odca
