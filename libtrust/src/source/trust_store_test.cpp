// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The store as a whole: what is denied is found, from any source and in any number.
#include <gtest/gtest.h>

#include <algorithm>

#include "bundle/merge.h"
#include "odca/digest.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "source/test_folder.h"

namespace odca {
namespace {

using Kind = DenyEntry::Kind;

Fingerprint hash_of(std::size_t number) { return sha256(as_bytes(std::to_string(number))); }

/// many are entries in which each hash is denied as a key, every third as a certificate too, and every fifth twice.
std::vector<DenyEntry> many(std::size_t count) {
  std::vector<DenyEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back({.kind = Kind::spki, .sha256 = hash_of(i), .label = "key " + std::to_string(i)});
    if (i % 3 == 0) entries.push_back({.kind = Kind::certificate, .sha256 = hash_of(i), .label = "certificate"});
    if (i % 5 == 0) entries.push_back({.kind = Kind::spki, .sha256 = hash_of(i), .label = "again"});
  }
  return entries;
}

/// first_of is what the index must find.
const DenyEntry* first_of(std::span<const DenyEntry> entries, Kind kind, const Fingerprint& sha256) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const DenyEntry& e) { return e.kind == kind && e.sha256 == sha256; });
  return found == entries.end() ? nullptr : &*found;
}

TEST(DenyIndex, FindsWhatALookAtEveryEntryFinds) {
  const TrustStore store = TrustStore::from_contents({.denied = many(200)}, "test");
  for (std::size_t i = 0; i < 220; ++i) {
    EXPECT_EQ(store.denial_of_key(hash_of(i)), first_of(store.denied(), Kind::spki, hash_of(i))) << i;
    EXPECT_EQ(store.denial_of_certificate(hash_of(i)), first_of(store.denied(), Kind::certificate, hash_of(i))) << i;
  }
}
TEST(DenyIndex, OfNothingFindsNothing) {
  const TrustStore store = TrustStore::from_contents({}, "test");
  EXPECT_EQ(store.denial_of_key(hash_of(1)), nullptr);
  EXPECT_EQ(store.denial_of_certificate(hash_of(1)), nullptr);
}
TEST(DenyIndex, GoesWithACopy) {
  TrustStore store = TrustStore::from_contents({.denied = many(9)}, "test");
  const TrustStore copy = store;
  store = TrustStore::from_contents({}, "test");
  ASSERT_NE(copy.denial_of_key(hash_of(8)), nullptr);
  EXPECT_EQ(copy.denial_of_key(hash_of(8))->label, "key 8");
}
TEST(DenyIndex, HoldsAsManyAsABundleMayHave) {
  bundle::StoreDocument store = embedded_store();
  ++store.preamble.version;
  for (std::size_t i = store.deny.size(); i < bundle::kMaxDeny; ++i)
    store.deny.push_back({.id = 1000 + i, .kind = Kind::spki, .sha256 = hash_of(i)});
  SourceContext context;
  context.installed =
      std::make_shared<const InstalledTrust>(merged_with_embedded(bundle::accept({}, std::move(store))));
  const TrustStore loaded = *TrustStore::load({}, context);
  EXPECT_EQ(loaded.denied().size(), bundle::kMaxDeny);
  EXPECT_NE(loaded.denial_of_key(hash_of(bundle::kMaxDeny - 1)), nullptr);
  EXPECT_EQ(loaded.denial_of_key(hash_of(bundle::kMaxDeny)), nullptr);
}

TEST(Conditions, AreThoseOfTheContext) {
  SourceContext context;
  InstalledTrust installed = merged_with_embedded({});
  installed.conditions = {{.kind = TrustCondition::Kind::stale, .message = "for the test"}};
  context.installed = std::make_shared<const InstalledTrust>(std::move(installed));
  const auto store = TrustStore::load({}, context);
  ASSERT_EQ(store->conditions().size(), 1U);
  EXPECT_EQ(store->conditions()[0].message, "for the test");
}

}  // namespace
}  // namespace odca
