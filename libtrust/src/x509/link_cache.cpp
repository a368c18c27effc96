#include "odca/link_cache.h"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <mutex>
#include <vector>

#include "base/owner_file.h"
#include "base/text.h"

namespace odca {
namespace {

constexpr std::size_t kWays = 8;  // entries of one bucket; a full bucket forgets one that was not asked for again
constexpr std::size_t kLocks = 64;
constexpr std::string_view kMagic = "odca-link-cache/1\n";
constexpr std::size_t kTagBytes = 32;
constexpr std::size_t kMaxFile = std::size_t{1} << 31U;

struct Bucket {
  std::array<LinkAddress, kWays> addresses{};
  std::uint8_t used = 0;   // bit n: way n holds an entry
  std::uint8_t asked = 0;  // bit n: way n was asked for since the last sweep
  std::uint8_t hand = 0;   // the way to look at next for one to forget, so that not always the newest is forgotten
};

std::uint64_t bucket_word(const LinkAddress& address) {
  std::uint64_t word = 0;
  std::memcpy(&word, address.data(), sizeof word);
  return word;
}

std::array<std::uint8_t, kTagBytes> tag_of(ByteView content, const LinkCacheKey& key) {
  std::array<std::uint8_t, kTagBytes> tag{};
  crypto_generichash(tag.data(), tag.size(), content.data(), content.size(), key.data(), key.size());
  return tag;
}

Error discarded(const std::filesystem::path& path, std::string why) {
  return {.code = Errc::signature,
          .message = cat("the link cache ", quote(path.string()), " is not used: ", std::move(why)),
          .hint = "remove the file; it is written anew and only speeds things up",
          .reason = "link-cache"};
}

}  // namespace

struct LinkCache::Table {
  Table(std::size_t capacity, const LinkCacheKey& secret)
      : key(secret), buckets(std::bit_ceil(std::max<std::size_t>(capacity, kWays) / kWays)) {}

  Bucket& bucket(const LinkAddress& address) { return buckets[bucket_word(address) & (buckets.size() - 1)]; }
  // Two addresses of one bucket have one lock, however few buckets there are.
  std::mutex& lock_of(const LinkAddress& address) { return lock_of(bucket_word(address) & (buckets.size() - 1)); }
  std::mutex& lock_of(std::size_t bucket) { return locks[bucket & (kLocks - 1)]; }

  LinkCacheKey key;
  std::vector<Bucket> buckets;
  std::array<std::mutex, kLocks> locks{};
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

Result<LinkCacheKey> LinkCache::key_file(const std::filesystem::path& path) {
  LinkCacheKey key{};
  ODCA_TRY_ASSIGN(const std::optional<Bytes> known, read_owner_file(path, key.size()));
  if (known) {
    if (known->size() != key.size())
      return discarded(path, cat("its key has ", known->size(), " bytes, expected ", key.size()));
    std::copy(known->begin(), known->end(), key.begin());
    return key;
  }
  key = new_key();
  ODCA_TRY(write_owner_file(path, key));
  return key;
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
  const std::lock_guard guard(table_->lock_of(address));
  Bucket& bucket = table_->bucket(address);
  for (std::size_t way = 0; way < kWays; ++way) {
    if ((bucket.used >> way & 1U) == 0 || bucket.addresses[way] != address) continue;
    bucket.asked = static_cast<std::uint8_t>(bucket.asked | 1U << way);  // a bit of eight
    table_->hits.fetch_add(1, std::memory_order_relaxed);
    return true;
  }
  return false;
}

void LinkCache::insert(const LinkAddress& address) {
  const std::lock_guard guard(table_->lock_of(address));
  Bucket& bucket = table_->bucket(address);
  for (std::size_t way = 0; way < kWays; ++way)
    if ((bucket.used >> way & 1U) != 0 && bucket.addresses[way] == address) return;
  std::size_t way = static_cast<std::size_t>(std::countr_one(bucket.used));  // the first free one, or 8
  if (way == kWays) {
    if (bucket.asked == 0xff) bucket.asked = 0;
    for (way = bucket.hand % kWays; (bucket.asked >> way & 1U) != 0;) way = (way + 1) % kWays;  // one is not asked for
    bucket.hand = static_cast<std::uint8_t>((way + 1) % kWays);                                 // below 8
  }
  bucket.addresses[way] = address;
  bucket.used = static_cast<std::uint8_t>(bucket.used | 1U << way);       // a bit of eight
  bucket.asked = static_cast<std::uint8_t>(bucket.asked & ~(1U << way));  // likewise
}

std::size_t LinkCache::size() const {
  std::size_t count = 0;
  for (std::size_t at = 0; at < table_->buckets.size(); ++at) {
    const std::lock_guard guard(table_->lock_of(at));
    count += static_cast<std::size_t>(std::popcount(table_->buckets[at].used));  // 0 to 8
  }
  return count;
}

std::uint64_t LinkCache::hits() const { return table_->hits.load(std::memory_order_relaxed); }

Status LinkCache::load(const std::filesystem::path& path) {
  ODCA_TRY_ASSIGN(const std::optional<Bytes> content, read_owner_file(path, kMaxFile));
  if (!content) return {};
  const std::size_t frame = kMagic.size() + kTagBytes;
  if (content->size() < frame || (content->size() - frame) % sizeof(LinkAddress) != 0)
    return discarded(path, "its size is wrong");
  const ByteView body = ByteView(*content).subspan(0, content->size() - kTagBytes);
  if (as_text(body.subspan(0, kMagic.size())) != kMagic) return discarded(path, "it is not of this format and version");
  const auto tag = tag_of(body, table_->key);
  if (!equal_constant_time(tag, ByteView(*content).subspan(body.size())))
    return discarded(path, "it was damaged, or written under another key");
  for (std::size_t at = kMagic.size(); at < body.size(); at += sizeof(LinkAddress)) {
    LinkAddress address{};
    std::memcpy(address.data(), body.data() + at, address.size());
    insert(address);
  }
  return {};
}

Status LinkCache::save(const std::filesystem::path& path) const {
  Bytes content(kMagic.begin(), kMagic.end());
  content.reserve(kMagic.size() + size() * sizeof(LinkAddress) + kTagBytes);
  for (std::size_t at = 0; at < table_->buckets.size(); ++at) {
    const std::lock_guard guard(table_->lock_of(at));
    const Bucket& bucket = table_->buckets[at];
    for (std::size_t way = 0; way < kWays; ++way)
      if ((bucket.used >> way & 1U) != 0)
        content.insert(content.end(), bucket.addresses[way].begin(), bucket.addresses[way].end());
  }
  const auto tag = tag_of(content, table_->key);
  content.insert(content.end(), tag.begin(), tag.end());
  return write_owner_file(path, content);
}

}  // namespace odca
