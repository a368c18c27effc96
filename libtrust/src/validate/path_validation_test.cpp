// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "validate/path_validation.h"

#include <gtest/gtest.h>

#include <optional>

#include "chain/testdata/path_case.h"
#include "profile/profile.h"

namespace odca::testing {
namespace {

/// Judged is one path, made by hand so that no search stands between the certificates and the validation.
struct Judged {
  Path path{};
  Question question = rfc5280_question();
  Time time = kNow;
  Policy policy{};
  std::optional<unsigned> amt_version{};
  std::size_t budget = 100;
};

Path path_of(const PathCase& certificates, const Labels& labels, std::optional<TrustAnchor> anchor) {
  Path path{.anchor = std::move(anchor)};
  for (const std::string& label : labels) path.steps.push_back({certificates[label], {}, {}});
  return path;
}

/// found lists the problems as "rule/reason@place", the place being a step or "anchor".
Labels found(const Judged& judged) {
  LinkProofs proofs(judged.budget);
  Labels list;
  const AllowedAlgorithms allowed = algorithms_of_path(profile_of(judged.path, judged.question).kind, judged.path,
                                                       judged.question, judged.policy.algorithms);
  for (const Problem& problem :
       validate_path(judged.path, judged.question, judged.time, allowed, proofs, judged.amt_version)) {
    EXPECT_FALSE(problem.message.empty()) << problem.rule.text();
    list.push_back(std::string(problem.rule) + "/" + std::string(problem.reason) + "@" +
                   (problem.cert ? std::to_string(*problem.cert) : "anchor"));
  }
  return list;
}

Labels found(const PathCase& certificates, const Labels& labels, const std::string& anchor) {
  return found({.path = path_of(certificates, labels, certificates.anchor(anchor))});
}

const Labels kNothing{};

TEST(ValidatePath, AcceptsAStraightPath) {
  const PathCase c("straight");
  EXPECT_EQ(found(c, {"leaf", "ica"}, "root"), kNothing);
}

TEST(ValidatePath, RefusesAPathWithoutCertificates) {
  const PathCase c("straight");
  EXPECT_EQ(found(c, {}, "root"), Labels{"path.signature/invalid@anchor"});
}

TEST(ValidatePath, RefusesASignatureOfAnotherKey) {
  const PathCase c("look_alikes");
  EXPECT_EQ(found(c, {"leaf", "same-id0"}, "root"), (Labels{"path.signature/invalid@1", "path.signature/invalid@0"}));
}

TEST(ValidatePath, RefusesAFlippedBit) {
  PathCase c("straight");
  Bytes der = c["leaf"]->der;
  der.back() ^= 1U;
  c.add("flipped", der);
  EXPECT_EQ(found(c, {"flipped", "ica"}, "root"), Labels{"path.signature/invalid@0"});
}

TEST(ValidatePath, RefusesALinkThatWasNotChecked) {
  const PathCase c("straight");
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, c.anchor("root")), .budget = 1}),
            Labels{"path.signature/budget@0"});
}

TEST(ValidatePath, RefusesAnIssuerOfAnotherName) {
  const PathCase c("straight");
  const Labels problems = found(c, {"leaf"}, "root");
  EXPECT_EQ(problems, (Labels{"path.signature/invalid@0", "path.names/mismatch@0"}));
}

TEST(ValidatePath, RefusesAKeyThatCannotHaveSigned) {
  const PathCase c("p384");
  const PathCase ed25519("straight");
  EXPECT_EQ(found({.path = path_of(c, {"ica"}, ed25519.anchor("root"))}), Labels{"path.signature/mismatch@0"});
}

TEST(ValidatePath, CountsBothEndsOfValidityAsInside) {
  const PathCase c("straight");
  const Path path = path_of(c, {"leaf", "ica"}, c.anchor("root"));
  EXPECT_EQ(found({.path = path, .time = at("2025-01-01T00:00:00Z")}), kNothing);
  EXPECT_EQ(found({.path = path, .time = at("2027-01-01T00:00:00Z")}), kNothing);
}

