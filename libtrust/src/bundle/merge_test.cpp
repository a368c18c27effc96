// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <rapidcheck/gtest.h>
#include "bundle/test_store.h"

namespace odca::bundle {
namespace {

Fingerprint number(std::uint8_t n) { return {n}; }

DenyEntry deny_of(std::uint64_t id, std::uint8_t value, bool lifted = false) {
  return {.id = id,
          .kind = DenyEntry::Kind::spki,
          .sha256 = number(value),
          .label = "entry " + std::to_string(id),
          .since = "2026-01-01",
          .lifted = lifted};
}

/// store_with has the anchors of testdata, a version, and these deny entries alone.
StoreDocument store_with(std::uint64_t version, std::vector<DenyEntry> deny) {
  static const StoreDocument sample = store_of(store_json());
  StoreDocument store = sample;
  store.preamble.version = version;
  store.deny = std::move(deny);
  store.anchors.erase(store.anchors.begin() + 2);  // the distrusted one
  return store;
}

bool denies(const EffectiveTrust& trust, std::uint8_t value) {
  return std::any_of(trust.deny.begin(), trust.deny.end(),
                     [value](const DenyEntry& deny) { return deny.sha256 == number(value); });
}
bool denies(const std::vector<DenyEntry>& ledger, std::uint8_t value) {
  return denies(EffectiveTrust{.deny = ledger}, value);
}

TEST(Merge, WithoutABundleTheEmbeddedStoreHolds) {
  const Merged merged = merge(store_with(5, {}), {});
  EXPECT_EQ(merged.outcome, MergeOutcome::embedded_alone);
  EXPECT_EQ(merged.trust.version, 5U);
}
TEST(Merge, TheHigherVersionGivesTheAnchors) {
  StoreDocument bundle = store_with(6, {});
  bundle.anchors.pop_back();
  const Merged newer = merge(store_with(5, {}), {.store = bundle});
  EXPECT_EQ(newer.outcome, MergeOutcome::bundle_newer);
  EXPECT_EQ(newer.reason, "bundle 6 is newer than the embedded store 5");
  EXPECT_EQ(newer.trust.version, 6U);
  EXPECT_EQ(newer.trust.anchors.size(), 1U);
  const Merged older = merge(store_with(7, {}), {.store = bundle});
  EXPECT_EQ(older.outcome, MergeOutcome::embedded_newer);
  EXPECT_EQ(older.trust.anchors.size(), 2U);
}
TEST(Merge, RetiredAnchorsAreNotTrusted) {
  const Merged merged = merge(store_with(5, {}), {});
  for (const TrustAnchor& entry : merged.trust.anchors) EXPECT_EQ(entry.status, AnchorStatus::active);
}
TEST(Merge, OneVersionWithTheSameContentsIsTheSame) {
  EXPECT_EQ(merge(store_with(5, {}), {.store = store_with(5, {})}).outcome, MergeOutcome::same);
}
TEST(Merge, OneVersionWithOtherContentsIsEquivocation) {
  StoreDocument bundle = store_with(5, {deny_of(1, 1)});
  bundle.anchors.pop_back();
  const Merged merged = merge(store_with(5, {}), {.store = bundle});
  EXPECT_EQ(merged.outcome, MergeOutcome::equivocation);
  EXPECT_EQ(merged.trust.anchors.size(), 2U);
  EXPECT_TRUE(denies(merged.trust, 1));
}
TEST(Merge, InAnEquivocationNobodyLifts) {
  const Merged merged = merge(store_with(5, {deny_of(1, 1), deny_of(2, 2, true)}),
                              {.store = store_with(5, {deny_of(1, 1, true), deny_of(2, 2)})});
  EXPECT_TRUE(denies(merged.trust, 1));
  EXPECT_TRUE(denies(merged.trust, 2));
}
TEST(Merge, WhatEitherDeniesIsDenied) {
  const Merged merged =
      merge(store_with(5, {deny_of(1, 1)}), {.store = store_with(6, {deny_of(2, 2)}), .ledger = {deny_of(3, 3)}});
  EXPECT_TRUE(denies(merged.trust, 1));
  EXPECT_TRUE(denies(merged.trust, 2));
  EXPECT_TRUE(denies(merged.trust, 3));
  EXPECT_EQ(merged.trust.deny.size(), 3U);
}
TEST(Merge, ANewerBundleLiftsWhatTheEmbeddedStoreDenies) {
  EXPECT_FALSE(denies(merge(store_with(5, {deny_of(1, 1)}), {.store = store_with(6, {deny_of(1, 1, true)})}).trust, 1));
  EXPECT_TRUE(denies(merge(store_with(7, {deny_of(1, 1)}), {.store = store_with(6, {deny_of(1, 1, true)})}).trust, 1));
}
TEST(Merge, ALiftIsOfAValueAndNotOfANumber) {
  const Merged merged = merge(store_with(5, {deny_of(1, 1)}), {.store = store_with(6, {deny_of(1, 9, true)})});
  EXPECT_TRUE(denies(merged.trust, 1));
}
TEST(Merge, ANewerEmbeddedStoreLiftsWhatBundlesDenied) {
  const Accepted accepted = accept({}, store_with(6, {deny_of(1, 1)}));
  EXPECT_TRUE(denies(merge(store_with(5, {deny_of(1, 1, true)}), accepted).trust, 1));
  EXPECT_FALSE(denies(merge(store_with(7, {deny_of(1, 1, true)}), accepted).trust, 1));
}
TEST(Merge, ARollbackLiftsNothing) {
  const StoreDocument seven = store_with(7, {deny_of(1, 1, true)});
  const StoreDocument eight = store_with(8, {deny_of(1, 1)});
  Accepted rolled_back = accept(accept({}, seven), eight);
  rolled_back.store = seven;
  EXPECT_TRUE(denies(merge(store_with(5, {deny_of(1, 1)}), rolled_back).trust, 1));
  EXPECT_TRUE(denies(merge(store_with(7, {deny_of(1, 1, true)}), rolled_back).trust, 1));
}
TEST(Merge, TheLedgerHoldsWithoutABundle) {
  EXPECT_TRUE(denies(merge(store_with(5, {}), {.ledger = {deny_of(3, 3)}}).trust, 3));
}
TEST(Merge, ADistrustedAnchorIsDenied) {
  StoreDocument bundle = store_with(6, {});
  bundle.anchors[0].status = AnchorStatus::distrusted;
  const Fingerprint key = bundle.anchors[0].spki_sha256;
  const Merged merged = merge(store_with(7, {}), {.store = bundle});
  EXPECT_EQ(merged.trust.anchors.size(), 2U);  // the embedded store's, refused by
  ASSERT_EQ(merged.trust.deny.size(), 1U);
  EXPECT_EQ(merged.trust.deny[0].sha256, key);
}
TEST(Merge, CrlsOfBothStoresCount) {
  nlohmann::json other = store_json();
  other["crls"][0]["der"] = part("newer_crl");
  StoreDocument bundle = store_of(other);
  bundle.preamble.version = 9;
  EXPECT_EQ(merge(store_with(5, {}), {.store = bundle}).trust.crls.size(), 2U);
  EXPECT_EQ(merge(store_with(5, {}), {.store = store_with(9, {})}).trust.crls.size(), 1U);
}

/// limited is a bundle of a publisher who may speak for the role lab alone.
Accepted limited(StoreDocument store) { return {.store = std::move(store), .only = Roles{AnchorRole::lab}}; }

TEST(MergeLimited, TheBundleGivesItsRolesAndTheEmbeddedStoreAllOthers) {
  const Merged merged = merge(store_with(5, {}), limited(store_with(1, {})));
  EXPECT_EQ(merged.outcome, MergeOutcome::side_by_side);
  for (const TrustAnchor& entry : merged.trust.anchors) EXPECT_FALSE(entry.roles.empty());
  ASSERT_EQ(merged.trust.anchors.size(), 3U);
  EXPECT_EQ(merged.trust.anchors[0].roles, Roles{AnchorRole::odca});
  EXPECT_EQ(merged.trust.anchors[1].roles, Roles{AnchorRole::dice});
  EXPECT_EQ(merged.trust.anchors[2].roles, Roles{AnchorRole::lab});
}
TEST(MergeLimited, TheBundleLiftsNothingOfTheEmbeddedStore) {
  EXPECT_TRUE(denies(merge(store_with(5, {deny_of(1, 1)}), limited(store_with(9, {deny_of(1, 1, true)}))).trust, 1));
}
TEST(MergeLimited, TheBundleDenies) {
  EXPECT_TRUE(denies(merge(store_with(5, {}), limited(store_with(1, {deny_of(1, 1)}))).trust, 1));
}

TEST(Ledger, KeepsWhatIsNotLifted) {
  const auto ledger = next_ledger({deny_of(1, 1), deny_of(2, 2)}, store_with(6, {deny_of(2, 2, true), deny_of(3, 3)}));
  EXPECT_TRUE(denies(ledger, 1));
  EXPECT_FALSE(denies(ledger, 2));
  EXPECT_TRUE(denies(ledger, 3));
}
TEST(Ledger, HasOneOrder) {
  const Ledger ledger = next_ledger({}, store_with(6, {deny_of(3, 3), deny_of(2, 1), deny_of(1, 1)}));
  ASSERT_EQ(ledger.size(), 3U);
  EXPECT_TRUE(std::is_sorted(ledger.begin(), ledger.end(), is_before));
}
TEST(Ledger, KeepsEveryIdUnderWhichAThingIsDenied) {
  EXPECT_EQ(next_ledger({deny_of(1, 1)}, store_with(6, {deny_of(1, 1), deny_of(2, 1)})).size(), 2U);
}
TEST(Ledger, AMissingEntryIsFound) {
  const std::vector<DenyEntry> ledger{deny_of(1, 1), deny_of(3, 3)};
  EXPECT_FALSE(missing_deny(ledger, store_with(6, {deny_of(1, 1), deny_of(3, 3)})));
  EXPECT_FALSE(missing_deny(ledger, store_with(6, {deny_of(1, 1), deny_of(3, 3, true)})));
  const auto missing = missing_deny(ledger, store_with(6, {deny_of(1, 1)}));
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->id, 3U);
}
TEST(Ledger, AnIdWithAnotherValueIsMissing) {
  EXPECT_TRUE(missing_deny({deny_of(1, 1)}, store_with(6, {deny_of(1, 9)})));
}
TEST(Ledger, AValueUnderAnotherIdIsThere) {
  // A thief of release keys may have given any number.
  EXPECT_FALSE(missing_deny({deny_of(1, 1)}, store_with(6, {deny_of(9, 1)})));
  EXPECT_FALSE(missing_deny({deny_of(1, 1)}, store_with(6, {deny_of(9, 1, true)})));
}

using Values = std::set<Fingerprint>;
Values values_of(const EffectiveTrust& trust) {
  Values values;
  for (const DenyEntry& deny : trust.deny) values.insert(deny.sha256);
  return values;
}
Values lifted_in(const StoreDocument& store) {
  Values values;
  for (const DenyEntry& deny : store.deny)
    if (deny.lifted) values.insert(deny.sha256);
  return values;
}

/// deny_list draws entries 0 to 7, where entry n is always about value n; what it lacks is drawn too.
rc::Gen<std::vector<DenyEntry>> deny_list() {
  const auto states = rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 3));
  return rc::gen::map(states, [](const std::vector<int>& drawn) {
    std::vector<DenyEntry> list;
    for (std::uint8_t n = 0; n < drawn.size(); ++n)
      if (drawn[n] > 0) list.push_back(deny_of(n + 1U, n, drawn[n] == 2));
    return list;
  });
}

