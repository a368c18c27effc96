// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/link_cache.h"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

#include "odca/digest.h"
#include "x509/link_proofs.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

constexpr LinkCacheKey kKey{1, 2, 3};

LinkAddress numbered(std::uint64_t bucket_word, std::uint8_t tail) {
  LinkAddress address{};
  for (std::size_t i = 0; i < 8; ++i) address[i] = static_cast<std::uint8_t>(bucket_word >> (8 * i) & 0xffU);
  address[15] = tail;
  return address;
}

TEST(LinkCache, KnowsWhatWasInserted) {
  LinkCache cache(64, kKey);
  EXPECT_FALSE(cache.contains(numbered(1, 1)));
  cache.insert(numbered(1, 1));
  cache.insert(numbered(1, 1));
  EXPECT_TRUE(cache.contains(numbered(1, 1)));
  EXPECT_FALSE(cache.contains(numbered(1, 2)));
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.hits(), 1U);
}
TEST(LinkCache, AnAddressIsOfBothPartsInTheirOrderAndOfTheKey) {
  const LinkCache cache(64, kKey);
  const Fingerprint a = sha256(as_bytes("a")), b = sha256(as_bytes("b"));
  const LinkAddress whole = cache.address(a, b);
  EXPECT_EQ(whole, cache.address(a, b));
  EXPECT_NE(whole, cache.address(b, b));
  EXPECT_NE(whole, cache.address(a, a));
  EXPECT_NE(whole, cache.address(b, a));
  EXPECT_NE(whole, LinkCache(64, LinkCacheKey{9}).address(a, b));
}
TEST(LinkCache, AFullBucketKeepsWhatIsAskedFor) {
  LinkCache cache(8, kKey);  // one bucket
  for (std::uint8_t i = 0; i < 8; ++i) cache.insert(numbered(i, 1));
  EXPECT_TRUE(cache.contains(numbered(3, 1)));
  for (std::uint8_t i = 0; i < 100; ++i) cache.insert(numbered(i, 2));
  EXPECT_EQ(cache.size(), 8U);
  EXPECT_TRUE(cache.contains(numbered(3, 1)));
  EXPECT_FALSE(cache.contains(numbered(4, 1)));
}
TEST(LinkCache, ABucketAskedForAllOverStillTakesNewOnes) {
  LinkCache cache(8, kKey);
  for (std::uint8_t i = 0; i < 8; ++i) cache.insert(numbered(i, 1));
  for (std::uint8_t i = 0; i < 8; ++i) EXPECT_TRUE(cache.contains(numbered(i, 1)));
  cache.insert(numbered(9, 1));
  EXPECT_TRUE(cache.contains(numbered(9, 1)));
}
TEST(LinkCache, ThreadsOnFewBucketsDoNotLoseTheTable) {
  LinkCache cache(16, kKey);  // fewer buckets than locks
  std::vector<std::thread> threads;
  for (std::uint8_t t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      for (std::uint64_t i = 0; i < 20000; ++i) {
        cache.insert(numbered(i, t));
        static_cast<void>(cache.contains(numbered(i, t)));
        if (i % 1000 == 0) {
          EXPECT_LE(cache.size(), 16U);
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(cache.size(), 16U);
}

/// scattered gives addresses like those of real links: every bit is as good as random.
LinkAddress scattered(std::uint64_t number) {
  static const LinkCache cache(64, kKey);
  Fingerprint key{};
  std::memcpy(key.data(), &number, sizeof number);
  return cache.address(key, {});
}

// A million devices have three million links in a table for four million; this is the sixteenth part of it.
TEST(LinkCache, KeepsTheLinksOfAFleetInSeventeenBytesForEachOfItsCapacity) {
  constexpr std::size_t kCapacity = std::size_t{1} << 18U;
  constexpr std::size_t kLinks = 3'000'000 / 16;
  constexpr std::size_t kMostForgotten = kLinks / 10'000;
  LinkCache cache(kCapacity, kKey);
  for (std::uint64_t i = 0; i < kLinks; ++i) cache.insert(scattered(i));
  EXPECT_GE(cache.size(), kLinks - kMostForgotten);
  EXPECT_LE(cache.bytes(), kCapacity * 17);
  std::size_t known = 0;
  for (std::uint64_t i = 0; i < kLinks; ++i) known += cache.contains(scattered(i)) ? 1U : 0U;
  EXPECT_EQ(known, cache.size());
}
TEST(LinkCache, StaysWithinItsCapacityAndMemoryForEver) {
  constexpr std::size_t kCapacity = 4096;
  LinkCache cache(kCapacity, kKey);
  for (std::uint64_t i = 0; i < 20 * kCapacity; ++i) cache.insert(scattered(i));
  EXPECT_LE(cache.size(), kCapacity);
  EXPECT_GT(cache.size(), kCapacity * 19 / 20);
  EXPECT_LE(cache.bytes(), kCapacity * 17 + 16384);
}
TEST(LinkCache, ASmallFleetTakesLittleOfALargeCache) {
  LinkCache cache(std::size_t{1} << 22U, kKey);
  for (std::uint64_t i = 0; i < 3000; ++i) cache.insert(scattered(i));
  EXPECT_LE(cache.bytes(), 3000U * 44 + 16384);
}

// Every certificate of signatures.txt is self-signed; those with CA set are shared, the others are not.
TEST(LinkProofsShared, AValidLinkOfACaCostsNoCheckTheSecondTimeAndNothingElseIsKept) {
  std::size_t shared_count = 0;
  std::size_t invalid_count = 0;
  for (const test::Vector& vector : test::vectors("signatures.txt")) {
    const auto certificate = Certificate::from_der(vector.bytes);
    if (!certificate) continue;
    const Certificate& c = *certificate;
    LinkCache cache(64, kKey);
    LinkProofs first(10, &cache);
    const LinkAnswer answer = first.check(c->spki, c->key, c);
    const bool lasting = answer == LinkAnswer::valid && c.is_ca();
    EXPECT_EQ(cache.size(), lasting ? 1U : 0U) << vector.name();
    if (answer == LinkAnswer::invalid) ++invalid_count;
    LinkProofs second(10, &cache);
    EXPECT_EQ(second.check(c->spki, c->key, c), answer) << vector.name();
    EXPECT_EQ(second.checks(), lasting ? 0U : first.checks()) << vector.name();
    if (lasting) ++shared_count;
  }
  EXPECT_GT(invalid_count, 0U);
  RecordProperty("shared", static_cast<int>(shared_count));
}

}  // namespace
}  // namespace odca
