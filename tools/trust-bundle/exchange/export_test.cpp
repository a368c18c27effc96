// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/export.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bundle/test_attempt.h"
#include "exchange/anchors_to_export.h"

namespace odca::bundle_tool {
namespace {

using bundle::Attempt;
using bundle::BundleSimulator;
using bundle::Json;
using bundle::store_json;
using bundle::store_of;

const std::string kBlock = "-----BEGIN CERTIFICATE-----";

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool says(const Exported& exported, std::string_view part) {
  return std::any_of(exported.dropped.begin(), exported.dropped.end(),
                     [part](const std::string& line) { return line.find(part) != std::string::npos; });
}

Exported pem_of(const Json& json) {
  const auto store = store_of(json);
  auto exported = export_pem(store, store.deny);
  EXPECT_TRUE(exported) << describe(exported.error());
  return exported ? *std::move(exported) : Exported{};
}

const TufFile* named(const std::vector<TufFile>& files, std::string_view name) {
  const auto found =
      std::find_if(files.begin(), files.end(), [name](const TufFile& file) { return file.name == name; });
  return found == files.end() ? nullptr : &*found;
}

TEST(ExportTuf, EachDocumentIsAFileOfItsBytes) {
  const BundleSimulator bundle(bundle::testdata("store.json"));
  const auto files = tuf_repository(bundle.publish());
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 6U);
  EXPECT_EQ(named(*files, "1.root.json")->content, bundle.root_envelope(0));
  EXPECT_EQ(named(*files, "2.root.json")->content, bundle.root_envelope(1));
  EXPECT_EQ(named(*files, "timestamp.json")->content, bundle.release_envelope(bundle.timestamp));
  EXPECT_EQ(named(*files, "7.snapshot.json")->content, bundle.release_envelope(bundle.snapshot));
  EXPECT_EQ(named(*files, "7.targets.json")->content, bundle.release_envelope(bundle.targets));
}

TEST(ExportTuf, TheStoreIsTheLastFileUnderItsHash) {
  const BundleSimulator bundle(bundle::testdata("store.json"));
  const auto files = tuf_repository(bundle.publish());
  ASSERT_TRUE(files);
  EXPECT_EQ(files->back().folder, TufFile::Folder::targets);
  EXPECT_EQ(files->back().name, to_hex(sha256(as_bytes(bundle.store))) + ".trust-store.json");
  EXPECT_EQ(files->back().content, bundle.store);
}

TEST(ExportPem, HoldsActiveAnchorsWithACertificateOnly) {
  const Exported exported = pem_of(store_json());
  EXPECT_EQ(exported.anchors, 1U);
  EXPECT_EQ(count(exported.text, kBlock), 1U);
  EXPECT_TRUE(says(exported, "retired: anchor 2"));
  EXPECT_TRUE(says(exported, "distrusted: anchor 4"));
  EXPECT_TRUE(says(exported, "without certificate: anchor 5"));
}

TEST(ExportPem, SaysWhatTheFormCannot) {
  const Exported exported = pem_of(store_json());
  for (const char* const part : {"the roles", "the constraints: anchor 1", "between which to use: anchor 1",
                                 "intermediates (1)", "CRLs (1)", "the deny list (1)"})
    EXPECT_TRUE(says(exported, part)) << part;
}

TEST(ExportPem, SaysNothingOfWhatIsNotThere) {
  Json json = store_json();
  json["anchors"][0]["constraints"] = Json::object();
  json["intermediates"] = json["crls"] = json["deny"] = Json::array();
  const Exported exported = pem_of(json);
  for (const char* const part : {"the constraints", "between which to use", "intermediates", "CRLs", "the deny list"})
    EXPECT_FALSE(says(exported, part)) << part;
}

/// denying is all that remains of the store when this is denied too.
std::string outcome_of_denying(DenyEntry::Kind kind, const Fingerprint& hash, bool lifted = false) {
  const auto store = store_of(store_json());
  DenyEntry deny;
  deny.kind = kind;
  deny.sha256 = hash;
  deny.lifted = lifted;
  return bundle::reason_of(export_pem(store, {deny}));
}
TEST(ExportPem, ADeniedKeyIsNoAnchor) {
  EXPECT_EQ(outcome_of_denying(DenyEntry::Kind::spki, store_of(store_json()).anchors[0].spki_sha256), "E_EMPTY");
}
TEST(ExportPem, ADeniedCertificateIsNoAnchor) {
  const auto store = store_of(store_json());
  EXPECT_EQ(outcome_of_denying(DenyEntry::Kind::certificate, (*store.anchors[0].certificate)->sha256), "E_EMPTY");
}
TEST(ExportPem, WhatIsLiftedIsDeniedNoMore) {
  EXPECT_EQ(outcome_of_denying(DenyEntry::Kind::spki, store_of(store_json()).anchors[0].spki_sha256, true), "ok");
}
TEST(ExportPem, AHashOfTheOtherKindDeniesNothing) {
  EXPECT_EQ(outcome_of_denying(DenyEntry::Kind::certificate, store_of(store_json()).anchors[0].spki_sha256), "ok");
}

TEST(ExportPem, WithoutAnAnchorThereIsNoFile) {
  Json json = store_json();
  json["anchors"][0].erase("der");
  const auto store = store_of(json);
  EXPECT_EQ(bundle::reason_of(export_pem(store, {})), "E_EMPTY");
  EXPECT_EQ(bundle::reason_of(export_p11_kit(store, {})), "E_EMPTY");
}

TEST(ExportPem, ALabelBeginsNoBlock) {
  Json json = store_json();
  json["anchors"][0]["label"] = "x " + kBlock;
  EXPECT_EQ(count(pem_of(json).text, kBlock), 1U);
}

TEST(ExportP11Kit, ALabelEndsNoString) {
  Json json = store_json();
  json["anchors"][0]["label"] = "x\" trusted: %41";
  const auto exported = export_p11_kit(store_of(json), {});
  ASSERT_TRUE(exported);
  EXPECT_NE(exported->text.find("label: \"x%22 trusted: %2541\"\n"), std::string::npos);
}

TEST(ExportP11Kit, ADeniedCertificateOfTheStoreIsDistrusted) {
  const auto store = store_of(store_json());
  DenyEntry deny;
  deny.kind = DenyEntry::Kind::certificate;
  deny.sha256 = store.intermediates[0].certificate->sha256;
  const auto exported = export_p11_kit(store, {deny});
  ASSERT_TRUE(exported);
  EXPECT_EQ(count(exported->text, "x-distrusted: true\n" + kBlock), 1U);
  EXPECT_FALSE(says(*exported, "deny entries"));
}

TEST(ExportP11Kit, ADeniedKeyIsSaidToBeLostEvenWithItsCertificate) {
  const auto store = store_of(store_json());
  DenyEntry deny;
  deny.kind = DenyEntry::Kind::spki;
  deny.sha256 = store.intermediates[0].certificate->spki_sha256;
  const auto exported = export_p11_kit(store, {deny});
  ASSERT_TRUE(exported);
  EXPECT_EQ(count(exported->text, "x-distrusted: true\n" + kBlock), 1U);
  EXPECT_TRUE(says(*exported, "1 deny entries"));
}

}  // namespace
}  // namespace odca::bundle_tool
