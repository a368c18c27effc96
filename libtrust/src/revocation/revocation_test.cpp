// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Every CRL of testdata asks one thing; testdata/make.py made them. The path is ROM ← issuing ← intermediate ← root
// with a Kernel CA and a leaf that the intermediate's indirect CRL speaks for. Judged on 2026-03-01.
#include "revocation/revocation.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace odca {
namespace {

constexpr std::size_t kLeaf = 0;
constexpr std::size_t kKernel = 1;
constexpr std::size_t kRom = 2;
constexpr std::size_t kIssuing = 3;

const Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
const RevocationPolicy kPolicy{};

Dump read(const std::string& name) {
  const std::string file = ODCA_SOURCE_DIR "/libtrust/src/revocation/testdata/" + name;
  std::ifstream in(file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  Result<Dump> dump = read_dump(as_bytes(content), name, Limits{});
  EXPECT_TRUE(dump) << file;
  return dump ? *std::move(dump) : Dump{};
}

Path read_path(const std::string& name) {
  const Dump dump = read(name);
  Path path;
  for (const Presented& presented : dump.certificates) path.steps.push_back({.certificate = presented.certificate});
  path.anchor = anchor_from_certificate(path.steps.back().certificate, Roles::all(), {.kind = OriginKind::custom});
  path.steps.pop_back();
  return path;
}

std::vector<PresentedCrl> read_crls(const std::vector<std::string>& names) {
  std::vector<PresentedCrl> crls;
  for (const std::string& name : names)
    for (PresentedCrl& crl : read(name + ".crl.pem").crls) crls.push_back(std::move(crl));
  EXPECT_EQ(crls.size(), names.size());
  for (PresentedCrl& crl : crls) crl.from = PresentedCrl::From::caller;
  return crls;
}

constexpr std::size_t kChecks = Limits{}.signature_checks;

const TrustStore& empty_store() {
  static const TrustStore store = TrustStore::from_contents({}, "test");
  return store;
}

std::vector<CertificateRevocation> judge(const Path& path, std::vector<PresentedCrl> crls, const TrustStore& store,
                                         LinkProofs& proofs, const RevocationPolicy& policy = {}) {
  Evidence evidence;
  evidence.crls = std::move(crls);
  return Revocation(evidence, store, kNow, policy, kChecks, proofs)
      .check({.path = path,
              .judged_as = AnchorRole::odca,
              .algorithms = {.signatures = {SignatureKind::ecdsa_sha384}, .keys = {KeyKind::ec_p384}}});
}

std::vector<CertificateRevocation> ask(const std::vector<std::string>& crls, const RevocationPolicy& policy = {},
                                       const std::string& path = "chain.pem") {
  LinkProofs proofs(100);
  return judge(read_path(path), read_crls(crls), empty_store(), proofs, policy);
}

RevocationState state_of_rom(const std::vector<std::string>& crls) { return ask(crls)[kRom].state; }
RevocationState state_of_leaf(const std::vector<std::string>& crls) { return ask(crls)[kLeaf].state; }

TEST(Revocation, IsAbsentWithoutCrls) {
  for (const CertificateRevocation& answer : ask({})) EXPECT_EQ(answer.state, RevocationState::absent);
}

TEST(PlainCrl, IsGoodWhenNotListed) { EXPECT_EQ(state_of_rom({"plain_good"}), RevocationState::good); }

TEST(PlainCrl, SaysNothingAboutOtherLevels) {
  const auto answers = ask({"plain_good"});
  EXPECT_EQ(answers[kLeaf].state, RevocationState::absent);
  EXPECT_EQ(answers[kIssuing].state, RevocationState::absent);
}

TEST(PlainCrl, RevokesWhatItLists) {
  const CertificateRevocation answer = ask({"plain_revokes_rom"})[kRom];
  EXPECT_EQ(answer.state, RevocationState::revoked);
  EXPECT_EQ(answer.revoked_at, Time(std::chrono::sys_days{std::chrono::year{2025} / 11 / 5}));
}

TEST(PlainCrl, IsStaleAfterNextUpdate) { EXPECT_EQ(state_of_rom({"plain_stale"}), RevocationState::stale); }

TEST(PlainCrl, IsStaleBeyondTheAgeOfThePolicy) {
  EXPECT_EQ(ask({"plain_good"}, {.max_age_days = 58})[kRom].state, RevocationState::stale);
}

TEST(PlainCrl, IsFreshOnTheLastDayOfThePolicy) {
  EXPECT_EQ(ask({"plain_good"}, {.max_age_days = 59})[kRom].state, RevocationState::good);
}

TEST(PlainCrl, IsStaleWithoutNextUpdate) {
  EXPECT_EQ(state_of_rom({"plain_without_next_update"}), RevocationState::stale);
}

TEST(PlainCrl, RevokesThoughStale) { EXPECT_EQ(state_of_rom({"plain_stale_revokes_rom"}), RevocationState::revoked); }

TEST(PlainCrl, RevokesBesideAFreshOneThatDoesNot) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_stale_revokes_rom"}), RevocationState::revoked);
}

TEST(PlainCrl, IsGoodBesideAStaleOne) { EXPECT_EQ(state_of_rom({"plain_stale", "plain_good"}), RevocationState::good); }

TEST(PlainCrl, IsNotGoodWhenSupersededByAStaleOne) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_newer_stale"}), RevocationState::stale);
}