TEST(ValidatePath, RefusesTheSecondAfterTheEnd) {
  const PathCase c("straight");
  const Path path = path_of(c, {"leaf", "ica"}, c.anchor("root"));
  EXPECT_EQ(found({.path = path, .time = at("2027-01-01T00:00:01Z")}),
            (Labels{"anchor.validity/anchor-expired@anchor", "cert.validity/expired@1", "cert.validity/expired@0"}));
}

TEST(ValidatePath, RefusesTheSecondBeforeTheStart) {
  const PathCase c("straight");
  const Path path = path_of(c, {"leaf", "ica"}, c.anchor("root"));
  EXPECT_EQ(found({.path = path, .time = at("2024-12-31T23:59:59Z")}),
            (Labels{"anchor.validity/anchor-not-yet-valid@anchor", "cert.validity/not-yet-valid@1",
                    "cert.validity/not-yet-valid@0"}));
}

TEST(ValidatePath, KnowsNoDatesOfAnAnchorGivenAsNameAndKey) {
  const PathCase c("cross_root");
  TrustAnchor anchor = c.anchor("first");
  anchor.certificate.reset();
  anchor.validity.reset();
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), kNothing);
}

TEST(ValidatePath, ChecksTheDatesOfAnAnchorGivenAsNameKeyAndValidity) {
  const PathCase c("cross_root");
  TrustAnchor anchor = c.anchor("first");
  anchor.certificate.reset();
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), Labels{"anchor.validity/anchor-expired@anchor"});
}

TEST(ValidatePath, RefusesAnAnchorOutsideItsWindowOfUse) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.use_window = {at("2025-01-01T00:00:00Z"), at("2025-12-31T23:59:59Z")};
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), Labels{"anchor.validity/outside-use-window@anchor"});
}

struct Spoiled {
  std::string label;
  std::string problem;
};

class SpoiledIntermediate : public ::testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledIntermediate, IsRefusedForWhatIsWrong) {
  const PathCase c("alternatives");
  EXPECT_EQ(found(c, {"leaf", GetParam().label}, "root"), Labels{GetParam().problem + "@1"});
}

TEST_P(SpoiledIntermediate, IsRefusedAsAnAnchorToo) {
  const PathCase c("alternatives");
  const std::string problem = GetParam().label == "expired" ? "anchor.validity/anchor-expired" : GetParam().problem;
  EXPECT_EQ(found(c, {"leaf"}, GetParam().label), Labels{problem + "@anchor"});
}

INSTANTIATE_TEST_SUITE_P(Spoiled, SpoiledIntermediate,
                         ::testing::Values(Spoiled{"expired", "cert.validity/expired"},
                                           Spoiled{"not-a-ca", "path.ca/not-a-ca"},
                                           Spoiled{"no-basic-constraints", "path.ca/no-basic-constraints"},
                                           Spoiled{"no-keycertsign", "path.key_cert_sign/no-keycertsign"},
                                           Spoiled{"unknown-critical", "path.critical/unknown-critical"},
                                           Spoiled{"constrained", "path.constraints/unsupported-constraint"}),
                         [](const auto& of) {
                           std::string name = of.param.label;
                           std::erase(name, '-');
                           return name;
                         });

TEST(ValidatePath, RefusesALeafThatIssues) {
  const PathCase c("straight");
  EXPECT_EQ(found(c, {"sub-leaf", "leaf", "ica"}, "root"),
            (Labels{"path.ca/not-a-ca@1", "path.key_cert_sign/no-keycertsign@1"}));
}

TEST(ValidatePath, RefusesAnUnknownCriticalExtensionInTheTarget) {
  const PathCase c("alternatives");
  EXPECT_EQ(found(c, {"leaf-unknown-critical", "good"}, "root"), Labels{"path.critical/unknown-critical@0"});
}

