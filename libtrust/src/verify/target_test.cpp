// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which certificate is asked about, and that nothing is guessed.
#include "verify/target.h"

#include <gtest/gtest.h>

#include "verify/verify_case.h"

namespace odca {
namespace {

using test::VerifyCase;

TargetChoice choose(const VerifyCase& asked) {
  LinkProofs proofs(asked.policy.limits.signature_checks);
  return choose_target(asked.evidence, asked.question, asked.policy, proofs);
}

TEST(Target, IsTheLeafThatFits) { EXPECT_EQ(choose(VerifyCase("odca")).index, 0U); }

TEST(Target, IsFoundInAnyOrder) {
  VerifyCase asked("odca");
  std::reverse(asked.evidence.certificates.begin(), asked.evidence.certificates.end());
  EXPECT_EQ(choose(asked).index, 5U);
}

TEST(Target, IsFoundBesideALeafOfAnotherService) {
  VerifyCase asked("sibling");
  asked.evidence.add(test::read_chain("odca"));
  const TargetChoice chosen = choose(asked);
  ASSERT_TRUE(chosen.index);
  EXPECT_EQ(asked.evidence.certificates[*chosen.index].certificate, test::certificate_of("odca", 0));
}

TEST(Target, IsAmbiguousAmongTwoThatFit) {
  const TargetChoice chosen = choose(VerifyCase("two_leaves"));
  EXPECT_FALSE(chosen.index);
  EXPECT_EQ(chosen.problem, TargetProblem::ambiguous);
  EXPECT_EQ(chosen.candidates, (std::vector<std::size_t>{0, 1}));
}

TEST(Target, IsAmbiguousWhenTheLeafWasSignedTwice) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("leaf_signed_again"));
  EXPECT_EQ(choose(asked).problem, TargetProblem::ambiguous);
}

TEST(Target, IsNotAmbiguousWhenPresentedTwice) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("odca"));
  EXPECT_EQ(choose(asked).index, 0U);
}

TEST(Target, MayBeNamed) {
  VerifyCase asked("two_leaves");
  asked.question.target = test::certificate_of("two_leaves", 1)->sha256;
  EXPECT_EQ(choose(asked).index, 1U);
}

TEST(Target, NamedButAbsentIsNotReplaced) {
  VerifyCase asked("odca");
  asked.question.target = Fingerprint{};
  EXPECT_EQ(choose(asked).problem, TargetProblem::named_absent);
}

TEST(Target, IsTheOnlyEndWhenNoneFits) { EXPECT_EQ(choose(VerifyCase("sibling")).index, 0U); }

TEST(Target, IsALoneCaWhenThereIsNothingElse) { EXPECT_EQ(choose(VerifyCase("lone")).index, 0U); }

TEST(Target, IsNotTheCaOfAStranger) {
  VerifyCase asked("sibling");
  asked.evidence.add(test::read_chain("stranger"));
  EXPECT_EQ(choose(asked).index, 0U);
}

TEST(Target, IsNoneWithoutCertificates) {
  VerifyCase asked("odca");
  asked.evidence = {};
  EXPECT_EQ(choose(asked).problem, TargetProblem::none_fits);
}

TEST(Target, OfPurposeOdcaIsAnyLeafBelowAnAppCa) {
  VerifyCase asked("sibling");
  asked.question.purpose = Purpose::odca;
  EXPECT_EQ(choose(asked).index, 0U);
}

TEST(Target, OfPurposeOdcaIsAmbiguousAmongServices) {
  VerifyCase asked("odca");
  asked.evidence.add(test::read_chain("sibling"));
  asked.question.purpose = Purpose::odca;
  EXPECT_EQ(choose(asked).problem, TargetProblem::ambiguous);
}

TEST(Target, OfRfc5280IsTheFirst) {
  VerifyCase asked("odca");
  std::reverse(asked.evidence.certificates.begin(), asked.evidence.certificates.end());
  asked.question.purpose = Purpose::rfc5280;
  EXPECT_EQ(choose(asked).index, 0U);
}

TEST(Target, FollowsTheLeafNamesOfThePolicy) {
  VerifyCase asked("two_leaves");
  asked.evidence.add(test::read_chain("sibling"));
  asked.policy.leaf_names["amt-activation"] = {"AMT WS-MAN"};
  const TargetChoice chosen = choose(asked);
  ASSERT_TRUE(chosen.index);
  EXPECT_EQ(asked.evidence.certificates[*chosen.index].certificate->subject.first(kCommonName), "AMT WS-MAN");
}

}  // namespace
}  // namespace odca