TEST(PlainCrl, IsNotGoodWhenSupersededByAnUnusableOne) {
  EXPECT_EQ(state_of_rom({"plain_newer_unknown_critical", "plain_good"}), RevocationState::unusable);
}

TEST(PlainCrl, IsGoodWithADeltaThatFollowsIt) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_newer_delta"}), RevocationState::good);
}

TEST(PlainCrl, IsNotGoodWhenSupersededByADeltaOfALaterBase) {
  EXPECT_EQ(state_of_rom({"plain_lower_number", "plain_newer_delta"}), RevocationState::unusable);
}

TEST(PlainCrl, OfTheSameSecondIsSupersededByTheHigherNumber) {
  EXPECT_EQ(state_of_rom({"plain_higher_number_stale", "plain_good"}), RevocationState::stale);
}

TEST(PlainCrl, OfTheSameSecondIsNotSupersededByTheLowerNumber) {
  EXPECT_EQ(state_of_rom({"plain_lower_number_stale", "plain_good"}), RevocationState::good);
}

TEST(PlainCrl, IsGoodBesideANewerStaleOneOfAnotherScope) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_newer_stale_ca_certs_only"}), RevocationState::good);
}

TEST(PlainCrl, IsGoodBesideANewerStaleOneOfAnotherKey) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_newer_stale_by_namesake"}), RevocationState::good);
}

TEST(PlainCrl, IsGoodBesideOneFromTheFuture) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_future_silent"}), RevocationState::good);
}

TEST(PlainCrl, RevokesBesideANewerOneThatDoesNot) {
  EXPECT_EQ(state_of_rom({"plain_revokes_rom", "plain_newer_stale"}), RevocationState::revoked);
}

TEST(IndirectCrl, IsNotGoodWhenSupersededByAStaleOne) {
  EXPECT_EQ(state_of_leaf({"indirect_good", "indirect_newer_stale"}), RevocationState::stale);
}

TEST(PlainCrl, RevokesFromTheFuture) { EXPECT_EQ(state_of_rom({"plain_future"}), RevocationState::revoked); }

TEST(PlainCrl, OfANamesakeSaysNothing) { EXPECT_EQ(state_of_rom({"plain_by_namesake"}), RevocationState::absent); }

TEST(PlainCrl, SaysNothingWhenForged) { EXPECT_EQ(state_of_rom({"plain_forged"}), RevocationState::absent); }

TEST(PlainCrl, IsUnusableWithAnUnknownCriticalExtension) {
  const CertificateRevocation answer = ask({"plain_newer_unknown_critical"})[kRom];
  EXPECT_EQ(answer.state, RevocationState::unusable);
  EXPECT_FALSE(answer.suspicious);
}

TEST(PlainCrl, IsSuspiciousWithAnUnknownCriticalExtensionAndTheCertificateListed) {
  const CertificateRevocation answer = ask({"plain_unknown_critical"})[kRom];
  ASSERT_TRUE(answer.suspicious);
  EXPECT_EQ(answer.suspicious->reason.text(), "unknown-critical");
  EXPECT_NE(answer.suspicious->detail.find("1.2.3.4"), std::string::npos);
}

