// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "firmware/derived.h"

#include <nettle/md5.h>
#include <nettle/sha2.h>

#include <algorithm>

#include "firmware/little_endian.h"

namespace odca::amtsim {

std::array<std::uint8_t, 32> derived(std::string_view purpose, std::uint32_t seed, std::uint32_t count) {
  Bytes input;
  put_u32(input, seed);
  put_u32(input, count);
  put_text(input, purpose);
  sha256_ctx hash;
  std::array<std::uint8_t, 32> digest{};
  sha256_init(&hash);
  sha256_update(&hash, input.size(), input.data());
  sha256_digest(&hash, digest.size(), digest.data());
  return digest;
}

std::array<std::uint8_t, 16> derived_uuid(std::uint32_t seed) {
  const auto random = derived("uuid", seed);
  std::array<std::uint8_t, 16> uuid{};
  std::copy_n(random.begin(), uuid.size(), uuid.begin());
  // RFC 4122 4.4, version 4: in the third group, whose bytes the wire turns round, and in the fourth.
  uuid[7] = static_cast<std::uint8_t>((uuid[7] & 0x0F) | 0x40);  // masked to a byte
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3F) | 0x80);  // masked to a byte
  return uuid;
}

std::string printed_uuid(const std::array<std::uint8_t, 16>& uuid) {
  constexpr std::size_t kOrder[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  std::string text;
  for (const std::size_t place : kOrder) {
    if (text.size() == 8 || text.size() == 13 || text.size() == 18 || text.size() == 23) text += '-';
    text += to_hex(ByteView(&uuid[place], 1));
  }
  return text;
}

std::string derived_realm(std::uint32_t seed, std::uint32_t count) {
  std::string digits = to_hex(ByteView(derived("realm", seed, count)).first(16));
  for (char& digit : digits)
    if (digit >= 'a') digit = "ABCDEF"[digit - 'a'];
  return "Digest:" + digits;
}

std::string derived_password(std::uint32_t seed) {
  constexpr std::string_view kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$";
  std::string password;
  for (const std::uint8_t byte : derived("local account", seed)) password += kCharacters[byte % kCharacters.size()];
  return password;
}

std::string a1_text(std::string_view user, std::string_view realm, std::string_view password) {
  Bytes input;
  put_text(input, user);
  put_text(input, ":");
  put_text(input, realm);
  put_text(input, ":");
  put_text(input, password);
  md5_ctx hash;
  std::array<std::uint8_t, MD5_DIGEST_SIZE> digest{};
  md5_init(&hash);
  md5_update(&hash, input.size(), input.data());
  md5_digest(&hash, digest.size(), digest.data());
  return to_hex(digest);
}

}  // namespace odca::amtsim
