// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "chain/builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "chain/testdata/path_case.h"

namespace odca::testing {
namespace {

/// Found is everything a search proposes, by the names of the certificates and the place of the anchor.
struct Found {
  std::vector<Labels> paths{};
  std::vector<std::string> anchors{};
  SearchOutcome outcome{};
  std::size_t checks = 0;

  std::string stopped_reason() const {
    return outcome.furthest ? std::string(reason_of(outcome.furthest->stopped_reason)) : "found";
  }
  std::set<std::string> limits() const {
    std::set<std::string> names;
    for (const LimitHit& hit : outcome.limits) names.emplace(hit.limit);
    return names;
  }
};

struct Ask {
  Labels bag{};  ///< the first is the target
  TrustStore store = TrustStore::from_contents({}, "custom");
  Question question = rfc5280_question();
  Limits limits{};
  std::size_t most = 1000;  ///< paths asked for
};

Found search(const PathCase& certificates, const Ask& ask) {
  const Evidence evidence = certificates.evidence(ask.bag);
  LinkProofs proofs(ask.limits.signature_checks);
  PathBuilder builder(evidence, 0, ask.store, ask.question, kNow, ask.limits, proofs);
  Found found;
  while (found.paths.size() < ask.most) {
    const auto path = builder.next();
    if (!path) break;
    found.paths.push_back(certificates.names_of(*path));
    found.anchors.push_back(path->anchor->origin.where);
  }
  found.outcome = builder.outcome();
  found.checks = proofs.checks();
  return found;
}

Labels first_path(const Found& found) { return found.paths.empty() ? Labels{} : found.paths.front(); }

TEST(PathBuilder, FindsAStraightChainInAnyOrder) {
  const PathCase c("straight");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", "stranger", "ica"}, .store = c.store({"root"})})),
            (Labels{"leaf", "ica"}));
}

TEST(PathBuilder, ChecksEachLinkOfAStraightChainOnce) {
  const PathCase c("straight");
  EXPECT_EQ(search(c, {.bag = {"leaf", "ica", "root"}, .store = c.store({"root"}), .most = 1}).checks, 2U);
}

TEST(PathBuilder, EndsAtTheAnchorWhereItsOwnCertificateIsPresented) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"leaf", "root", "ica"}, .store = c.store({"root"})});
  EXPECT_EQ(found.paths, (std::vector<Labels>{{"leaf", "ica"}}));
}

TEST(PathBuilder, TakesIntermediatesFromTheStore) {
  const PathCase c("straight");
  const Evidence evidence = c.evidence({"leaf"});
  const TrustStore store = c.store({"root"}, {"ica"});
  LinkProofs proofs(100);
  const Limits limits;
  PathBuilder builder(evidence, 0, store, rfc5280_question(), kNow, limits, proofs);
  const auto path = builder.next();
  ASSERT_TRUE(path);
  EXPECT_EQ(path->steps[0].origin.kind, OriginKind::presented);
  EXPECT_EQ(path->steps[0].presented_index, 0U);
  EXPECT_EQ(path->steps[1].origin.where, "ica");
  EXPECT_EQ(path->steps[1].presented_index, std::nullopt);
}

TEST(PathBuilder, CallsACertificatePresentedThatIsAlsoStored) {
  const PathCase c("straight");
  const Evidence evidence = c.evidence({"leaf", "stranger", "ica"});
  const TrustStore store = c.store({"root"}, {"ica"});
  LinkProofs proofs(100);
  const Limits limits;
  PathBuilder builder(evidence, 0, store, rfc5280_question(), kNow, limits, proofs);
  EXPECT_EQ(builder.next()->steps[1].presented_index, 2U);
}

TEST(PathBuilder, StopsAtAnAnchorThatIsNotSelfSigned) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"leaf", "ica", "root"}, .store = c.store({"ica"})});
  EXPECT_EQ(found.paths, (std::vector<Labels>{{"leaf"}}));
}

TEST(PathBuilder, StopsAtAnAnchorGivenAsNameAndKey) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.certificate.reset();
  anchor.validity.reset();
  const TrustStore store = TrustStore::from_contents({.anchors = {anchor}}, "custom");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", "ica"}, .store = store})), (Labels{"leaf", "ica"}));
}

