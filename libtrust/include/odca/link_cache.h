// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LinkCache: which CA certificates are known to be signed by which keys, across verdicts and, if wanted, across runs.
// It holds one kind of fact only: this signature over these bytes by this key is valid. Never a verdict, a date or a
// name.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// LinkAddress is a keyed hash of one link's whole content: the SHA-256 of the issuer's key and that of the signed
/// certificate. The key is secret, so nobody can prepare two links with one address.
using LinkAddress = std::array<std::uint8_t, 16>;
/// LinkCacheKey is the secret behind the addresses, and behind the file's authentication.
using LinkCacheKey = std::array<std::uint8_t, 32>;

/// A link known here costs no check, so a verdict that limits.signature_checks would have ended can be reached with it;
/// otherwise verdicts with and without a cache are the same. LinkCache may be used from several threads at once. Its
/// memory grows with its entries, 17 to 44 bytes each, up to 17 bytes for each entry of its capacity; then a new entry
/// takes the place of one that was not asked for of late.
class LinkCache {
 public:
  /// Entries of a cache for one run: enough for the CAs that a fleet shares; those asked for again stay.
  static constexpr std::size_t kForOneRun = std::size_t{1} << 14U;

  /// LinkCache keeps at most `capacity` entries, rounded up to a power of two; `key` comes from new_key() or, for a
  /// cache that is kept in a file, from link_cache_key().
  LinkCache(std::size_t capacity, const LinkCacheKey& key);
  ~LinkCache();
  LinkCache(LinkCache&&) noexcept;
  LinkCache& operator=(LinkCache&&) noexcept;

  /// new_key draws a key from the system's random source.
  static LinkCacheKey new_key();

  /// Take is handed the next part of a content.
  using Take = std::function<void(ByteView part)>;
  /// Read hands `count` bytes of a kept cache from `offset` on to `take`, in blocks of a multiple of 16 and a last one.
  using Read = std::function<Status(std::uint64_t offset, std::uint64_t count, const Take& take)>;
  /// Append takes the next part of a cache that is to be kept.
  using Append = std::function<Status(ByteView part)>;

  /// read adds the entries of a content of `size` bytes that write() made under the same key. One that is damaged, or
  /// was written under another key, is an Error, and nothing is added: the whole content is authenticated before its
  /// first entry is taken. One that changes meanwhile empties the cache besides.
  Status read(std::uint64_t size, const Read& read);
  /// write hands over all entries. Neither read nor write holds the content in memory.
  Status write(const Append& append) const;
  /// begins_like_one tells whether a content begins with the whole first line of a kept cache, of any version.
  static bool begins_like_one(std::string_view start);

  std::size_t size() const;
  /// bytes tells how much memory the entries and the room for more take.
  std::size_t bytes() const;
  std::uint64_t hits() const;

  // For LinkProofs:
  LinkAddress address(const Fingerprint& key, const Fingerprint& certificate) const;
  bool contains(const LinkAddress& address);
  void insert(const LinkAddress& address);

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace odca