RC_GTEST_PROP(Ledger, TheDenySetShrinksOnlyByALift, ()) {
  const StoreDocument embedded = store_with(*rc::gen::inRange<std::uint64_t>(1, 12), *deny_list());
  std::vector<StoreDocument> history;
  Accepted accepted;
  Values lifted;  // by any bundle so far
  for (std::uint64_t version = 1; version < 10; ++version) {
    const Values before = values_of(merge(embedded, accepted).trust);
    if (!history.empty() && *rc::gen::inRange(0, 4) == 0) {
      accepted.store = *rc::gen::elementOf(history);  // a rollback
      continue;
    }
    const StoreDocument next = store_with(version, *deny_list());
    if (missing_deny(accepted.ledger, next)) continue;  // refused
    accepted = accept(accepted, next);
    history.push_back(next);
    lifted.merge(lifted_in(next));
    const Values after = values_of(merge(embedded, accepted).trust);
    const Values by_embedded = lifted_in(embedded);
    for (const Fingerprint& value : before) RC_ASSERT(after.contains(value) || lifted.contains(value));
    for (const DenyEntry& deny : next.deny)
      RC_ASSERT(deny.lifted || after.contains(deny.sha256) || by_embedded.contains(deny.sha256));
  }
}

RC_GTEST_PROP(Ledger, NothingOfItIsLostByARollback, ()) {
  const StoreDocument embedded = store_with(1, *deny_list());
  Accepted accepted;
  std::vector<StoreDocument> history;
  for (std::uint64_t version = 2; version < 6; ++version) {
    history.push_back(store_with(version, *deny_list()));
    accepted = accept(accepted, history.back());
  }
  accepted.store = *rc::gen::elementOf(history);
  const Values after = values_of(merge(embedded, accepted).trust);
  for (const DenyEntry& deny : accepted.ledger) RC_ASSERT(after.contains(deny.sha256));
}

}  // namespace
}  // namespace odca::bundle
