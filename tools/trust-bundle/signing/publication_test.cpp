// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signing/publication.h"

#include <gtest/gtest.h>

#include "bundle/verify.h"
#include "signing/testing.h"

namespace odca::bundle {
namespace {

using test::at;
using test::key_of;

std::vector<RoleKey> keys(std::initializer_list<std::uint8_t> numbers) {
  std::vector<RoleKey> list;
  for (const std::uint8_t number : numbers) list.push_back(key_of(number).public_key());
  return list;
}

/// Root keys 1 to 3, two of which sign; release keys 4 to 6, two of which sign.
RootPlan plan(std::uint64_t version = 1) {
  return {.version = version,
          .expires = at("2029-01-01T00:00:00Z"),
          .root_keys = keys({1, 2, 3}),
          .root_threshold = 2,
          .release_keys = keys({4, 5, 6}),
          .release_threshold = 2};
}

std::string signed_by(Publication publication, std::initializer_list<std::uint8_t> numbers) {
  for (const std::uint8_t number : numbers) EXPECT_TRUE(publication.sign(key_of(number)));
  return publication.text();
}

std::string root() { return signed_by(*Publication::of_root(plan(), {}), {1, 2}); }

Publication unsigned_bundle(const std::vector<std::string>& roots) {
  return *Publication::of_store(roots, test::small_store(), at("2028-01-01T00:00:00Z"));
}

std::string reason_of(const std::string& bundle, const std::string& trusted) {
  const auto verified = verify_bundle(bundle, {.text = trusted, .origin = "test"}, {},
                                      {.now = test::small_store().created + std::chrono::hours(24)});
  return verified ? "ok" : std::string(verified.error().reason);
}

TEST(Publication, ABundleSignedByEnoughVerifies) {
  EXPECT_EQ(reason_of(signed_by(unsigned_bundle({root()}), {4, 6}), root()), "ok");
}
TEST(Publication, ABundleSignedByTooFewDoesNot) {
  EXPECT_EQ(reason_of(signed_by(unsigned_bundle({root()}), {4}), root()), "E_THRESHOLD");
}
TEST(Publication, TheOrderOfSigningDoesNotMatter) {
  EXPECT_EQ(signed_by(unsigned_bundle({root()}), {4, 6}), signed_by(unsigned_bundle({root()}), {6, 4}));
}
TEST(Publication, SigningTwiceChangesNothing) {
  EXPECT_EQ(signed_by(unsigned_bundle({root()}), {4, 6}), signed_by(unsigned_bundle({root()}), {4, 6, 4}));
}
TEST(Publication, WhatIsWrittenIsReadAndWrittenTheSame) {
  const std::string text = signed_by(unsigned_bundle({root()}), {4, 6});
  EXPECT_EQ(Publication::parse(text)->text(), text);
}
TEST(Publication, AKeyWithoutARoleSignsNothing) {
  EXPECT_EQ(unsigned_bundle({root()}).sign(key_of(9)).error().reason.text(), "E_KEYFILE");
}
TEST(Publication, ARootKeySignsNothingOfABundle) {
  Publication bundle = unsigned_bundle({root()});
  const std::string before = bundle.text();
  EXPECT_EQ(bundle.sign(key_of(1)).error().reason.text(), "E_KEYFILE");
  EXPECT_EQ(bundle.text(), before);
}
TEST(Publication, AKeyOfBothRolesSignsOnlyTheReleaseOfABundle) {
  RootPlan both = plan();
  both.release_keys = keys({1, 4});
  const std::string first = signed_by(*Publication::of_root(both, {}), {1, 2});
  RootPlan next = both;
  next.version = 2;
  next.root_keys = keys({9});
  next.root_threshold = 1;
  Publication bundle = unsigned_bundle({first, Publication::of_root(next, first)->text()});  // slipped in unsigned
  EXPECT_EQ(*bundle.sign(key_of(1)), (std::vector<std::string>{"timestamp 7", "snapshot 7", "targets 7"}));
}
TEST(Publication, NoSignatureIsAddedToARootDocumentOfABundle) {
  Publication bundle = unsigned_bundle({root()});
  const SignedDocument document = bundle.documents().front();
  ASSERT_EQ(document.type, DocumentType::root);
  EXPECT_EQ(bundle.add_signature(document.name(), key_of(3).public_key().id, *key_of(3).sign_hex(document.signed_text))
                .error()
                .reason.text(),
            "E_ROLE");
}

TEST(Publication, SignaturesMadeApartAreMerged) {
  Publication mine = *Publication::parse(signed_by(unsigned_bundle({root()}), {4}));
  const Publication theirs = *Publication::parse(signed_by(unsigned_bundle({root()}), {6}));
  ASSERT_TRUE(mine.merge(theirs));
  EXPECT_EQ(reason_of(mine.text(), root()), "ok");
}
TEST(Publication, AnotherBundleIsNotMerged) {
  StoreDocument other = test::small_store();
  other.notes += " other";
  Publication mine = unsigned_bundle({root()});
  EXPECT_EQ(mine.merge(*Publication::of_store({root()}, other, at("2028-01-01T00:00:00Z"))).error().reason.text(),
            "E_LINK");
}
TEST(Publication, ABadSignatureDisplacesNoGoodOne) {
  const std::string good = signed_by(unsigned_bundle({root()}), {4, 6});
  std::string spoiled = good;
  const std::size_t sig = spoiled.rfind("\"sig\":\"") + 7;
  spoiled[sig] = spoiled[sig] == '0' ? '1' : '0';
  Publication mine = *Publication::parse(good);
  ASSERT_TRUE(mine.merge(*Publication::parse(spoiled)));
  EXPECT_EQ(mine.text(), good);
}

TEST(Publication, ASignatureMadeElsewhereIsAdded) {
  Publication bundle = unsigned_bundle({root()});
  const Publication to_sign = unsigned_bundle({root()});
  for (const SignedDocument& document : to_sign.documents()) {
    if (document.type == DocumentType::root) continue;
    for (const std::uint8_t number : {std::uint8_t{4}, std::uint8_t{5}})
      EXPECT_TRUE(bundle.add_signature(document.name(), key_of(number).public_key().id,
                                       *key_of(number).sign_hex(document.signed_text)));
  }
  EXPECT_EQ(reason_of(bundle.text(), root()), "ok");
}
TEST(Publication, ASignatureOverOtherBytesIsNotAdded) {
  Publication bundle = unsigned_bundle({root()});
  const SignedDocument document = bundle.documents().back();
  const SecretKey key = key_of(4);
  EXPECT_EQ(bundle.add_signature(document.name(), key.public_key().id, *key.sign_hex("other")).error().reason.text(),
            "E_THRESHOLD");
}
TEST(Publication, ASignatureOfAStrangerIsNotAdded) {
  Publication bundle = unsigned_bundle({root()});
  const SignedDocument document = bundle.documents().back();
  const SecretKey key = key_of(9);
  EXPECT_EQ(bundle.add_signature(document.name(), key.public_key().id, *key.sign_hex(document.signed_text))
                .error()
                .reason.text(),
            "E_KEY");
}
TEST(Publication, ASignatureToNoDocumentIsNotAdded) {
  Publication bundle = unsigned_bundle({root()});
  EXPECT_EQ(bundle.add_signature("targets 99", key_of(4).public_key().id, "00").error().reason.text(), "E_ROLE");
}

TEST(Rotation, NeedsTheOldKeysAndTheNew) {
  RootPlan next = plan(2);
  next.root_keys = keys({1, 7, 8});
  const auto rotated = [&](std::initializer_list<std::uint8_t> signers) {
    return signed_by(*Publication::of_root(next, root()), signers);
  };
  const auto bundle = [&](const std::string& second) { return signed_by(unsigned_bundle({root(), second}), {4, 5}); };
  EXPECT_EQ(reason_of(bundle(rotated({1, 2, 7})), root()), "ok");
  EXPECT_EQ(reason_of(bundle(rotated({1, 7})), root()), "E_THRESHOLD");  // one of the old threshold
  EXPECT_EQ(reason_of(bundle(rotated({1, 2})), root()), "E_THRESHOLD");  // one of the new threshold
}
TEST(Rotation, FollowsItsPredecessor) {
  EXPECT_EQ(Publication::of_root(plan(3), root()).error().reason.text(), "E_ROOT_CHAIN");
}
TEST(RootPlan, AThresholdThatCannotBeMetIsRefused) {
  RootPlan bad = plan();
  bad.root_threshold = 4;
  EXPECT_EQ(Publication::of_root(bad, {}).error().reason.text(), "E_KEY");
}
TEST(RootPlan, AThresholdOfZeroIsRefused) {
  RootPlan bad = plan();
  bad.release_threshold = 0;
  EXPECT_EQ(Publication::of_root(bad, {}).error().reason.text(), "E_KEY");
}
TEST(RootPlan, AKeyTwiceInARoleIsRefused) {
  RootPlan bad = plan();
  bad.root_keys = keys({1, 1, 2});
  EXPECT_EQ(Publication::of_root(bad, {}).error().reason.text(), "E_KEY");
}

}  // namespace
}  // namespace odca::bundle
