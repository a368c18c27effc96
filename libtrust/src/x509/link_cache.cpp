// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/link_cache.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace odca {
namespace {

constexpr std::size_t kWays = 8;     // entries of one bucket
constexpr std::size_t kGroups = 64;  // tables with a lock of their own, so that threads seldom meet
constexpr std::string_view kMagic = "odca-link-cache/1\n";
constexpr std::size_t kTagBytes = 32;

struct Bucket {
  std::array<LinkAddress, kWays> addresses{};
  std::uint8_t used = 0;   // bit n: way n holds an entry
  std::uint8_t asked = 0;  // bit n: way n was asked for since the last sweep
  std::uint8_t hand = 0;   // the way to look at next for one to forget, so that not always the newest is forgotten

  /// way_of gives the way that holds `address`, or kWays.
  std::size_t way_of(const LinkAddress& address) const {
    std::size_t way = 0;
    while (way < kWays && ((used >> way & 1U) == 0 || addresses[way] != address)) ++way;
    return way;
  }
  bool full() const { return used == 0xff; }
  void put(std::size_t way, const LinkAddress& address, bool was_asked) {
    addresses[way] = address;
    const unsigned bit = 1U << way;
    used = static_cast<std::uint8_t>(used | bit);                               // a bit of eight
    asked = static_cast<std::uint8_t>(was_asked ? asked | bit : asked & ~bit);  // likewise
  }
  std::size_t free_way() const { return static_cast<std::size_t>(std::countr_one(used)); }  // 0 to 8
  /// victim is the next way that was not used since the last pass.
  std::size_t victim() {
    if (asked == 0xff) asked = 0;
    std::size_t way = hand % kWays;
    while ((asked >> way & 1U) != 0) way = (way + 1) % kWays;
    hand = static_cast<std::uint8_t>((way + 1) % kWays);  // below 8
    return way;
  }
};

/// Group is a part of the entries under one lock. An entry is put into the emptier of the two buckets of its address.
/// That fills buckets evenly: the first entry is replaced only when nearly all are full.
class Group {
 public:
  explicit Group(std::size_t max_buckets) : max_buckets_(max_buckets) {}

  bool contains(const LinkAddress& address) {
    const std::lock_guard guard(lock_);
    for (const std::size_t at : {first(address), second(address)}) {
      Bucket& bucket = buckets_[at];
      const std::size_t way = bucket.way_of(address);
      if (way == kWays) continue;
      bucket.asked = static_cast<std::uint8_t>(bucket.asked | 1U << way);  // a bit of eight
      return true;
    }
    return false;
  }

  void insert(const LinkAddress& address) {
    const std::lock_guard guard(lock_);
    if (buckets_[first(address)].way_of(address) != kWays || buckets_[second(address)].way_of(address) != kWays) return;
    while (emptier(address).full() && buckets_.size() < max_buckets_) grow();
    place(address, false);
  }

  void clear() {
    const std::lock_guard guard(lock_);
    buckets_.assign(1, {});
    buckets_.shrink_to_fit();
    size_ = 0;
  }

  /// entries copies all entries, group by group, so that no lock is held while writing to disk.
  Bytes entries() const {
    const std::lock_guard guard(lock_);
    Bytes out;
    out.reserve(size_ * sizeof(LinkAddress));
    for (const Bucket& bucket : buckets_)
      for (std::size_t way = 0; way < kWays; ++way)
        if ((bucket.used >> way & 1U) != 0)
          out.insert(out.end(), bucket.addresses[way].begin(), bucket.addresses[way].end());
    return out;
  }

  std::size_t size() const {
    const std::lock_guard guard(lock_);
    return size_;
  }
  std::size_t bytes() const {
    const std::lock_guard guard(lock_);
    return sizeof *this + buckets_.capacity() * sizeof(Bucket);
  }

 private:
  static std::uint64_t word(const LinkAddress& address, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, address.data() + at, sizeof word);
    return word;
  }
  std::size_t first(const LinkAddress& address) const { return word(address, 0) / kGroups & (buckets_.size() - 1); }
  std::size_t second(const LinkAddress& address) const { return word(address, 8) & (buckets_.size() - 1); }

  Bucket& emptier(const LinkAddress& address) {
    Bucket& one = buckets_[first(address)];
    Bucket& other = buckets_[second(address)];
    return std::popcount(other.used) < std::popcount(one.used) ? other : one;
  }

  /// place inserts a new address; if both buckets are full, it replaces one that was not used recently.
  void place(const LinkAddress& address, bool was_asked) {
    Bucket& bucket = emptier(address);
    if (!bucket.full()) ++size_;
    const std::size_t way = bucket.full() ? bucket.victim() : bucket.free_way();
    bucket.put(way, address, was_asked);
  }

  void grow() {
    const std::vector<Bucket> old = std::exchange(buckets_, std::vector<Bucket>(buckets_.size() * 2));
    size_ = 0;
    for (const Bucket& bucket : old)
      for (std::size_t way = 0; way < kWays; ++way)
        if ((bucket.used >> way & 1U) != 0) place(bucket.addresses[way], (bucket.asked >> way & 1U) != 0);
  }

  std::size_t max_buckets_;
  mutable std::mutex lock_{};
  std::vector<Bucket> buckets_{1};
  std::size_t size_ = 0;
};

