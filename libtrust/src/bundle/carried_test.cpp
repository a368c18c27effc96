// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a carrier can add to a bundle without any key, and what two stores of one version are: neither decides anything,
// and neither is kept.
#include <algorithm>

#include "bundle/root_chain.h"
#include "bundle/test_attempt.h"

namespace odca::bundle {
namespace {

/// beginning_at makes the root document of that place the root of trust; those before it are left as they are.
Attempt beginning_at(std::size_t root) {
  Attempt attempt;
  attempt.trust = attempt.bundle.root_of_trust(root);
  attempt.has_seen(root);
  return attempt;
}
KeyId id_of(const std::string& name) { return simulated_key(name).key.id; }
bool has(const std::vector<KeyId>& keys, const std::string& name) {
  return std::find(keys.begin(), keys.end(), id_of(name)) != keys.end();
}
/// unsign leaves a root document of a stranger in the place of root 1, signed by nobody.
void unsign_first_root(Attempt& attempt) {
  attempt.bundle.roots[0].release = {.keys = {"stranger", "release-9"}, .threshold = 1};
  attempt.bundle.roots[0].document.signers = {};
}

TEST(Carried, RootDocumentsBeforeOursFeedNoMemory) {
  Attempt attempt = beginning_at(1);
  unsign_first_root(attempt);
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle) << describe(verification.bundle.error());
  EXPECT_FALSE(has(verification.bundle->targets_keys, "stranger"));
  EXPECT_TRUE(has(verification.bundle->targets_keys, "release-1"));
}
TEST(Carried, RootDocumentsBeforeOursAreNotKept) {
  Attempt attempt = beginning_at(1);
  unsign_first_root(attempt);
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_EQ(verification.bundle->kept.find(id_of("stranger")), std::string::npos);
  Attempt again = beginning_at(1);
  again.file = verification.bundle->kept;
  const Verification kept = again.verify();
  ASSERT_TRUE(kept.bundle) << describe(kept.bundle.error());
  EXPECT_EQ(kept.bundle->content_id, verification.bundle->content_id);
  EXPECT_EQ(kept.bundle->kept, verification.bundle->kept);
}
TEST(Carried, ARootSeenThatOnlyUnsignedOnesClaimToBeIsPassedOver) {
  Attempt attempt = beginning_at(1);
  attempt.has_seen(0);
  unsign_first_root(attempt);
  EXPECT_EQ(attempt.outcome(), "ok") << "it is older than our root of trust, which says it better";
}
TEST(Carried, SignaturesThatDoNotCountAreNotKept) {
  Attempt attempt;
  attempt.bundle.targets.signers = {"release-1", "release-2", "stranger"};
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_EQ(verification.bundle->kept.find(id_of("stranger")), std::string::npos);
  EXPECT_EQ(verification.bundle->kept.find("release-9"), std::string::npos);
}
TEST(Carried, ABundleOfWhichAllCountsIsKeptToTheOctet) {
  Attempt attempt;
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_EQ(verification.bundle->kept, attempt.bytes());
}

/// rotated has root 3 with release keys of its own, and a floor far above that a thief set under root 2.
Attempt rotated() {
  Attempt attempt;
  attempt.has_seen(1);
  attempt.floor.version = 900;
  attempt.floor.content_id = std::string(64, '0');
  SimulatedRoot& root = attempt.bundle.add_root();
  root.release.keys = {"release-4", "release-5", "release-6"};
  attempt.bundle.set_release_signers({"release-4", "release-5"});
  return attempt;
}
TEST(Floor, ARotationEndsIt) { EXPECT_EQ(rotated().outcome(), "ok"); }
TEST(Floor, AFullListOfKeysSeenKeepsNone) {
  Attempt attempt = rotated();
  while (attempt.floor.seen_keys.size() < kMaxSeenKeys)
    attempt.floor.seen_keys.push_back(id_of("old-" + std::to_string(attempt.floor.seen_keys.size())));
  EXPECT_EQ(attempt.outcome(), "ok");
}
TEST(Floor, AKeyThatWasSeenBeforeHoldsIt) {
  Attempt attempt = rotated();
  attempt.floor.seen_keys = {id_of("release-4"), id_of("release-5")};
  EXPECT_EQ(attempt.outcome(), "E_ROLLBACK");
}
TEST(Floor, ARotationEndsItThoughOurRootOfTrustIsNewer) {
  Attempt attempt = rotated();
  attempt.trust = attempt.bundle.root_of_trust(2);
  attempt.bundle.roots.erase(attempt.bundle.roots.begin(), attempt.bundle.roots.begin() + 2);
  EXPECT_EQ(attempt.outcome(), "ok");
}
TEST(Floor, AJumpIsMeasuredFromTheHighestVersionThoughARotationEndedIt) {
  Attempt attempt = rotated();
  attempt.floor.version = 5000;
  attempt.bundle.set_version(4990);
  attempt.floor.embedded_version = 1;
  EXPECT_EQ(attempt.outcome(), "ok");
}

/// from_before has the newest root document that was seen, and gets a bundle of before it.
Attempt from_before(std::uint64_t version) {
  Attempt attempt;
  attempt.has_seen(1);
  attempt.floor.version = 8;
  attempt.bundle.roots.pop_back();
  attempt.bundle.set_version(version);
  return attempt;
}
TEST(BeforeARotation, ABundleIsOlder) { EXPECT_EQ(from_before(7).outcome(), "E_ROLLBACK"); }
TEST(BeforeARotation, ABundleIsOlderThoughItsRootHasExpired) {
  Attempt attempt = from_before(7);
  attempt.bundle.roots[0].document.expires = time_of("2026-05-01");
  attempt.trust = attempt.bundle.root_of_trust();
  EXPECT_EQ(attempt.outcome(), "E_ROLLBACK");
}
TEST(BeforeARotation, ANewerVersionMeansThatReplacedKeysSign) { EXPECT_EQ(from_before(9).outcome(), "E_ROOT_CHAIN"); }
TEST(BeforeARotation, WithoutSignaturesItIsNoBundleAtAll) {
  Attempt attempt = from_before(7);
  attempt.bundle.targets.signers = {"release-1"};
  EXPECT_EQ(attempt.outcome(), "E_THRESHOLD");
}
TEST(BeforeARotation, WhereTheRootSeenMayBeAnotherPublishersNobodyIsSaidToBeOlder) {
  Attempt attempt = from_before(7);
  attempt.floor.root_is_ours = false;
  EXPECT_EQ(attempt.outcome(), "E_ROOT_CHAIN");
}

/// beside has the store of the bundle's version compiled in, with that text.
Attempt beside(const std::string& store) {
  Attempt attempt;
  attempt.floor.embedded_version = 7;
  attempt.floor.embedded = {.version = 7, .sha256 = to_hex(sha256(as_bytes(store)))};
  return attempt;
}
TEST(CompiledIn, AnotherStoreOfItsVersionIsRefused) { EXPECT_EQ(beside("{}").outcome(), "E_EQUIVOCATION"); }
TEST(CompiledIn, TheSameStoreIsNot) { EXPECT_EQ(beside(Attempt().bundle.store).outcome(), "ok"); }
TEST(CompiledIn, ANewerStoreIsNot) {
  Attempt attempt = beside("{}");
  attempt.bundle.set_version(8);
  EXPECT_EQ(attempt.outcome(), "ok");
}
TEST(CompiledIn, WhatIsLoadedWasAcceptedBefore) {
  Attempt attempt = beside("{}");
  attempt.options.moment = Moment::load;
  EXPECT_EQ(attempt.outcome(), "ok");
}

TEST(Foreign, WhatIsNoBundleIsNamed) {
  const auto said = [](const std::string& file) {
    Attempt attempt;
    attempt.file = file;
    const Verification verification = attempt.verify();
    return verification.bundle ? std::string("ok") : describe(verification.bundle.error());
  };
  EXPECT_NE(said("").find("it is empty"), std::string::npos);
  EXPECT_NE(said(" \n").find("white space"), std::string::npos);
  EXPECT_NE(said("\r\n<!DOCTYPE html><html>").find("an HTML page"), std::string::npos);
  EXPECT_NE(said("\x1f\x8b\x08").find("gzip"), std::string::npos);
  EXPECT_NE(said("\xff\xfe{").find("UTF-16"), std::string::npos);
  EXPECT_NE(said("HTTP/1.1 200 OK\r\n").find("HTTP"), std::string::npos);
  EXPECT_NE(said("hello").find("other text"), std::string::npos);
  EXPECT_NE(said(std::string(1, '\0') + "x").find("binary"), std::string::npos);
  EXPECT_NE(said("{ }").find("not canonical JSON"), std::string::npos) << "the nearest that is told as a bundle";
}

}  // namespace
}  // namespace odca::bundle
