// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/key_argument.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "bundle/reason.h"
#include "signing/key_file.h"

namespace odca::bundle_tool {
namespace {

using bundle::RoleKey;

/// public_key_of reads 64 hexadecimal digits; a file of such a name is written './…'.
std::optional<RoleKey> public_key_of(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  if (text.size() != kDigits) return std::nullopt;
  const std::optional<Bytes> bytes = from_hex(text);
  std::array<std::uint8_t, kDigits / 2> key{};
  if (!bytes || bytes->size() != key.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return bundle::ed25519_key(key);
}

Result<RoleKey> read_public_key(const std::string& argument, KeyUse use) {
  if (const auto key = public_key_of(argument)) return *key;
  ODCA_TRY_ASSIGN(const std::string text, bundle::read_key_file(argument));
  auto known = bundle::inspect_key(text);
  if (!known) return std::move(known).error().in(argument);
  if (use == KeyUse::root && !known->encrypted)
    return bundle::failure("E_KEYFILE", cat("the key file ", quote(argument), " is not encrypted"),
                           "a root key needs a passphrase: trust-bundle key passwd sets one");
  return known->key;
}

}  // namespace

Result<std::vector<RoleKey>> read_public_keys(const std::vector<std::string>& keys, KeyUse use) {
  std::vector<RoleKey> list;
  for (const std::string& argument : keys) {
    ODCA_TRY_ASSIGN(RoleKey key, read_public_key(argument, use));
    const auto known =
        std::any_of(list.begin(), list.end(), [&key](const RoleKey& other) { return other.id == key.id; });
    if (known)
      return bundle::failure(
          "E_USAGE",
          cat(use == KeyUse::root ? "--root-key" : "--release-key", ": ", quote(argument), " is a duplicate key"),
          "name each key once");
    list.push_back(std::move(key));
  }
  return list;
}

Result<OpenedKey> open_key_file(const std::string& path, const Passphrases& passphrases, bundle::KeyPurpose purpose) {
  ODCA_TRY_ASSIGN(const std::string text, bundle::read_key_file(path));
  auto known = bundle::inspect_key(text, purpose);
  if (!known) return std::move(known).error().in(path);
  std::optional<bundle::SecretText> passphrase;
  if (known->encrypted) {
    auto asked = passphrases.known(quote(path));
    if (!asked) return std::move(asked).error().in(path);
    passphrase.emplace(*std::move(asked));
  }
  auto key = bundle::open_key(text, passphrase ? &*passphrase : nullptr, purpose);
  if (!key) return std::move(key).error().in(path);
  return OpenedKey{.key = *std::move(key), .encrypted = known->encrypted};
}

}  // namespace odca::bundle_tool