using Tag = std::array<std::uint8_t, kTagBytes>;

/// Seal authenticates a file part by part: a keyed hash over everything before the tag.
class Seal {
 public:
  explicit Seal(const LinkCacheKey& key) { crypto_generichash_init(&state_, key.data(), key.size(), kTagBytes); }
  void add(ByteView part) { crypto_generichash_update(&state_, part.data(), part.size()); }
  Tag tag() {
    Tag tag{};
    crypto_generichash_final(&state_, tag.data(), tag.size());
    return tag;
  }

 private:
  crypto_generichash_state state_{};
};

Error discarded(std::string why) {
  return {.code = Errc::signature, .message = std::move(why), .hint = {}, .reason = "link-cache"};
}

}  // namespace

struct LinkCache::Table {
  Table(std::size_t capacity, const LinkCacheKey& secret) : key(secret) {
    const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(capacity, kWays) / kWays);
    const std::size_t count = std::min(buckets, kGroups);  // both are powers of two
    for (std::size_t i = 0; i < count; ++i) groups.emplace_back(buckets / count);
  }

  Group& group(const LinkAddress& address) { return groups[address[0] % groups.size()]; }

  LinkCacheKey key;
  std::deque<Group> groups{};  // a lock cannot be moved
  std::atomic<std::uint64_t> hits{0};
};

LinkCache::LinkCache(std::size_t capacity, const LinkCacheKey& key) : table_(std::make_unique<Table>(capacity, key)) {}
LinkCache::~LinkCache() = default;
LinkCache::LinkCache(LinkCache&&) noexcept = default;
LinkCache& LinkCache::operator=(LinkCache&&) noexcept = default;

LinkCacheKey LinkCache::new_key() {
  LinkCacheKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

/// A cache file is replaced as a whole, so it always has its whole first line; a file that begins with a part of it is
/// not ours.
bool LinkCache::begins_like_one(std::string_view start) {
  const std::string_view name = kMagic.substr(0, kMagic.find('/') + 1);
  if (!start.starts_with(name)) return false;
  start.remove_prefix(name.size());
  const std::size_t digits = std::min(start.find_first_not_of("0123456789"), start.size());
  return digits > 0 && digits < start.size() && start[digits] == '\n';
}

LinkAddress LinkCache::address(const Fingerprint& key, const Fingerprint& certificate) const {
  LinkAddress address{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, table_->key.data(), table_->key.size(), address.size());
  crypto_generichash_update(&state, key.data(), key.size());
  crypto_generichash_update(&state, certificate.data(), certificate.size());
  crypto_generichash_final(&state, address.data(), address.size());
  return address;
}

bool LinkCache::contains(const LinkAddress& address) {
  if (!table_->group(address).contains(address)) return false;
  table_->hits.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void LinkCache::insert(const LinkAddress& address) { table_->group(address).insert(address); }

std::size_t LinkCache::size() const {
  std::size_t count = 0;
  for (const Group& group : table_->groups) count += group.size();
  return count;
}

std::size_t LinkCache::bytes() const {
  std::size_t count = sizeof(Table);
  for (const Group& group : table_->groups) count += group.bytes();
  return count;
}

std::uint64_t LinkCache::hits() const { return table_->hits.load(std::memory_order_relaxed); }

Status LinkCache::read(std::uint64_t size, const Read& read) {
  const std::uint64_t frame = kMagic.size() + kTagBytes;
  if (size < frame || (size - frame) % sizeof(LinkAddress) != 0) return discarded("its size is wrong");
  Bytes magic, tag;
  const std::uint64_t end = size - kTagBytes;
  ODCA_TRY(read(0, kMagic.size(), [&](ByteView part) { magic.insert(magic.end(), part.begin(), part.end()); }));
  ODCA_TRY(read(end, kTagBytes, [&](ByteView part) { tag.insert(tag.end(), part.begin(), part.end()); }));
  if (as_text(magic) != kMagic) return discarded("it is not of this format and version");

  Seal seal(table_->key);
  ODCA_TRY(read(0, end, [&](ByteView block) { seal.add(block); }));
  if (!equal_constant_time(seal.tag(), tag)) return discarded("it was damaged, or written under another key");

  // The second reading is authenticated too: the content may have changed in between.
  Seal again(table_->key);
  again.add(magic);
  const Status entries = read(magic.size(), end - magic.size(), [&](ByteView block) {
    again.add(block);
    for (std::size_t at = 0; at < block.size(); at += sizeof(LinkAddress)) {  // a block is a multiple of it
      LinkAddress address{};
      std::memcpy(address.data(), block.data() + at, address.size());
      insert(address);
    }
  });
  if (entries && equal_constant_time(again.tag(), tag)) return {};
  for (Group& group : table_->groups) group.clear();
  return discarded("it changed while it was read");
}

Status LinkCache::write(const Append& append) const {
  Seal seal(table_->key);
  const auto add = [&](ByteView part) {
    seal.add(part);
    return append(part);
  };
  ODCA_TRY(add(as_bytes(kMagic)));
  for (const Group& group : table_->groups) ODCA_TRY(add(group.entries()));
  return append(seal.tag());
}

}  // namespace odca