TEST(PlainCrl, IsUnusableAsADeltaAlone) { EXPECT_EQ(state_of_rom({"plain_newer_delta"}), RevocationState::unusable); }

TEST(PlainCrl, RevokesAsADelta) { EXPECT_EQ(state_of_rom({"plain_delta"}), RevocationState::revoked); }

TEST(PlainCrl, ForUserCertificatesIsOutOfScopeForACa) {
  EXPECT_EQ(state_of_rom({"plain_user_certs_only_silent"}), RevocationState::out_of_scope);
}

TEST(PlainCrl, ForUserCertificatesRevokesACaThatItLists) {
  EXPECT_EQ(state_of_rom({"plain_user_certs_only"}), RevocationState::revoked);
}

TEST(PlainCrl, ForCaCertificatesSpeaksOfACa) {
  EXPECT_EQ(state_of_rom({"plain_ca_certs_only"}), RevocationState::good);
}

TEST(PlainCrl, ForSomeReasonsIsNeverGood) {
  EXPECT_EQ(state_of_rom({"plain_some_reasons"}), RevocationState::unusable);
}

TEST(PlainCrl, ForSomeReasonsRevokes) {
  EXPECT_EQ(state_of_rom({"plain_some_reasons_revokes_rom"}), RevocationState::revoked);
}

TEST(PlainCrl, OfTheSameDistributionPointSpeaks) {
  EXPECT_EQ(state_of_rom({"plain_same_point"}), RevocationState::good);
}

TEST(PlainCrl, OfAnotherDistributionPointIsOutOfScope) {
  EXPECT_EQ(state_of_rom({"plain_other_point_silent"}), RevocationState::out_of_scope);
}

TEST(PlainCrl, OfAnotherDistributionPointRevokesWhatItLists) {
  EXPECT_EQ(state_of_rom({"plain_other_point"}), RevocationState::revoked);
}

TEST(PlainCrl, IsUnusableWhenItsIssuerMayNotSignCrls) {
  EXPECT_EQ(ask({"plain_good"}, {}, "chain_without_crlsign.pem")[kRom].state, RevocationState::unusable);
}

TEST(PlainCrl, OwesANumber) {
  const CertificateRevocation answer = ask({"plain_without_number"})[kRom];
  EXPECT_EQ(answer.state, RevocationState::good);
  ASSERT_EQ(answer.duties.size(), 1U);
  EXPECT_EQ(answer.duties[0].reason.text(), "number-missing");
}

TEST(PlainCrl, OwesNothingMore) { EXPECT_TRUE(ask({"plain_good"})[kRom].duties.empty()); }

TEST(PlainCrl, ForTwoSetsOfReasonsThatTogetherAreAllIsGood) {
  EXPECT_EQ(state_of_rom({"plain_some_reasons", "plain_other_reasons"}), RevocationState::good);
}

TEST(DeltaCrl, LiftsAHold) {
  EXPECT_EQ(state_of_rom({"plain_hold"}), RevocationState::revoked);
  EXPECT_EQ(state_of_rom({"plain_hold", "plain_removing_delta"}), RevocationState::good);
}

TEST(DeltaCrl, LiftsNothingButAHold) {
  EXPECT_EQ(state_of_rom({"plain_compromised", "plain_removing_delta"}), RevocationState::revoked);
}

TEST(DeltaCrl, ThatRemovesRevokesNothing) {
  EXPECT_EQ(state_of_rom({"plain_good", "plain_removing_delta"}), RevocationState::good);
}

TEST(CrlOfTheDump, RevokesAndDoesNotClear) {
  LinkProofs proofs(100);
  std::vector<PresentedCrl> crls = read_crls({"plain_good", "indirect_revokes_leaf"});
  for (PresentedCrl& crl : crls) crl.from = PresentedCrl::From::sender;
  const auto answers = judge(read_path("chain.pem"), crls, empty_store(), proofs);
  EXPECT_EQ(answers[kRom].state, RevocationState::absent);
  EXPECT_EQ(answers[kRom].cause, Cause::from_the_dump);
  EXPECT_EQ(answers[kLeaf].state, RevocationState::revoked);
  EXPECT_EQ(answers[kLeaf].list->from, "dump");
}

