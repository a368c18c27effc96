// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Bundles as trust material: what is compiled in and what is installed, merged; and a bundle that an operator names.
#include "source/store_contents.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bundle/store_document.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "source/test_folder.h"

namespace odca {
namespace {

TEST(EmbeddedStore, IsSound) {
  const Status status = bundle::lint(embedded_store(), {});
  EXPECT_TRUE(status) << status.error().message;
}
TEST(EmbeddedStore, HasAVersionAndIds) {
  const bundle::StoreDocument store = embedded_store();
  EXPECT_GE(store.preamble.version, 1U);
  EXPECT_EQ(store.anchors.at(0).id, 1U);
  EXPECT_EQ(to_hex(store.anchors.at(0).spki_sha256).substr(0, 8), "84b25305");
  EXPECT_EQ(store.deny.at(0).id, 1U);
  EXPECT_EQ(to_hex(store.deny.at(0).sha256).substr(0, 8), "79b8d7af");
}
TEST(EmbeddedStore, IsReadAsItIsWritten) {
  const std::string text = write_store(embedded_store());
  const auto document = bundle::Document::parse(text);
  ASSERT_TRUE(document) << document.error().message;
  const auto store = bundle::read_store(document->root());
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(write_store(*store), text);
}
TEST(EmbeddedStore, HoldsWhatTheSourceLoads) {
  const TrustStore loaded = *TrustStore::load({}, {});
  const bundle::StoreDocument store = embedded_store();
  ASSERT_EQ(store.anchors.size(), loaded.anchors().size());
  for (std::size_t i = 0; i < store.anchors.size(); ++i)
    EXPECT_EQ(store.anchors[i].spki_sha256, loaded.anchors()[i].spki_sha256);
  EXPECT_EQ(store.intermediates.size(), loaded.intermediates().size());
  EXPECT_EQ(store.deny.size(), loaded.denied().size());
}

/// newer is the embedded store as a bundle of the next version.
bundle::StoreDocument newer() {
  bundle::StoreDocument store = embedded_store();
  store.sha256.reset();
  ++store.preamble.version;
  stamp(store, {.kind = OriginKind::installed, .where = "bundle", .bundle_version = store.preamble.version});
  return store;
}
SourceContext installed(bundle::StoreDocument store) {
  SourceContext context;
  context.installed =
      std::make_shared<const InstalledTrust>(merged_with_embedded(bundle::accept({}, std::move(store))));
  return context;
}

TEST(InstalledBundle, ANewerOneGivesTheAnchors) {
  bundle::StoreDocument store = newer();
  store.anchors.pop_back();
  const TrustStore loaded = *TrustStore::load({}, installed(store));
  EXPECT_EQ(loaded.anchors().size(), embedded_store().anchors.size() - 1);
  EXPECT_EQ(loaded.anchors()[0].origin.bundle_version, store.preamble.version);
  EXPECT_EQ(loaded.versions().back(), "installed bundle " + std::to_string(store.preamble.version));
}
TEST(InstalledBundle, OneOfTheSameVersionDoesNot) {
  bundle::StoreDocument store = newer();
  --store.preamble.version;
  store.anchors.pop_back();
  const TrustStore loaded = *TrustStore::load({}, installed(store));
  EXPECT_EQ(loaded.anchors().size(), embedded_store().anchors.size());
  EXPECT_EQ(loaded.anchors()[0].origin.kind, OriginKind::embedded);
  EXPECT_EQ(loaded.anchors()[0].origin.bundle_version, store.preamble.version);
}
TEST(InstalledBundle, ADistrustedAnchorIsDeniedToEverySource) {
  bundle::StoreDocument store = newer();
  TrustAnchor& root = store.anchors[0];
  root.status = AnchorStatus::distrusted;
  const TestFolder folder;
  const auto file = folder.write("root.pem", testdata("root_a.pem"));
  const auto custom = TrustStore::load({.source = SourceKind::custom, .path = file}, installed(store));
  ASSERT_TRUE(custom) << all_text(custom.error());
  EXPECT_NE(custom->denial_of_key(root.spki_sha256), nullptr);
  const auto before = TrustStore::load({.source = SourceKind::custom, .path = file}, {});
  EXPECT_EQ(before->denial_of_key(root.spki_sha256), nullptr);
}
TEST(InstalledBundle, ALiftedEntryDeniesNoMore) {
  bundle::StoreDocument store = newer();
  const Fingerprint debug_root = store.deny.at(0).sha256;
  EXPECT_NE(TrustStore::load({}, installed(store))->denial_of_key(debug_root), nullptr);
  store.deny[0].lifted = true;
  EXPECT_EQ(TrustStore::load({}, installed(store))->denial_of_key(debug_root), nullptr);
}
TEST(InstalledBundle, AnEntryThatIsOnlyLeftOutStillDenies) {
  bundle::StoreDocument store = newer();
  const Fingerprint debug_root = store.deny.at(0).sha256;
  store.deny.erase(store.deny.begin());
  EXPECT_NE(TrustStore::load({}, installed(store))->denial_of_key(debug_root), nullptr);
}

TEST(BundleFile, IsToldByItsFirstBytes) {
  EXPECT_TRUE(looks_like_bundle(as_bytes(R"({"format":"amt-trust-bundle/1","roots":[]})")));
  EXPECT_TRUE(looks_like_bundle(as_bytes(R"({"format":"amt-trust-bundle/2"})")));
  EXPECT_FALSE(looks_like_bundle(as_bytes(R"({ "format":"amt-trust-bundle/1"})")));
  EXPECT_FALSE(looks_like_bundle(as_bytes("-----BEGIN CERTIFICATE-----")));
  EXPECT_FALSE(looks_like_bundle({}));
}
TEST(BundleFile, NeedsARootOfTrust) {
  const TestFolder folder;
  const auto file = folder.write("signed.pem", R"({"format":"amt-trust-bundle/1"})");
  const auto loaded = load_custom_at(file);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "bundle-root");
}
TEST(BundleFile, NeedsATime) {
  const TestFolder folder;
  const auto file = folder.write("signed.atb", R"({"format":"amt-trust-bundle/1"})");
  SourceContext context;
  context.root_of_trust = RootOfTrust{.text = "{}", .origin = "test"};
  const auto loaded = TrustStore::load({.source = SourceKind::custom, .path = file}, context);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "bundle-root");
}
/// of_testdata is the context in which signed.atb can be verified.
SourceContext of_testdata(std::string_view now = "2026-12-01") {
  SourceContext context;
  context.root_of_trust = RootOfTrust{.text = testdata("signed.root.json"), .origin = "test"};
  context.now = *parse_time(now);
  return context;
}
Result<TrustStore> load_signed(const std::string& text, const SourceContext& context) {
  const TestFolder folder;
  return TrustStore::load({.source = SourceKind::custom, .path = folder.write("signed.bundle", text)}, context);
}

