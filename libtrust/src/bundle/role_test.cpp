// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// check_role, the one function that counts signatures.
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <set>

#include <rapidcheck/gtest.h>

#include "bundle/testing/simulator.h"

namespace odca::bundle {
namespace {

using State = SignatureVerdict::State;
constexpr std::string_view kText = R"({"_type":"targets"})";

std::string key_name(std::size_t number) { return "release-" + std::to_string(number); }

/// An authority whose targets role has the keys "release-0", "release-1", …
RootDocument authority(std::size_t keys, std::uint64_t threshold) {
  RootDocument root;
  for (std::size_t i = 0; i < keys; ++i) {
    root.keys.push_back(simulated_key(key_name(i)).key);
    root.targets.key_ids.push_back(root.keys.back().id);
  }
  root.targets.threshold = threshold;
  return root;
}
SignatureEntry signature(const std::string& name) {
  return {.key_id = simulated_key(name).key.id, .hex = signature_of(name, kText)};
}
SignatureEntry junk(const std::string& name) {
  return {.key_id = simulated_key(name).key.id, .hex = std::string(128, 'a')};
}
std::string outcome(const RootDocument& root, const std::vector<SignatureEntry>& signatures,
                    std::vector<SignatureVerdict>* verdicts = nullptr) {
  std::vector<SignatureVerdict> found;
  const auto status =
      check_role({.signed_bytes = kText, .signatures = signatures}, root, DocumentType::targets, "targets 7", found);
  if (verdicts != nullptr) *verdicts = found;
  return status ? "ok" : std::string(status.error().reason);
}

TEST(Role, EnoughKeysAreEnough) {
  EXPECT_EQ(outcome(authority(3, 2), {signature(key_name(0)), signature(key_name(2))}), "ok");
}
TEST(Role, OneTooFewIsTooFew) { EXPECT_EQ(outcome(authority(3, 2), {signature(key_name(0))}), "E_THRESHOLD"); }
TEST(Role, ASignatureOverAnotherTextIsBad) {
  SignatureEntry entry = signature(key_name(0));
  entry.hex = signature_of(key_name(0), "another text");
  EXPECT_EQ(outcome(authority(1, 1), {entry}), "E_THRESHOLD");
}
TEST(Role, AKeyOfAnotherRoleDoesNotCount) {
  RootDocument root = authority(1, 1);
  root.keys.push_back(simulated_key("root-1").key);
  root.root.key_ids.push_back(root.keys.back().id);
  EXPECT_EQ(outcome(root, {signature("root-1")}), "E_THRESHOLD");
}

// Reading refuses each of the next four; counting must not rely on it.
TEST(Role, ThresholdZeroIsNotMetByNothing) { EXPECT_EQ(outcome(authority(1, 0), {}), "E_KEY"); }
TEST(Role, OneSignatureTwiceCountsOnce) {
  EXPECT_EQ(outcome(authority(2, 2), {signature(key_name(0)), signature(key_name(0))}), "E_THRESHOLD");
}
TEST(Role, OneKeyUnderTwoIdsCountsOnce) {
  RootDocument root = authority(2, 2);
  root.keys[1].ed25519 = root.keys[0].ed25519;
  SignatureEntry again = signature(key_name(0));
  again.key_id = root.keys[1].id;
  EXPECT_EQ(outcome(root, {signature(key_name(0)), again}), "E_THRESHOLD");
}
TEST(Role, ASmallOrderKeyVerifiesNothing) {
  RootDocument root = authority(1, 1);
  std::array<std::uint8_t, 32> identity{};
  identity[0] = 1;
  root.keys[0].ed25519 = identity;
  // R is the identity and S is 0, which satisfies the equation for this key and every text.
  EXPECT_EQ(outcome(root, {{.key_id = root.keys[0].id, .hex = "01" + std::string(126, '0')}}), "E_THRESHOLD");
}

TEST(Role, NoKnownSchemeIsSaid) {
  RootDocument root = authority(2, 1);
  for (RoleKey& key : root.keys) key.ed25519.reset();
  EXPECT_EQ(outcome(root, {signature(key_name(0))}), "E_ALG");
}

TEST(Role, EachSignatureHasAVerdict) {
  RootDocument root = authority(3, 1);
  root.keys[2].ed25519.reset();
  std::vector<SignatureVerdict> verdicts;
  EXPECT_EQ(outcome(root, {signature(key_name(0)), junk(key_name(1)), signature(key_name(2)), signature("stranger")},
                    &verdicts),
            "ok");
  ASSERT_EQ(verdicts.size(), 4U);
  EXPECT_EQ(verdicts[0].state, State::good);
  EXPECT_EQ(verdicts[1].state, State::bad);
  EXPECT_EQ(verdicts[2].state, State::unknown_scheme);
  EXPECT_EQ(verdicts[3].state, State::unknown_key);
  EXPECT_EQ(verdicts[3].document, "targets 7");
}
TEST(Role, VerdictsAreKeptOfAFailure) {
  std::vector<SignatureVerdict> verdicts;
  EXPECT_EQ(outcome(authority(2, 2), {junk(key_name(0))}, &verdicts), "E_THRESHOLD");
  ASSERT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(verdicts[0].state, State::bad);
}

/// Whatever is among the signatures, and in whatever order: the verdict is "at least as many keys as the
/// threshold signed".
RC_GTEST_PROP(RoleProperty, CountsDistinctKeysInAnyOrder, ()) {
  const auto keys = *rc::gen::inRange<std::size_t>(1, 6);
  const auto threshold = *rc::gen::inRange<std::uint64_t>(1, keys + 1);
  const auto picks = *rc::gen::resize(8, rc::gen::container<std::vector<std::pair<std::size_t, bool>>>(rc::gen::pair(
                                             rc::gen::inRange<std::size_t>(0, 8), rc::gen::arbitrary<bool>())));
  std::vector<SignatureEntry> signatures;
  std::set<std::size_t> signers;
  for (const auto& [number, good] : picks) {
    signatures.push_back(good ? signature(key_name(number)) : junk(key_name(number)));
    if (good && number < keys) signers.insert(number);
  }
  RC_ASSERT(outcome(authority(keys, threshold), signatures) == (signers.size() >= threshold ? "ok" : "E_THRESHOLD"));
}

}  // namespace
}  // namespace odca::bundle