TEST(PathBuilder, ProposesATargetThatIsAnAnchorByteForByte) {
  const PathCase c("whole_certificate");
  const Evidence evidence = c.evidence({"own"});
  const TrustStore store = c.store({"own"});
  LinkProofs proofs(100);
  const Limits limits;
  PathBuilder builder(evidence, 0, store, rfc5280_question(), kNow, limits, proofs);
  const auto path = builder.next();
  ASSERT_TRUE(path);
  EXPECT_TRUE(path->ends_at_itself);
  EXPECT_EQ(path->steps.size(), 1U);
  EXPECT_FALSE(builder.next());
}

TEST(PathBuilder, RefusesATargetWithNameAndKeyOfAnAnchorButOtherBytes) {
  const PathCase c("whole_certificate");
  const Found found = search(c, {.bag = {"own-again", "own"}, .store = c.store({"own"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.stopped_reason(), "untrusted-root");
}

TEST(PathBuilder, RefusesALeafNamedLikeTheRoot) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"impostor", "root"}, .store = c.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.stopped_reason(), "untrusted-root");
}

TEST(PathBuilder, ProposesAPathThroughALeafOnlyForDiagnosis) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"sub-leaf", "leaf", "ica"}, .store = c.store({"root"})});
  EXPECT_EQ(found.paths, (std::vector<Labels>{{"sub-leaf", "leaf", "ica"}}));
}

TEST(PathBuilder, FindsTheWayOutOfACrossSignedCycle) {
  const PathCase c("cycle");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", "a-by-b", "b-by-a", "a-by-root"}, .store = c.store({"root"})})),
            (Labels{"leaf", "a-by-root"}));
}

TEST(PathBuilder, SaysThatACycleWithoutWayOutIsOne) {
  const PathCase c("cycle");
  const Found found = search(c, {.bag = {"leaf", "a-by-b", "b-by-a"}, .store = c.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.stopped_reason(), "cycle");
  EXPECT_TRUE(found.limits().empty());
}

TEST(PathBuilder, RoutesAroundAnExpiredAnchorByACrossCertificate) {
  const PathCase c("cross_root");
  const Ask ask{.bag = {"leaf", "ica", "first", "first-by-second"}, .store = c.store({"first", "second"})};
  EXPECT_EQ(first_path(search(c, ask)), (Labels{"leaf", "ica", "first-by-second"}));
}

TEST(PathBuilder, ProposesTheExpiredAnchorAfterwards) {
  const PathCase c("cross_root");
  const Ask ask{.bag = {"leaf", "ica", "first", "first-by-second"}, .store = c.store({"first", "second"})};
  const Found found = search(c, ask);
  EXPECT_EQ(found.paths, (std::vector<Labels>{{"leaf", "ica", "first-by-second"}, {"leaf", "ica"}}));
  EXPECT_EQ(found.anchors, (std::vector<std::string>{"second", "first"}));
}

class Alternatives : public ::testing::TestWithParam<std::string> {};

TEST_P(Alternatives, RoutesAroundASpoiledIntermediate) {
  const PathCase c("alternatives");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", GetParam(), "good"}, .store = c.store({"root"})})),
            (Labels{"leaf", "good"}));
}

TEST_P(Alternatives, StillProposesASpoiledIntermediateWhenThereIsNoOther) {
  const PathCase c("alternatives");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", GetParam()}, .store = c.store({"root"})})),
            (Labels{"leaf", GetParam()}));
}

