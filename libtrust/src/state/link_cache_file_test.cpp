// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/link_cache_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr LinkCacheKey kKey{1, 2, 3};

LinkAddress numbered(std::uint8_t number) { return {number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}; }

/// scattered gives addresses like those of real links: every bit is as good as random.
LinkAddress scattered(std::uint64_t number) {
  static const LinkCache cache(64, kKey);
  Fingerprint key{};
  std::memcpy(key.data(), &number, sizeof number);
  return cache.address(key, {});
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
    cache.insert(numbered(1));
    cache.insert(numbered(2));
    ASSERT_TRUE(save_link_cache(cache, file()));
  }
  fs::path file() const { return folder_ / "links"; }
  std::string content() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool refused(const LinkCacheKey& key = kKey) const {
    LinkCache cache(64, key);
    return !load_link_cache(cache, file()) && cache.size() == 0;
  }
  fs::path folder_{};
};

TEST_F(LinkCacheFile, ARoundTripKeepsEveryEntry) {
  LinkCache cache(64, kKey);
  ASSERT_TRUE(load_link_cache(cache, file()));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_TRUE(cache.contains(numbered(1)));
  EXPECT_TRUE(cache.contains(numbered(2)));
}
TEST_F(LinkCacheFile, ARoundTripOverManyBlocksKeepsEveryEntry) {
  constexpr std::uint64_t kEntries = 20000;  // 320000 bytes, five blocks
  LinkCache written(kEntries * 2, kKey);
  for (std::uint64_t i = 0; i < kEntries; ++i) written.insert(scattered(i));
  ASSERT_TRUE(save_link_cache(written, file()));
  LinkCache cache(kEntries * 2, kKey);
  ASSERT_TRUE(load_link_cache(cache, file()));
  EXPECT_EQ(cache.size(), kEntries);
  for (std::uint64_t i = 0; i < kEntries; ++i) ASSERT_TRUE(cache.contains(scattered(i))) << i;

  std::string bad = content();
  bad[bad.size() - 40] = static_cast<char>(bad[bad.size() - 40] ^ 1);  // in the last block
  std::ofstream(file(), std::ios::binary) << bad;
  LinkCache refusing(kEntries * 2, kKey);
  EXPECT_FALSE(load_link_cache(refusing, file()));
  EXPECT_EQ(refusing.size(), 0U);
}
TEST_F(LinkCacheFile, AnAbsentFileAddsNothing) {
  LinkCache cache(64, kKey);
  EXPECT_TRUE(load_link_cache(cache, folder_ / "absent"));
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
    EXPECT_FALSE(save_link_cache(LinkCache(64, kKey), file()));
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
  EXPECT_FALSE(save_link_cache(LinkCache(64, kKey), file()));
}
TEST_F(LinkCacheFile, ALinkIsRefused) {
  fs::rename(file(), folder_ / "elsewhere");
  fs::create_symlink("elsewhere", file());
  EXPECT_TRUE(refused());
}
TEST_F(LinkCacheFile, TheKeyFileIsMadeOnceAndForTheOwner) {
  const auto first = link_cache_key(folder_ / "key");
  const auto again = link_cache_key(folder_ / "key");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(*first, *again);
  EXPECT_NE(*first, LinkCacheKey{});
  EXPECT_EQ(fs::status(folder_ / "key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}
TEST_F(LinkCacheFile, AKeyFileOfAnotherSizeOrForOthersIsRefused) {
  ASSERT_TRUE(link_cache_key(folder_ / "key"));
  fs::permissions(folder_ / "key", fs::perms::others_read, fs::perm_options::add);
  EXPECT_FALSE(link_cache_key(folder_ / "key"));
  fs::permissions(folder_ / "key", fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(folder_ / "key", std::ios::app) << "x";
  const auto other = link_cache_key(folder_ / "key");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().hint.find("remove"), std::string::npos) << "it may be the key of something else";
}

}  // namespace
}  // namespace odca
