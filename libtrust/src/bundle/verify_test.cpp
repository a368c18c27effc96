// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a verification tells, and what it leaves out when a bundle is loaded.
#include <algorithm>

#include "bundle/test_attempt.h"

namespace odca::bundle {
namespace {

std::vector<std::string> names_with(const Verification& verification, const std::string& result) {
  std::vector<std::string> names;
  for (const Check& check : verification.checks)
    if (check.result == result) names.push_back(check.name);
  return names;
}

const std::vector<std::string> kNames = {"canonical",
                                         "format",
                                         "shape",
                                         "root chain",
                                         "root signatures",
                                         "root expiry",
                                         "threshold timestamp",
                                         "threshold snapshot",
                                         "threshold targets",
                                         "links",
                                         "store link",
                                         "floor",
                                         "expiry",
                                         "clock",
                                         "scope",
                                         "reader level",
                                         "content",
                                         "active anchor",
                                         "deny list"};

TEST(Verify, AnInstallRunsEachStepInOrder) { EXPECT_EQ(names_with(Attempt().verify(), "ok"), kNames); }

TEST(Verify, TheResultListsTheChecks) {
  const Verification verification = Attempt().verify();
  ASSERT_TRUE(verification.bundle);
  ASSERT_EQ(verification.bundle->checks.size(), kNames.size());
  EXPECT_EQ(verification.bundle->checks[3].detail, "root 1 to root 2, from root 1, the simulator");
}

TEST(Verify, LoadAndInspectLeaveThePastOut) {
  for (const Moment moment : {Moment::load, Moment::inspect}) {
    Attempt attempt;
    attempt.options.moment = moment;
    EXPECT_EQ(names_with(attempt.verify(), "not run"), (std::vector<std::string>{"floor", "clock", "deny list"}));
  }
}

TEST(Verify, WhatFollowsAFailureIsNotRun) {
  Attempt attempt;
  attempt.bundle.snapshot.signers = {};
  const Verification verification = attempt.verify();
  EXPECT_EQ(names_with(verification, "failed"), std::vector<std::string>{"threshold snapshot"});
  EXPECT_EQ(names_with(verification, "ok"), std::vector<std::string>(kNames.begin(), kNames.begin() + 7));
  EXPECT_EQ(names_with(verification, "not run"), std::vector<std::string>(kNames.begin() + 8, kNames.end()));
}

TEST(Verify, SignaturesAreToldOfAFailureToo) {
  Attempt attempt;
  attempt.bundle.snapshot.signers = {"release-1"};
  // 3 of root 1, 3 of root 2 by root 1 and by itself, 2 of the timestamp, 1 of the snapshot.
  EXPECT_EQ(attempt.verify().signatures.size(), 3U + 3 + 3 + 2 + 1);
}

TEST(Verify, AJunkSignatureIsReported) {
  Attempt attempt;
  attempt.bundle.targets.signers = {"release-1", "release-2", "stranger"};
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  const auto& found = verification.bundle->signatures;
  const auto strange = std::find_if(found.begin(), found.end(), [](const SignatureVerdict& verdict) {
    return verdict.key_id == simulated_key("stranger").key.id;
  });
  ASSERT_NE(strange, found.end());
  EXPECT_EQ(strange->state, SignatureVerdict::State::unknown_key);
  EXPECT_EQ(strange->document, "targets 7");
}

TEST(Verify, AnErrorNamesTheDocument) {
  Attempt attempt;
  attempt.bundle.roots[1].document.signers = {"root-1"};
  const Verification verification = attempt.verify();
  ASSERT_FALSE(verification.bundle);
  EXPECT_EQ(describe(verification.bundle.error()),
            "root 2 by root 1: expected valid signatures of 3 keys of role root in root 1, found 1");
}

TEST(Verify, ALoadedBundleThatExpiredIsStale) {
  Attempt attempt;
  attempt.options.moment = Moment::load;
  attempt.options.now = time_of("2030-01-01");
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_TRUE(verification.bundle->stale);
  EXPECT_EQ(names_with(verification, "stale"), (std::vector<std::string>{"root expiry", "expiry"}));
}
TEST(Verify, ALoadedBundleInTimeIsNotStale) {
  Attempt attempt;
  attempt.options.moment = Moment::load;
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_FALSE(verification.bundle->stale);
}
TEST(Verify, ALoadedBundleMayBeBelowTheFloor) {
  Attempt attempt;
  attempt.options.moment = Moment::load;
  attempt.bundle.set_version(5);
  EXPECT_EQ(attempt.outcome(), "ok");
}
TEST(Verify, ALoadedBundleOfBeforeADistrustIsUsableForTheRest) {
  Attempt attempt;
  const Verification before = attempt.verify();
  ASSERT_TRUE(before.bundle);
  DenyEntry later{.id = 8};
  later.sha256 = before.bundle->store.anchors[0].spki_sha256;
  attempt.floor.ledger.push_back(later);
  EXPECT_EQ(attempt.outcome(), "E_CONTENT");
  attempt.options.moment = Moment::load;
  EXPECT_EQ(attempt.outcome(), "ok");
}
TEST(Verify, ALoadedBundleIsHeldToItsSignatures) {
  Attempt attempt;
  attempt.options.moment = Moment::load;
  attempt.bundle.targets.signers = {"release-1"};
  EXPECT_EQ(attempt.outcome(), "E_THRESHOLD");
}
TEST(Verify, ALoadedBundleIsHeldToTheRootThatWasSeen) {
  Attempt attempt;
  attempt.options.moment = Moment::load;
  attempt.has_seen(1);
  attempt.bundle.roots.pop_back();
  EXPECT_EQ(attempt.outcome(), "E_ROOT_CHAIN");
}

TEST(Verify, TheContentIdIsThatOfTheSignedParts) {
  Attempt attempt;
  const Verification first = attempt.verify();
  attempt.bundle.set_release_signers({"release-2", "release-3"});
  const Verification second = attempt.verify();
  attempt.bundle.snapshot.expires += std::chrono::hours(1);
  const Verification third = attempt.verify();
  ASSERT_TRUE(first.bundle && second.bundle && third.bundle);
  EXPECT_EQ(first.bundle->content_id, second.bundle->content_id);
  EXPECT_NE(first.bundle->file_sha256, second.bundle->file_sha256);
  EXPECT_NE(first.bundle->content_id, third.bundle->content_id);
}

TEST(Verify, TheEarliestExpiryCounts) {
  Attempt attempt;
  attempt.bundle.snapshot.expires = time_of("2026-12-24");
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle);
  EXPECT_EQ(verification.bundle->expires, time_of("2026-12-24"));
}

TEST(Verify, ReleaseKeysAreASet) {
  Attempt attempt;
  const Verification first = attempt.verify();
  attempt.bundle.roots[1].release.keys = {"release-3", "release-1", "release-2"};
  const Verification second = attempt.verify();
  attempt.bundle.roots[1].release.threshold = 1;
  const Verification third = attempt.verify();
  ASSERT_TRUE(first.bundle && second.bundle && third.bundle);
  EXPECT_EQ(first.bundle->release_keys, second.bundle->release_keys);
  EXPECT_NE(first.bundle->release_keys, third.bundle->release_keys);
}

TEST(Verify, ARootSeenOfBeforeOurRootOfTrustNeedNotBeCarried) {
  Attempt attempt;
  attempt.trust = attempt.bundle.root_of_trust(1);
  attempt.bundle.roots.erase(attempt.bundle.roots.begin());
  ASSERT_EQ(attempt.floor.root_version, 1U);
  EXPECT_EQ(attempt.outcome(), "ok");
}

TEST(Verify, ARootOfTrustThatIsNotCanonicalSaysWhereItCameFrom) {
  Attempt attempt;
  attempt.trust.text += '\n';
  const Verification verification = attempt.verify();
  ASSERT_FALSE(verification.bundle);
  EXPECT_EQ(verification.bundle.error().reason.text(), "E_CANON");
  EXPECT_EQ(verification.bundle.error().trace.back(), "our root of trust, the simulator");
}
TEST(Verify, ARootOfTrustIsSignedByItself) {
  Attempt attempt;
  attempt.bundle.roots[0].document.signers = {"root-1"};
  attempt.trust = attempt.bundle.root_of_trust();
  const Verification verification = attempt.verify();
  ASSERT_FALSE(verification.bundle);
  EXPECT_EQ(verification.bundle.error().reason.text(), "E_THRESHOLD");
  EXPECT_EQ(verification.bundle.error().trace.back(), "our root of trust, the simulator");
}
TEST(Verify, AnEmptyRootOfTrustAcceptsNothing) {
  Attempt attempt;
  attempt.trust.text.clear();
  EXPECT_EQ(attempt.outcome(), "E_CANON");
}

TEST(Verify, AStringOfTheContainerIsAsLongAsACrlMayBe) {
  const std::size_t longest = (kMaxCrlBytes + 2) / 3 * 4;
  EXPECT_TRUE(parse_bundle('"' + std::string(longest, 'A') + '"'));
  const auto longer = parse_bundle('"' + std::string(longest + 1, 'A') + '"');
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().reason.text(), "E_LIMIT");
}

/// python3-cryptography signed this one, and Python's json wrote it.
TEST(Verify, ABundleMadeBySomebodyElseIsAccepted) {
  Attempt attempt;
  attempt.file = testdata("bundle.atb");
  attempt.trust = {.text = testdata("root.json"), .origin = "root.json"};
  attempt.floor = {};
  const Verification verification = attempt.verify();
  ASSERT_TRUE(verification.bundle) << describe(verification.bundle.error());
  EXPECT_EQ(verification.bundle->version, 7U);
  EXPECT_EQ(verification.bundle->root_version, 2U);
  EXPECT_EQ(verification.bundle->store.anchors.size(), 4U);
}

}  // namespace
}  // namespace odca::bundle