TEST(CrlOfTheDump, ClearsWhereThePolicySaysSo) {
  LinkProofs proofs(100);
  std::vector<PresentedCrl> crls = read_crls({"plain_good"});
  crls[0].from = PresentedCrl::From::sender;
  const auto answers = judge(read_path("chain.pem"), crls, empty_store(), proofs, {.dump_crls = DumpCrls::clear});
  EXPECT_EQ(answers[kRom].state, RevocationState::good);
}

TEST(CrlOfTheIssuer, DoesNotClearWhoNamesAnotherCrlIssuer) {
  EXPECT_EQ(state_of_leaf({"by_kernel_of_leaf"}), RevocationState::out_of_scope);
  EXPECT_EQ(state_of_leaf({"by_kernel_of_leaf", "indirect_stale"}), RevocationState::stale);
}

TEST(IndirectCrl, SpeaksOfKernelAndLeaf) {
  const auto answers = ask({"indirect_good"});
  EXPECT_EQ(answers[kLeaf].state, RevocationState::good);
  EXPECT_EQ(answers[kKernel].state, RevocationState::good);
}

TEST(IndirectCrl, SaysNothingAboutCertificatesThatDoNotNameItsIssuer) {
  EXPECT_EQ(state_of_rom({"indirect_good"}), RevocationState::absent);
}

TEST(IndirectCrl, IsStaleAfterNextUpdate) { EXPECT_EQ(state_of_leaf({"indirect_stale"}), RevocationState::stale); }

TEST(IndirectCrl, RevokesByIssuerWithoutTheExtension) {
  EXPECT_EQ(state_of_leaf({"indirect_without_idp"}), RevocationState::revoked);
}

TEST(IndirectCrl, CallsNothingGoodWithoutTheFlag) {
  EXPECT_EQ(ask({"of_intermediate_names_issuers"})[kIssuing].state, RevocationState::unusable);
}

TEST(IndirectCrl, WithoutTheFlagSupersedesNoPlainOne) {
  EXPECT_EQ(ask({"of_intermediate_names_issuers", "of_intermediate_silent"})[kIssuing].state, RevocationState::good);
}

TEST(IndirectCrl, WithoutTheFlagMakesACarriedIssuerSuspicious) {
  EXPECT_TRUE(ask({"of_intermediate_names_issuers"})[kIssuing].suspicious);
}

TEST(IndirectCrl, RevokesByIssuerWithoutTheFlag) {
  EXPECT_EQ(state_of_leaf({"indirect_not_flagged"}), RevocationState::revoked);
}

TEST(IndirectCrl, RevokesByIssuerAndSerial) {
  const auto answers = ask({"indirect_revokes_leaf"});
  EXPECT_EQ(answers[kLeaf].state, RevocationState::revoked);
  EXPECT_EQ(answers[kKernel].state, RevocationState::good);
}

TEST(IndirectCrl, CarriesTheIssuerOfAnEntryToTheNext) {
  EXPECT_EQ(state_of_leaf({"indirect_carries_issuer"}), RevocationState::revoked);
}

TEST(IndirectCrl, DoesNotRevokeTheSameSerialOfAnotherIssuer) {
  const CertificateRevocation answer = ask({"indirect_other_issuer"})[kLeaf];
  EXPECT_EQ(answer.state, RevocationState::good);
  EXPECT_FALSE(answer.suspicious);
}

TEST(IndirectCrl, FindsASerialWithoutIssuerSuspicious) {
  const CertificateRevocation answer = ask({"indirect_serial_without_issuer"})[kLeaf];
  EXPECT_EQ(answer.state, RevocationState::good);
  EXPECT_TRUE(answer.suspicious);
}

TEST(IndirectCrl, OfANamesakeSaysNothing) {
  EXPECT_EQ(state_of_leaf({"indirect_by_namesake"}), RevocationState::absent);
}

