// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Secret keys of bundle roles: Ed25519, in memory that is locked where the system allows it and wiped at its end.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bundle/tuf.h"
#include "odca/result.h"

namespace odca::bundle {

/// SecretText is a passphrase: locked, wiped, never copied.
class SecretText {
 public:
  explicit SecretText(std::string_view text);
  ~SecretText();
  SecretText(SecretText&& other) noexcept;
  SecretText& operator=(SecretText&&) = delete;
  std::string_view view() const;

 private:
  std::size_t size_ = 0;
  char* text_ = nullptr;
};

/// SecretLine is a text that is being read, octet by octet, as guarded as a SecretText.
class SecretLine {
 public:
  explicit SecretLine(std::size_t capacity);
  ~SecretLine();
  SecretLine(const SecretLine&) = delete;
  SecretLine& operator=(const SecretLine&) = delete;
  /// add is false when there is no room left.
  bool add(char c);
  void clear();
  std::string_view view() const;

 private:
  std::size_t capacity_;
  std::size_t size_ = 0;
  char* text_;
};

class SecretKey {
 public:
  /// generate draws a new key from the system's random source.
  static SecretKey generate();
  /// from_seed makes the key of a 32-octet seed; nothing for another length.
  static std::optional<SecretKey> from_seed(ByteView seed);
  ~SecretKey();
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&&) = delete;

  const RoleKey& public_key() const { return public_key_; }
  /// seed is the 32 octets from which the key is made, for the key file only. The view is of locked memory.
  ByteView seed() const;
  /// sign signs these bytes and verifies the signature with the public key before it hands it out, so that a flipped
  /// bit of memory does not leave as a signature (E_INTERNAL).
  Result<std::string> sign_hex(std::string_view message) const;

 private:
  SecretKey() = default;
  unsigned char* secret_ = nullptr;  // seed and public key, as libsodium keeps them
  RoleKey public_key_{};
};

}  // namespace odca::bundle
