#include "odca/link_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "odca/digest.h"
#include "x509/link_cache_place.h"
#include "x509/link_proofs.h"
#include "x509/test_vectors.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

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

class LinkCacheFile : public ::testing::Test {
 protected:
  LinkCacheFile() {
    std::string name = (fs::temp_directory_path() / "odca-links-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~LinkCacheFile() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void SetUp() override {
    ASSERT_FALSE(folder_.empty());
    LinkCache cache(64, kKey);
    cache.insert(numbered(1, 1));
    cache.insert(numbered(2, 1));
    ASSERT_TRUE(cache.save(file()));
  }
  fs::path file() const { return folder_ / "links"; }
  std::string content() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool refused(const LinkCacheKey& key = kKey) const {
    LinkCache cache(64, key);
    return !cache.load(file()) && cache.size() == 0;
  }
  fs::path folder_{};
};

TEST_F(LinkCacheFile, ARoundTripKeepsEveryEntry) {
  LinkCache cache(64, kKey);
  ASSERT_TRUE(cache.load(file()));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_TRUE(cache.contains(numbered(1, 1)));
  EXPECT_TRUE(cache.contains(numbered(2, 1)));
}
TEST_F(LinkCacheFile, ARoundTripOverManyBlocksKeepsEveryEntry) {
  constexpr std::uint64_t kEntries = 20000;  // 320000 bytes, five blocks
  LinkCache written(kEntries * 2, kKey);
  for (std::uint64_t i = 0; i < kEntries; ++i) written.insert(scattered(i));
  ASSERT_TRUE(written.save(file()));
  LinkCache cache(kEntries * 2, kKey);
  ASSERT_TRUE(cache.load(file()));
  EXPECT_EQ(cache.size(), kEntries);
  for (std::uint64_t i = 0; i < kEntries; ++i) ASSERT_TRUE(cache.contains(scattered(i))) << i;

  std::string bad = content();
  bad[bad.size() - 40] = static_cast<char>(bad[bad.size() - 40] ^ 1);  // in the last block
  std::ofstream(file(), std::ios::binary) << bad;
  LinkCache refusing(kEntries * 2, kKey);
  EXPECT_FALSE(refusing.load(file()));
  EXPECT_EQ(refusing.size(), 0U);
}
TEST_F(LinkCacheFile, AnAbsentFileAddsNothing) {
  LinkCache cache(64, kKey);
  EXPECT_TRUE(cache.load(folder_ / "absent"));
  EXPECT_EQ(cache.size(), 0U);
}
TEST_F(LinkCacheFile, AnyFlippedBitRefusesAll) {
  const std::string good = content();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
    std::ofstream(file(), std::ios::binary) << bad;
    ASSERT_TRUE(refused()) << at;
  }
}
TEST_F(LinkCacheFile, AnyOtherLengthIsRefused) {
  const std::string good = content();
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::ofstream(file(), std::ios::binary) << good.substr(0, size);
    ASSERT_TRUE(refused()) << size;
  }
  std::ofstream(file(), std::ios::binary) << good << std::string(16, '\0');
  EXPECT_TRUE(refused());
}
TEST_F(LinkCacheFile, AnotherKeyIsRefused) { EXPECT_TRUE(refused(LinkCacheKey{9})); }
TEST_F(LinkCacheFile, AFileThatOthersMayReadIsRefused) {
  fs::permissions(file(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_TRUE(refused());
}
TEST_F(LinkCacheFile, AnotherFileIsNotReplaced) {
  for (const std::string& other :
       {std::string("precious"), std::string("odca-link-cash/1\n"), std::string(500, '\0')}) {
    std::ofstream(file(), std::ios::binary) << other;
    EXPECT_EQ(check_link_cache_place(file()).error().code, Errc::usage);
    EXPECT_FALSE(LinkCache(64, kKey).save(file()));
    EXPECT_EQ(content(), other);
  }
  fs::remove(file());
  fs::create_symlink("elsewhere", file());
  EXPECT_FALSE(check_link_cache_place(file()));
  EXPECT_FALSE(check_link_cache_place(folder_));
}
TEST_F(LinkCacheFile, ABeginningOfTheFirstLineIsAnotherFile) {
  const std::string line = "odca-link-cache/1\n";
  for (std::size_t size = 1; size < line.size(); ++size) {
    std::ofstream(file(), std::ios::binary) << line.substr(0, size);
    EXPECT_FALSE(check_link_cache_place(file())) << size;
  }
  for (const char* other : {"odca-link-cache/\n", "odca-link-cache/1 \n", "odca-link-cache/x\n",
                            "odca-link-cache/1\r\n", "# odca-link-cache/1\n"}) {
    std::ofstream(file(), std::ios::binary) << other;
    EXPECT_FALSE(check_link_cache_place(file())) << other;
  }
}
TEST_F(LinkCacheFile, ACacheThatWasDamagedOrCutOffIsReplaced) {
  const std::string good = content();
  for (const std::string& ours :
       {good.substr(0, 18), good.substr(0, 30), good + "x", std::string("odca-link-cache/12\n")}) {
    std::ofstream(file(), std::ios::binary) << ours;
    EXPECT_TRUE(check_link_cache_place(file())) << ours.size();
  }
  EXPECT_TRUE(check_link_cache_place(folder_ / "absent"));
}
TEST_F(LinkCacheFile, AnEmptyFileIsReplacedOnlyWhenItIsTheOwnersAlone) {
  std::ofstream(file(), std::ios::binary | std::ios::trunc).close();
  fs::permissions(file(), fs::perms(0600));
  EXPECT_TRUE(check_link_cache_place(file()));
  fs::permissions(file(), fs::perms(0644));
  EXPECT_FALSE(check_link_cache_place(file()));
}
TEST_F(LinkCacheFile, AnotherUsersCacheIsNotReplaced) {
  if (::geteuid() != 0) GTEST_SKIP() << "SKIPPED: only root gives files away";
  ASSERT_EQ(::chown(file().c_str(), 65534, 65534), 0);
  EXPECT_FALSE(check_link_cache_place(file()));
  EXPECT_FALSE(LinkCache(64, kKey).save(file()));
}
TEST_F(LinkCacheFile, ALinkIsRefused) {
  fs::rename(file(), folder_ / "elsewhere");
  fs::create_symlink("elsewhere", file());
  EXPECT_TRUE(refused());
}
TEST_F(LinkCacheFile, TheKeyFileIsMadeOnceAndForTheOwner) {
  const auto first = LinkCache::key_file(folder_ / "key");
  const auto again = LinkCache::key_file(folder_ / "key");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(*first, *again);
  EXPECT_NE(*first, LinkCacheKey{});
  EXPECT_EQ(fs::status(folder_ / "key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}
TEST_F(LinkCacheFile, AKeyFileOfAnotherSizeOrForOthersIsRefused) {
  ASSERT_TRUE(LinkCache::key_file(folder_ / "key"));
  fs::permissions(folder_ / "key", fs::perms::others_read, fs::perm_options::add);
  EXPECT_FALSE(LinkCache::key_file(folder_ / "key"));
  fs::permissions(folder_ / "key", fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(folder_ / "key", std::ios::app) << "x";
  const auto other = LinkCache::key_file(folder_ / "key");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().hint.find("remove"), std::string::npos) << "it may be the key of something else";
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