TEST(ValidatePath, AllowsAsManyIntermediatesAsThePathLengthSays) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"leaf-below-ica", "ica"}, "root"), kNothing);
}

TEST(ValidatePath, RefusesOneIntermediateMoreThanThePathLengthSays) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"leaf-below-sub", "sub", "ica"}, "root"), Labels{"path.length/path-length@1"});
}

TEST(ValidatePath, CountsNoSelfIssuedIntermediate) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"leaf-below-self-issued", "ica-self-issued", "ica"}, "root"), kNothing);
}

TEST(ValidatePath, TakesThePathLengthOfTheAnchorsCertificate) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"leaf-below-ica", "ica"}, "root-0"), Labels{"path.length/path-length@1"});
}

TEST(ValidatePath, CountsNoTargetThatIsACa) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"ica"}, "root-0"), kNothing);
}

TEST(ValidatePath, RefusesAPathLengthInACertificateThatIsNoCa) {
  const PathCase c("path_length");
  EXPECT_EQ(found(c, {"leaf-path-length-no-ca", "ica"}, "root"), Labels{"cert.extensions/contradiction@0"});
}

TEST(ValidatePath, RefusesEmptyNames) {
  const PathCase c("empty_names");
  EXPECT_EQ(found(c, {"leaf", "nameless"}, "root"),
            (Labels{"path.empty_name/empty-subject@1", "path.empty_name/empty-issuer@0"}));
}

TEST(ValidatePath, AllowsATargetWithoutSubjectName) {
  const PathCase c("empty_names");
  EXPECT_EQ(found(c, {"nameless-leaf"}, "root"), kNothing);
}

TEST(ValidatePath, RefusesACaAsTargetUnlessAskedFor) {
  const PathCase c("straight");
  Judged judged{.path = path_of(c, {"ica"}, c.anchor("root"))};
  EXPECT_EQ(found(judged), kNothing);
  judged.question.target_may_be_ca = false;
  EXPECT_EQ(found(judged), Labels{"target.not_ca/target-is-ca@0"});
}

TEST(ValidatePath, LeavesTheShapeOfADeviceLeafToItsRules) {
  const PathCase c("p384");
  EXPECT_EQ(found({.path = path_of(c, {"ica"}, c.anchor("root")),
                   .question = {.purpose = Purpose::amt_activation, .at = kNow}}),
            kNothing);
}

// Anchors' own constraints

TEST(ValidatePath, KeepsTheNameThatTheAnchorAsksOfTheFirstCa) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.first_ca = {{.type = std::string(kCommonName), .value = "ICA"}};
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), kNothing);
  anchor.constraints.first_ca = {{.type = std::string(kCommonName), .value = "IC"}};
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), Labels{"anchor.constraints/first-ca-name@1"});
  anchor.constraints.first_ca = {{.type = std::string(kCommonName), .value = "IC", .prefix = true}};
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), kNothing);
}

TEST(ValidatePath, RefusesAFirstCaWithoutTheAttributeThatTheAnchorAsksFor) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.first_ca = {{.type = std::string(kCountry), .value = "", .prefix = true}};
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), Labels{"anchor.constraints/first-ca-name@1"});
}

TEST(ValidatePath, KeepsThePathLengthOfTheAnchor) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.path_len = 1;
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), kNothing);
  anchor.constraints.path_len = 0;
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor)}), Labels{"anchor.constraints/path-length@anchor"});
}

TEST(ValidatePath, KeepsTheVersionsThatTheAnchorServes) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.min_amt = 22;
  const Path path = path_of(c, {"leaf", "ica"}, anchor);
  EXPECT_EQ(found({.path = path, .amt_version = 22}), kNothing);
  EXPECT_EQ(found({.path = path}), kNothing);
  EXPECT_EQ(found({.path = path, .amt_version = 21}), Labels{"anchor.constraints/amt-version@anchor"});
}

