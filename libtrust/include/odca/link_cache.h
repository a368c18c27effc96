// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LinkCache: proved signatures of CA certificates, shared between verdicts and optionally between runs. An entry means:
// this signature over these bytes by this key is valid. It holds no verdict, date or name.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// LinkAddress is a keyed hash of one link: of the SHA-256 of the issuer's key and of the signed certificate. The key
/// is secret, so that collisions cannot be prepared.
using LinkAddress = std::array<std::uint8_t, 16>;
/// LinkCacheKey is the secret key of the addresses and of the file's authentication.
using LinkCacheKey = std::array<std::uint8_t, 32>;

/// LinkCache does not change verdicts, except that a cached link costs no check of limits.signature_checks. It may be
/// used from several threads at once. Its memory grows with its entries, 17 to 44 bytes each, up to 17 bytes per entry
/// of its capacity; a full cache replaces an entry that was not used recently.
class LinkCache {
 public:
  /// kForOneRun is a capacity for one run: enough for the CAs that a fleet shares.
  static constexpr std::size_t kForOneRun = std::size_t{1} << 14U;

  /// LinkCache keeps at most `capacity` entries, rounded up to a power of two. `key` is from new_key(), or from
  /// link_cache_key() for a cache that is kept in a file.
  LinkCache(std::size_t capacity, const LinkCacheKey& key);
  ~LinkCache();
  LinkCache(LinkCache&&) noexcept;
  LinkCache& operator=(LinkCache&&) noexcept;

  /// new_key makes a key from the system's random source.
  static LinkCacheKey new_key();

  /// Take receives the next part of the content.
  using Take = std::function<void(ByteView part)>;
  /// Read passes `count` bytes from `offset` to `take`, in blocks of a multiple of 16 bytes, except for the last.
  using Read = std::function<Status(std::uint64_t offset, std::uint64_t count, const Take& take)>;
  /// Append writes the next part of the content.
  using Append = std::function<Status(ByteView part)>;

  /// read adds the entries of a content of `size` bytes that write() made with the same key. Fails and adds nothing
  /// when it is damaged or of another key: the whole content is authenticated before its first entry is added. If it
  /// changes while it is read, read fails and the cache is emptied.
  Status read(std::uint64_t size, const Read& read);
  /// write passes all entries to `append`. Neither read nor write holds the content in memory.
  Status write(const Append& append) const;
  /// begins_like_one tells whether a content begins with the first line of a written cache of any version.
  static bool begins_like_one(std::string_view start);

  std::size_t size() const;
  /// bytes is the memory allocated for entries.
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
