// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Keys of root documents: their canonical object, their id, and which of them can ever count.
#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/tuf.h"
#include "bundle/tuf_reading.h"
#include "odca/digest.h"

namespace odca::bundle {
namespace {

constexpr std::string_view kEd25519 = "ed25519";
constexpr std::size_t kMaxSchemeName = 64;
// Of schemes to come: an ML-DSA-87 key has 2,592 bytes (FIPS 204, table 2).
constexpr std::size_t kMaxPublicText = std::size_t{6} << 10U;

Result<std::array<std::uint8_t, 32>> read_point(const Field& field, const std::string& hex) {
  const std::optional<Bytes> bytes = from_hex(hex);
  // One key, one text: from_hex() reads upper case and colons too.
  if (!bytes || bytes->size() != crypto_core_ed25519_BYTES || to_hex(*bytes) != hex)
    return field.error(cat("expected 64 hexadecimal digits in lower case, found ", quote_excerpt(hex)), "E_KEY");
  std::array<std::uint8_t, 32> point{};
  std::copy(bytes->begin(), bytes->end(), point.begin());
  return point;
}

}  // namespace

std::string key_object(const RoleKey& key) {
  return canonical_object({{"keytype", canonical_string(key.keytype)},
                           {"keyval", canonical_object({{"public", canonical_string(key.public_hex)}})},
                           {"scheme", canonical_string(key.scheme)}});
}

KeyId key_id_of(const RoleKey& key) { return to_hex(sha256(as_bytes(key_object(key)))); }

RoleKey ed25519_key(const std::array<std::uint8_t, 32>& public_key) {
  RoleKey key{.keytype = std::string(kEd25519),
              .scheme = std::string(kEd25519),
              .public_hex = to_hex(public_key),
              .ed25519 = public_key};
  key.id = key_id_of(key);
  return key;
}

Result<RoleKey> read_key(std::string_view id, const Field& field) {
  // No other member: TUF clients disagree on whether one would belong to the id.
  ODCA_TRY_ASSIGN(const Object object, field.object({"keytype", "keyval", "scheme"}));
  ODCA_TRY_ASSIGN(const Object keyval, object["keyval"].object({"public"}));
  RoleKey key{.id = std::string(id)};
  ODCA_TRY_ASSIGN(key.keytype, object["keytype"].text(kMaxSchemeName));
  ODCA_TRY_ASSIGN(key.scheme, object["scheme"].text(kMaxSchemeName));
  ODCA_TRY_ASSIGN(key.public_hex, keyval["public"].text(kMaxPublicText));
  if (const KeyId own = key_id_of(key); own != id)
    return field.error(cat("the id is not that of the key: expected ", quote(own)), "E_KEY");
  if (key.scheme != kEd25519) return key;
  if (key.keytype != kEd25519)
    return object["keytype"].error(cat("expected 'ed25519', found ", quote_excerpt(key.keytype)), "E_KEY");
  ODCA_TRY_ASSIGN(key.ed25519, read_point(keyval["public"], key.public_hex));
  return key;
}

Status check_key_points(const RootDocument& root) {
  ODCA_CHECK(sodium_init() >= 0);
  for (const RoleKey& key : root.keys) {
    // It refuses encodings that are not reduced, points of small order, and points outside the prime-order group.
    if (!key.ed25519 || crypto_core_ed25519_is_valid_point(key.ed25519->data()) == 1) continue;
    return failure("E_KEY", cat("key ", quote(key.id), ": expected a point of the prime-order group, found ",
                                quote(key.public_hex)))
        .in(cat("root ", root.header.version));
  }
  return {};
}

}  // namespace odca::bundle