INSTANTIATE_TEST_SUITE_P(Spoiled, Alternatives,
                         ::testing::Values("expired", "not-a-ca", "no-basic-constraints", "no-keycertsign",
                                           "unknown-critical", "constrained"),
                         [](const auto& of) {
                           std::string name = of.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(PathBuilder, RoutesAroundADeniedCertificate) {
  const PathCase c("alternatives");
  SourceContents contents;
  contents.anchors = {c.anchor("root")};
  contents.intermediates = {{c["expired"], {}}};
  contents.denied = {{.kind = DenyEntry::Kind::certificate, .sha256 = c["good"]->sha256}};
  const TrustStore store = TrustStore::from_contents(contents, "custom");
  const Found found = search(c, {.bag = {"leaf", "good"}, .store = store});
  EXPECT_EQ(found.paths.size(), 2U);  // both only for diagnosis: nothing sound is left
}

TEST(PathBuilder, PrefersAnAnchorThatServesTheQuestion) {
  const PathCase c("cross_root");
  SourceContents contents;
  contents.anchors = {c.anchor("second", {AnchorRole::enterprise}), c.anchor("first-by-second")};
  const TrustStore store = TrustStore::from_contents(contents, "custom");
  const Found found = search(c, {.bag = {"leaf", "ica", "first-by-second"}, .store = store});
  EXPECT_EQ(found.anchors, (std::vector<std::string>{"first-by-second", "second"}));
}

TEST(PathBuilder, RefusesNamesakesWithoutKnownRootWithinTheBudget) {
  const PathCase c("namesakes");
  const PathCase other("straight");
  const Found found = search(c, {.bag = Labels{"leaf"} + c.labels("ca"), .store = other.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_LE(found.checks, 100U);
}

TEST(PathBuilder, ClimbsThroughElevenNamesakes) {
  const PathCase c("namesakes");
  Labels all{"leaf"};
  for (int i = 11; i >= 0; --i) all.push_back("ca" + std::to_string(i));
  const Found found = search(c, {.bag = all, .store = c.store({"anchor"}), .most = 1});
  ASSERT_EQ(found.paths.size(), 1U);
  EXPECT_EQ(found.paths[0].size(), 13U);
}

TEST(PathBuilder, SpendsNothingOnNamesakesWithOtherKeyIdentifiers) {
  const PathCase c("look_alikes");
  const Ask ask{.bag = Labels{"leaf"} + c.labels("other-id") + Labels{"ica"},
                .store = c.store({"root"}),
                .limits = {.signature_checks = 2, .search_steps = 2}};
  EXPECT_EQ(first_path(search(c, ask)), (Labels{"leaf", "ica"}));
}

TEST(PathBuilder, IsNotMisledByNamesakesWithTheSameKeyIdentifier) {
  const PathCase c("look_alikes");
  const Found found =
      search(c, {.bag = Labels{"leaf"} + c.labels("same-id") + Labels{"ica"}, .store = c.store({"root"})});
  EXPECT_EQ(first_path(found), (Labels{"leaf", "ica"}));
  EXPECT_TRUE(found.limits().empty());
}

TEST(PathBuilder, RefusesAChainWhoseLinkIsANamesakeOfEqualKeyIdentifier) {
  const PathCase c("look_alikes");
  const Found found = search(c, {.bag = {"leaf", "same-id0"}, .store = c.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.stopped_reason(), "signature");
}

TEST(PathBuilder, FindsTheChainAmongForgedCopiesWithinItsBudget) {
  const PathCase c("forged_copies");
  const Labels noise = c.labels("copy") + c.labels("look-alike");
  const Found found =
      search(c, {.bag = Labels{"leaf"} + noise + Labels{"lower", "upper"}, .store = c.store({"root"}), .most = 1});
  EXPECT_EQ(first_path(found), (Labels{"leaf", "lower", "upper"}));
  EXPECT_LT(found.checks, 100U);
}

TEST(PathBuilder, StopsAtItsBudgetOfChecks) {
  const PathCase c("forged_copies");
  const PathCase other("straight");
  const Labels noise = c.labels("copy") + c.labels("look-alike");
  const Found found = search(c, {.bag = Labels{"leaf"} + noise, .store = other.store({"stranger"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.checks, 100U);
  EXPECT_TRUE(found.limits().contains("signature_checks"));
  EXPECT_EQ(found.stopped_reason(), "limit");
}

TEST(PathBuilder, StopsAtItsBudgetOfSteps) {
  const PathCase c("mesh_same_name");
  const PathCase other("straight");
  const Found found = search(c, {.bag = Labels{"leaf-by-ca0"} + c.labels("ca"), .store = other.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.outcome.steps, 300U);
  EXPECT_TRUE(found.limits().contains("search_steps"));
}

TEST(PathBuilder, NeverExceedsASmallBudgetOfChecks) {
  const PathCase c("mesh_same_name");
  const Found found = search(c, {.bag = Labels{"leaf-by-ca0"} + c.labels("ca"),
                                 .store = c.store({"ca5-by-ca5"}),
                                 .limits = {.signature_checks = 7}});
  EXPECT_LE(found.checks, 7U);
}

TEST(PathBuilder, FindsAnAnchorInAMeshOfNamesakes) {
  const PathCase c("mesh_same_name");
  const Found found =
      search(c, {.bag = Labels{"leaf-by-ca0"} + c.labels("ca"), .store = c.store({"ca5-by-ca5"}), .most = 1});
  EXPECT_EQ(found.paths.size(), 1U);
}

TEST(PathBuilder, ProposesEachPathOfAMeshOnce) {
  const PathCase c("mesh");
  const Found found = search(c, {.bag = {"leaf-by-ca0", "ca0-by-ca1", "ca0-by-ca2", "ca1-by-ca2", "ca2-by-ca1",
                                         "ca1-by-ca3", "ca2-by-ca3", "ca0-by-ca3"},
                                 .store = c.store({"ca3-by-ca3"})});
  const std::set<Labels> once(found.paths.begin(), found.paths.end());
  EXPECT_EQ(once.size(), found.paths.size());
  EXPECT_EQ(once.size(), 5U);  // 0-3, 0-1-3, 0-2-3, 0-1-2-3, 0-2-1-3
}

TEST(PathBuilder, AcceptsSixteenCertificatesOnAPath) {
  const PathCase c("ladder");
  const Found found = search(c, {.bag = Labels{"leaf-by-ca15"} + c.labels("ca"), .store = c.store({"root"})});
  ASSERT_EQ(found.paths.size(), 1U);
  EXPECT_EQ(found.paths[0].size(), 16U);
}

TEST(PathBuilder, RefusesSeventeenCertificatesOnAPath) {
  const PathCase c("ladder");
  const Found found = search(c, {.bag = Labels{"leaf-by-ca16"} + c.labels("ca"), .store = c.store({"root"})});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.limits(), std::set<std::string>{"path_length"});
  EXPECT_EQ(found.stopped_reason(), "limit");
}

TEST(PathBuilder, IgnoresAnIssuerWhoseKeyCannotBeUsed) {
  const PathCase c("p384");
  EXPECT_EQ(first_path(search(c, {.bag = {"leaf", "ica-dsa", "ica"}, .store = c.store({"root"})})),
            (Labels{"leaf", "ica"}));
}

TEST(PathBuilder, SaysThatTheKeyOfTheOnlyIssuerCannotBeUsed) {
  const PathCase c("p384");
  const Found found = search(c, {.bag = {"leaf", "ica-dsa"}, .store = c.store({"root"})});
  EXPECT_EQ(found.stopped_reason(), "algorithm");
}

TEST(PathBuilder, SaysWhereAMissingIssuerIsPublished) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"leaf-aia", "root"}, .store = c.store({"root"})});
  EXPECT_EQ(found.stopped_reason(), "no-issuer");
  EXPECT_NE(found.outcome.furthest->stopped.find("http://ca.example/ica.cer"), std::string::npos);
}

TEST(PathBuilder, TellsHowFarItGot) {
  const PathCase c("ladder");
  const Found found = search(c, {.bag = {"leaf-by-ca14", "ca14", "ca13", "ca11"}, .store = c.store({"root"})});
  ASSERT_TRUE(found.outcome.furthest);
  EXPECT_EQ(c.names_of(*found.outcome.furthest), (Labels{"leaf-by-ca14", "ca14", "ca13"}));
  EXPECT_FALSE(found.outcome.furthest->anchor);
}

TEST(PathBuilder, RefusesASignatureWithAnyBitFlipped) {
  const PathCase c("straight");
  for (const std::size_t byte : {std::size_t{1}, std::size_t{31}, std::size_t{64}}) {
    PathCase flipped("straight");
    Bytes der = c["ica"]->der;
    der[der.size() - byte] ^= 0x10U;
    flipped.add("flipped", der);
    const Found found = search(flipped, {.bag = {"leaf", "flipped"}, .store = c.store({"root"})});
    EXPECT_TRUE(found.paths.empty()) << byte;
    EXPECT_EQ(found.stopped_reason(), "signature") << byte;
  }
}

TEST(PathBuilder, RoutesAroundAnIntermediateThatForbidsThisManyBelow) {
  const PathCase c("path_length");
  const TrustStore store = c.store({"root-0", "root"});
  const Found found = search(c, {.bag = {"leaf-below-ica", "ica"}, .store = store});
  EXPECT_EQ(found.anchors, (std::vector<std::string>{"root", "root-0"}));
}

TEST(PathBuilder, HasNothingToSayWithoutAnchors) {
  const PathCase c("straight");
  const Found found = search(c, {.bag = {"leaf", "ica", "root"}});
  EXPECT_TRUE(found.paths.empty());
  EXPECT_EQ(found.stopped_reason(), "untrusted-root");
}

}  // namespace
}  // namespace odca::testing