TEST(IndirectCrl, OfAnotherKeyOfThePathSaysNothing) {
  EXPECT_EQ(state_of_leaf({"indirect_by_kernel_key"}), RevocationState::absent);
}

TEST(IndirectCrl, RevokesByDefaultWhatItsIssuerIssued) {
  EXPECT_EQ(ask({"of_intermediate_revokes_issuing"})[kIssuing].state, RevocationState::revoked);
}

TEST(IndirectCrl, DoesNotVouchForWhatItsIssuerSendsElsewhere) {
  EXPECT_EQ(ask({"indirect_good"})[kIssuing].state, RevocationState::out_of_scope);
}

/// beside asks about the leaf of a path that ends at the issuing CA, whose roles are `own`. The intermediate, which
/// signs the indirect CRL, is no part of that path: it is another anchor with the roles `others`, or below one.
enum class CrlIssuer { anchor, below_an_anchor };
RevocationState beside(Roles own, Roles others, CrlIssuer issuer = CrlIssuer::anchor) {
  Path path = read_path("chain.pem");
  const Certificate intermediate = path.steps.back().certificate;
  SourceContents contents;
  if (issuer == CrlIssuer::anchor) {
    contents.anchors.push_back(anchor_from_certificate(intermediate, others, {.kind = OriginKind::custom}));
  } else {
    contents.anchors.push_back(*path.anchor);
    contents.anchors.back().roles = others;
    contents.intermediates.push_back({intermediate, {}});
  }
  path.steps.pop_back();
  path.anchor = anchor_from_certificate(path.steps.back().certificate, own, {.kind = OriginKind::custom});
  path.steps.pop_back();
  const TrustStore store = TrustStore::from_contents(contents, "test");
  LinkProofs proofs(100);
  return judge(path, read_crls({"indirect_good"}), store, proofs)[kLeaf].state;
}

const Roles kOdca{AnchorRole::odca};
const Roles kLab{AnchorRole::lab};
const Roles kEnterprise{AnchorRole::enterprise};

TEST(CrlBesideThePath, CountsUnderAnAnchorOfTheRoleJudged) {
  EXPECT_EQ(beside(kOdca, kOdca), RevocationState::good);
  EXPECT_EQ(beside(kOdca, kOdca, CrlIssuer::below_an_anchor), RevocationState::good);
  EXPECT_EQ(beside(kOdca, Roles::all()), RevocationState::good);
}

TEST(CrlBesideThePath, SaysNothingUnderAnAnchorOfAnotherRole) {
  EXPECT_EQ(beside(kOdca, kEnterprise), RevocationState::absent);
  EXPECT_EQ(beside(kOdca, kEnterprise, CrlIssuer::below_an_anchor), RevocationState::absent);
  EXPECT_EQ(beside(kOdca, kLab), RevocationState::absent);
}

TEST(CrlBesideThePath, SaysNothingUnderARoleThatThePathWasNotJudgedBy) {
  EXPECT_EQ(beside({AnchorRole::odca, AnchorRole::enterprise}, kEnterprise), RevocationState::absent);
}

TEST(CrlBesideThePath, CountsUnderAPeerOfAnAnchorThatStandsIn) {
  EXPECT_EQ(beside(kLab, kLab), RevocationState::good);
  EXPECT_EQ(beside(kLab, kOdca), RevocationState::good);
  EXPECT_EQ(beside(kLab, kEnterprise), RevocationState::absent);
}

TEST(Revocation, ComesFromTheStoreToo) {
  SourceContents contents;
  for (const PresentedCrl& crl : read_crls({"plain_revokes_rom"})) contents.crls.push_back({crl.crl, {}});
  LinkProofs proofs(100);
  const TrustStore store = TrustStore::from_contents(contents, "test");
  const auto answers = judge(read_path("chain.pem"), {}, store, proofs);
  EXPECT_EQ(answers[kRom].state, RevocationState::revoked);
}

TEST(Revocation, AsksTheStoreFirstWhenTheBudgetIsShort) {
  SourceContents contents;
  for (const PresentedCrl& crl : read_crls({"plain_revokes_rom"})) contents.crls.push_back({crl.crl, {}});
  LinkProofs proofs(1);
  const TrustStore store = TrustStore::from_contents(contents, "test");
  const auto answers = judge(read_path("chain.pem"), read_crls({"plain_forged"}), store, proofs);
  EXPECT_EQ(answers[kRom].state, RevocationState::revoked);
}