TEST(ValidatePath, RefusesAnAnchorThatServesOlderVersionsOnly) {
  const PathCase c("straight");
  TrustAnchor anchor = c.anchor("root");
  anchor.constraints.max_amt = 21;
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "ica"}, anchor), .amt_version = 22}),
            Labels{"anchor.constraints/amt-version@anchor"});
}

// Algorithms and keys

Judged odca(const PathCase& c, const Labels& labels) {
  return {.path = path_of(c, labels, c.anchor("root", {AnchorRole::odca})),
          .question = {.purpose = Purpose::amt_activation, .at = kNow}};
}

TEST(ValidatePath, AcceptsP384WithSha384AndTheKeysThatLeavesHave) {
  const PathCase c("p384");
  for (const std::string leaf : {"leaf", "leaf-p256", "leaf-rsa"})
    EXPECT_EQ(found(odca(c, {leaf, "ica"})), kNothing) << leaf;
}

TEST(ValidatePath, RefusesOtherKeysInADeviceLeaf) {
  const PathCase c("p384");
  for (const std::string leaf : {"leaf-p521", "leaf-ed25519"})
    EXPECT_EQ(found(odca(c, {leaf, "ica"})), Labels{"cert.key/kind@0"}) << leaf;
}

TEST(ValidatePath, RefusesASmallerCurveInADeviceCa) {
  const PathCase c("p384");
  EXPECT_EQ(found(odca(c, {"leaf-of-p256", "ica-p256"})), Labels{"cert.key/kind@1"});
  EXPECT_EQ(found(c, {"leaf-of-p256", "ica-p256"}, "root"), kNothing);
}

TEST(ValidatePath, RefusesAKindOfKeyThatThePolicyDoesNotListForTheAnchor) {
  const PathCase c("straight");
  const Labels problems = found({.path = path_of(c, {"leaf"}, c.anchor("ica", {AnchorRole::odca})),
                                 .question = {.purpose = Purpose::odca, .at = kNow}});
  EXPECT_EQ(problems, (Labels{"cert.key/kind@anchor", "cert.algorithm/algorithm@0", "cert.key/kind@0"}));
}

TEST(ValidatePath, RefusesASignatureWithAnotherHash) {
  const PathCase c("p384");
  EXPECT_EQ(found(odca(c, {"leaf-sha256", "ica"})), Labels{"cert.algorithm/algorithm@0"});
  EXPECT_EQ(found(c, {"leaf-sha256", "ica"}, "root"), kNothing);
}

TEST(ValidatePath, RefusesSha1Everywhere) {
  const PathCase c("p384");
  EXPECT_EQ(found(c, {"leaf-sha1", "ica"}, "root"),
            (Labels{"path.signature/unusable-key@0", "cert.algorithm/algorithm@0"}));
}

TEST(ValidatePath, RefusesDifferentAlgorithmsInsideAndOutside) {
  const PathCase c("p384");
  EXPECT_EQ(found(c, {"leaf-algorithm-mismatch", "ica"}, "root"),
            (Labels{"path.signature/invalid@0", "cert.algorithm/algorithm-mismatch@0"}));
}

TEST(ValidatePath, RefusesKeysThatCannotBeUsed) {
  const PathCase c("p384");
  EXPECT_EQ(found(c, {"leaf-p192", "ica"}, "root"), Labels{"cert.key/curve@0"});
  EXPECT_EQ(found(c, {"leaf-dsa", "ica"}, "root"), Labels{"cert.key/algorithm@0"});
  EXPECT_EQ(found(c, {"leaf-rsa-1024", "ica"}, "root"), Labels{"cert.key/weak-key@0"});
}

TEST(ValidatePath, RefusesRsaKeysBelowTheSizeOfThePolicy) {
  const PathCase c("p384");
  Judged judged = odca(c, {"leaf-rsa", "ica"});
  judged.policy.algorithms.rsa_min_bits = 3072;
  EXPECT_EQ(found(judged), Labels{"cert.key/weak-key@0"});
}

// Trusted as a whole certificate