TEST(BundleFile, GivesItsMaterial) {
  const auto loaded = load_signed(testdata("signed.atb"), of_testdata());
  ASSERT_TRUE(loaded) << all_text(loaded.error());
  ASSERT_EQ(loaded->anchors().size(), 2U);  // the active ones
  EXPECT_EQ(loaded->anchors()[0].origin.bundle_version, 7U);
  EXPECT_EQ(loaded->anchors()[0].origin.kind, OriginKind::custom);
  EXPECT_EQ(loaded->anchors()[0].constraints.path_len, 3U);
  EXPECT_EQ(loaded->intermediates().size(), 1U);
  EXPECT_EQ(loaded->crls().size(), 1U);
  EXPECT_EQ(loaded->versions().back(), "bundle 7");
  // Its own deny entry and those that hold against every source; the lifted one is not there.
  EXPECT_EQ(loaded->denied().size(), 1 + embedded_store().deny.size());
}
TEST(BundleFile, OfWhichABitWasChangedIsRefused) {
  std::string text = testdata("signed.atb");
  const std::size_t at = text.find("\"max_amt\":21");
  ASSERT_NE(at, std::string::npos);
  text[at + 11] = '9';
  const auto loaded = load_signed(text, of_testdata());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "E_LINK");
  EXPECT_TRUE(loaded.error().trace.back().ends_with("signed.bundle"));
}
TEST(BundleFile, OfAnotherRootIsRefused) {
  SourceContext context = of_testdata();
  context.root_of_trust->text = testdata("other.root.json");
  const auto loaded = load_signed(testdata("signed.atb"), context);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "E_ROOT_CHAIN");
}
TEST(BundleFile, ThatHasExpiredIsRefused) {
  EXPECT_TRUE(load_signed(testdata("signed.atb"), of_testdata("2027-12-31T23:59:59Z")));
  const auto loaded = load_signed(testdata("signed.atb"), of_testdata("2028-01-01T00:00:01Z"));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "E_EXPIRED");
}
TEST(BundleFile, OfAPublisherLimitedToOtherRolesIsRefused) {
  SourceContext context = of_testdata();
  context.root_of_trust->only = Roles{AnchorRole::lab};
  const auto loaded = load_signed(testdata("signed.atb"), context);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "E_CONTENT");
  context.root_of_trust->only = Roles{AnchorRole::odca, AnchorRole::dice, AnchorRole::lab};
  EXPECT_TRUE(load_signed(testdata("signed.atb"), context));
}

}  // namespace
}  // namespace odca