TEST(Revocation, SaysWhenTheBudgetIsUsedUp) {
  LinkProofs proofs(0);
  const auto answers = judge(read_path("chain.pem"), read_crls({"plain_revokes_rom"}), empty_store(), proofs);
  EXPECT_EQ(answers[kRom].state, RevocationState::unusable);
  EXPECT_TRUE(answers[kRom].budget_spent);
}

TEST(Revocation, HearsNoKeyOfTheDevice) {
  const Path path = read_path("chain.pem");
  Evidence evidence;
  evidence.crls = read_crls({"by_kernel_of_leaf_listing"});
  LinkProofs proofs(100);
  PathToAsk asked{.path = path,
                  .judged_as = AnchorRole::odca,
                  .algorithms = {.signatures = {SignatureKind::ecdsa_sha384}, .keys = {KeyKind::ec_p384}}};
  Revocation revocation(evidence, empty_store(), kNow, kPolicy, kChecks, proofs);
  EXPECT_EQ(revocation.check(asked)[kLeaf].state, RevocationState::revoked);
  asked.voices = {Voice::none, Voice::none, Voice::none, Voice::clears, Voice::clears};
  EXPECT_EQ(revocation.check(asked)[kLeaf].state, RevocationState::absent);
}

TEST(Revocation, WhatNoBudgetIsLeftToLookAtIsNotUnlisted) {
  const Certificate rom = read_path("chain.pem").steps[kRom].certificate;
  Evidence evidence;
  evidence.crls = read_crls({"plain_revokes_rom"});
  LinkProofs proofs(100);
  const auto unheard = [&](std::size_t checks) {
    return Revocation(evidence, empty_store(), kNow, kPolicy, checks, proofs).unheard(rom, nullptr, false);
  };
  ASSERT_TRUE(unheard(kChecks));
  EXPECT_EQ(unheard(kChecks)->reason.text(), "signer-not-at-hand");
  ASSERT_TRUE(unheard(0));
  EXPECT_EQ(unheard(0)->reason.text(), "budget");
}

TEST(Revocation, IsNoBetterByAKeyThatThePolicyDoesNotAllow) {
  const Path path = read_path("chain.pem");
  Evidence evidence;
  evidence.crls = read_crls({"plain_good", "indirect_revokes_leaf"});
  LinkProofs proofs(100);
  const PathToAsk asked{.path = path,
                        .judged_as = AnchorRole::odca,
                        .algorithms = {.signatures = {SignatureKind::ecdsa_sha256}, .keys = {KeyKind::ec_p384}}};
  const auto answers = Revocation(evidence, empty_store(), kNow, kPolicy, kChecks, proofs).check(asked);
  EXPECT_EQ(answers[kRom].state, RevocationState::unusable);
  EXPECT_EQ(answers[kRom].cause, Cause::signer);
  EXPECT_EQ(answers[kLeaf].state, RevocationState::revoked);
}

TEST(Revocation, DoesNotJudgeAnAttempt) {
  Path attempt = read_path("chain.pem");
  attempt.anchor.reset();
  LinkProofs proofs(100);
  const auto answers = judge(attempt, read_crls({"plain_revokes_rom"}), empty_store(), proofs);
  for (const CertificateRevocation& answer : answers) EXPECT_EQ(answer.state, RevocationState::not_checked);
}

TEST(Revocation, DoesNotJudgeACertificateThatIsItsOwnAnchor) {
  Path alone = read_path("chain.pem");
  alone.steps.erase(alone.steps.begin() + 1, alone.steps.end());
  alone.anchor = anchor_from_certificate(alone.steps[0].certificate, Roles::all(), {.kind = OriginKind::pin});
  alone.ends_at_itself = true;
  LinkProofs proofs(100);
  const auto answers = judge(alone, read_crls({"indirect_good"}), empty_store(), proofs);
  EXPECT_EQ(answers[0].state, RevocationState::not_checked);
}

}  // namespace
}  // namespace odca