Judged alone(const PathCase& c, const std::string& target, const std::string& anchor) {
  Judged judged{.path = path_of(c, {target}, c.anchor(anchor))};
  judged.path.ends_at_itself = true;
  return judged;
}

TEST(ValidatePath, AsksNothingOfAnIssuerWhereTheTargetIsTheAnchor) {
  const PathCase c("whole_certificate");
  EXPECT_EQ(found(alone(c, "own", "own")), kNothing);
}

TEST(ValidatePath, LetsATargetThatIsTheAnchorBeACa) {
  const PathCase c("whole_certificate");
  Judged judged = alone(c, "own-ca", "own-ca");
  judged.question.target_may_be_ca = false;
  EXPECT_EQ(found(judged), kNothing);
}

TEST(ValidatePath, RefusesAnotherCertificateOfTheSameNameAndKeyAsTheAnchor) {
  const PathCase c("whole_certificate");
  EXPECT_EQ(found(alone(c, "own-again", "own")), Labels{"path.signature/invalid@0"});
}

TEST(ValidatePath, ChecksDatesAndExtensionsOfATargetThatIsTheAnchor) {
  const PathCase c("whole_certificate");
  EXPECT_EQ(found(alone(c, "own-expired", "own-expired")), Labels{"cert.validity/expired@0"});
  EXPECT_EQ(found(alone(c, "own-unknown-critical", "own-unknown-critical")),
            Labels{"path.critical/unknown-critical@0"});
}

TEST(ValidatePath, RefusesALongerPathThatClaimsToEndAtItself) {
  const PathCase c("straight");
  Judged judged{.path = path_of(c, {"leaf", "ica"}, c.anchor("leaf"))};
  judged.path.ends_at_itself = true;
  EXPECT_EQ(found(judged), Labels{"path.signature/invalid@0"});
}

// After activation a device presents what the enterprise gave it, or what it made itself

TEST(ValidatePath, TakesTheWideListsForAnEnterpriseAnchorAfterActivation) {
  const PathCase c("straight");
  Judged judged{.path = path_of(c, {"leaf", "ica"}, c.anchor("root", {AnchorRole::enterprise})),
                .question = {.purpose = Purpose::amt_wsman, .phase = Phase::provisioned, .at = kNow}};
  EXPECT_EQ(found(judged), kNothing);
  judged.question.phase = Phase::in_provisioning;
  EXPECT_FALSE(found(judged).empty());
}

TEST(ValidatePath, TakesTheNarrowListsForAnOdcaAnchorAfterActivation) {
  const PathCase c("straight");
  EXPECT_FALSE(found({.path = path_of(c, {"leaf", "ica"}, c.anchor("root", {AnchorRole::odca})),
                      .question = {.purpose = Purpose::amt_wsman, .phase = Phase::provisioned, .at = kNow}})
                   .empty());
}

TEST(ValidatePath, AcceptsALoneCertificateWithoutAnchorAsFarAsItGoes) {
  const PathCase c("p384");
  EXPECT_EQ(found({.path = path_of(c, {"lone-rsa"}, {}),
                   .question = {.purpose = Purpose::amt_wsman, .phase = Phase::provisioned, .at = kNow}}),
            kNothing);
}

TEST(ValidatePath, RefusesALoneCertificateThatItsOwnKeyDidNotSign) {
  const PathCase c("p384");
  EXPECT_EQ(found({.path = path_of(c, {"lone-rsa-bad-signature"}, {}),
                   .question = {.purpose = Purpose::amt_wsman, .phase = Phase::provisioned, .at = kNow}}),
            Labels{"path.signature/invalid@0"});
}

TEST(ValidatePath, ChecksWhatThereIsOfAPathWithoutAnchor) {
  const PathCase c("alternatives");
  EXPECT_EQ(found({.path = path_of(c, {"leaf", "expired"}, {})}), Labels{"cert.validity/expired@1"});
}

}  // namespace
}  // namespace odca::testing
