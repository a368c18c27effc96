// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a manifest makes of a base, with the certificates of libtrust/src/source/testdata (made by openssl's rivals in
// Python: make.py).
#include "publish/assemble.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "bundle/reason.h"
#include "odca/digest.h"
#include "source/embedded_store.h"

namespace odca::bundle_tool {
namespace {

using bundle::StoreDocument;

Result<Bytes> read_testdata(const std::string& name) {
  std::ifstream in(std::string(ODCA_SOURCE_DIR "/libtrust/src/source/testdata/") + name, std::ios::binary);
  if (!in) return bundle::failure("E_IO", cat("cannot open ", quote(name)));
  return Bytes{std::istreambuf_iterator<char>(in), {}};
}

const std::string kHead = "format: amt-trust-manifest/1\nversion: 7\nroots: [root.json]\n";
const std::string kProvenance = "provenance: [{url: https://pki.example.com, retrieved: 2026-11-20}]";
const std::string kAnchor =
    "anchors: [{id: 90, label: A, certificate: root_a.pem, roles: [lab], " + kProvenance + "}]\n";
const Time kCreated = *parse_time("2026-11-22T00:00:00Z");

Result<StoreDocument> assembled(const std::string& rest, const std::optional<StoreDocument>& base = embedded_store()) {
  const auto manifest = read_manifest(kHead + rest, "manifest.yaml");
  if (!manifest) return manifest.error();
  return assemble(*manifest, base, kCreated, read_testdata);
}

std::string refusal(const std::string& rest) {
  const auto store = assembled(rest);
  return store ? "accepted" : cat(store.error().reason.text(), ": ", describe(store.error()));
}

TEST(Assemble, TheBaseStays) {
  const StoreDocument base = embedded_store();
  const auto store = assembled("");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->anchors.size(), base.anchors.size());
  EXPECT_EQ(store->intermediates.size(), base.intermediates.size());
  EXPECT_EQ(store->deny.size(), base.deny.size());
  EXPECT_EQ(store->preamble.version, 7U);
  EXPECT_EQ(store->created, kCreated);
}

TEST(Assemble, WithoutABaseThereIsNothingElse) {
  const auto store = assembled(kAnchor, std::nullopt);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->anchors.size(), 1U);
  EXPECT_TRUE(store->intermediates.empty() && store->deny.empty());
  EXPECT_TRUE(lint(*store, {}));
}

TEST(Assemble, AnAnchorOfACertificateBringsTheCertificate) {
  const auto store = assembled(kAnchor);
  ASSERT_TRUE(store);
  const TrustAnchor& anchor = store->anchors.back();
  EXPECT_EQ(anchor.id, 90U);
  ASSERT_TRUE(anchor.certificate);
  EXPECT_EQ(anchor.cert_sha256.front(), (*anchor.certificate)->sha256);
  EXPECT_TRUE(lint(*store, {}));
}

TEST(Assemble, AnAnchorOfTheBaseIsChangedByItsId) {
  const auto store = assembled("anchors: [{id: 1, status: retired}]\n");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->anchors.front().status, AnchorStatus::retired);
  EXPECT_EQ(store->anchors.front().label, embedded_store().anchors.front().label);
  EXPECT_EQ(store->anchors.size(), embedded_store().anchors.size());
}
TEST(Assemble, AnAnchorThatIsNotThereIsNotChanged) {
  EXPECT_NE(refusal("anchors: [{id: 77, status: retired}]\n").find("no anchor 77"), std::string::npos);
}
TEST(Assemble, AnIdIsNotUsedAgainForAnotherAnchor) {
  EXPECT_NE(refusal("anchors: [{id: 1, label: A, certificate: root_a.pem, roles: [lab], " + kProvenance + "}]\n")
                .find("E_CONTENT: anchor 1"),
            std::string::npos);
}
TEST(Assemble, AnAnchorNeedsProvenance) {
  EXPECT_NE(refusal("anchors: [{id: 90, label: A, certificate: root_a.pem, roles: [lab]}]\n").find("provenance"),
            std::string::npos);
}
TEST(Assemble, ACrlIsNoAnchor) {
  EXPECT_NE(refusal("anchors: [{id: 90, label: A, certificate: crl_a.pem, roles: [lab], " + kProvenance + "}]\n")
                .find("expected one certificate"),
            std::string::npos);
}
TEST(Assemble, AFileThatIsNotThereIsAnError) {
  EXPECT_NE(refusal("intermediates: [{file: gone.pem}]\n").find("E_IO"), std::string::npos);
}

TEST(Assemble, EvidenceIsCompared) {
  const std::string hash = to_hex(sha256(*read_testdata("root_a.pem")));
  const auto with = [](const std::string& digits) {
    return "anchors: [{id: 90, label: A, certificate: root_a.pem, roles: [lab], provenance: [{url: u, "
           "retrieved: 2026-11-20, file: root_a.pem, sha256: " +
           digits + "}]}]\n";
  };
  EXPECT_EQ(refusal(with(hash)), "accepted");
  EXPECT_NE(refusal(with(std::string(64, '0'))).find("E_CONTENT"), std::string::npos);
}

TEST(Assemble, AnIntermediateStandsThereOnce) {
  const auto store = assembled("intermediates: [{file: sub_a.pem}, {file: sub_a.pem}]\n");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->intermediates.size(), embedded_store().intermediates.size() + 1);
}
TEST(Assemble, AnIntermediateOfTheBaseIsDroppedByItsHash) {
  const auto base = assembled("intermediates: [{file: sub_a.pem}]\n");
  ASSERT_TRUE(base);
  const std::string hash = to_hex(base->intermediates.back().certificate->sha256);
  const std::string drop = "drop_intermediates: [" + hash + "]\n";
  const auto store = assembled(drop, *base);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->intermediates.size(), embedded_store().intermediates.size());
  EXPECT_NE(refusal(drop).find("no intermediate '" + hash), std::string::npos);
  const auto both = assembled(drop + "intermediates: [{file: sub_a.pem}]\n", *base);
  ASSERT_FALSE(both);
  EXPECT_NE(describe(both.error()).find("is dropped, and added"), std::string::npos);
}
TEST(Assemble, WhatNobodySignedIsNamed) {
  const auto with = assembled(kAnchor + "intermediates: [{file: sub_a.pem}]\ncrls: [{file: crl_a.pem}]\n");
  ASSERT_TRUE(with);
  EXPECT_TRUE(unsigned_material(*with).empty());
  const auto without = assembled("intermediates: [{file: sub_a.pem}]\ncrls: [{file: crl_a.pem}]\n");
  ASSERT_TRUE(without);
  EXPECT_EQ(unsigned_material(*without).size(), 2U);
}
TEST(Assemble, TheSameCrlStandsThereOnce) {
  const auto store = assembled("crls: [{file: crl_a.pem}, {file: crl_a.pem}]\n");
  ASSERT_TRUE(store);
  EXPECT_EQ(store->crls.size(), 1U);
}
TEST(Assemble, ACertificateIsNoCrl) {
  EXPECT_NE(refusal("crls: [{file: sub_a.pem}]\n").find("CRLs alone"), std::string::npos);
}

TEST(Assemble, ADenyEntryOfTheBaseIsLiftedByItsId) {
  const auto store = assembled("deny: [{id: 1, lifted: true}]\n");
  ASSERT_TRUE(store);
  EXPECT_TRUE(store->deny.front().lifted);
  EXPECT_EQ(store->deny.front().sha256, embedded_store().deny.front().sha256);
}
TEST(Assemble, ADenyEntryThatIsNotThereIsNotLifted) {
  EXPECT_NE(refusal("deny: [{id: 77, lifted: true}]\n").find("no deny entry 77"), std::string::npos);
}
TEST(Assemble, ADenyIdIsNotUsedAgainForAnotherValue) {
  EXPECT_NE(refusal("deny: [{id: 1, label: L, reason: r, since: 2026-11-20, sha256: " + std::string(64, 'a') + "}]\n")
                .find("E_CONTENT: deny entry 1"),
            std::string::npos);
}

}  // namespace
}  // namespace odca::bundle_tool
