// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signing/secret_key.h"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/check.h"
#include "bundle/reason.h"

namespace odca::bundle {
namespace {

/// locked allocates memory that is locked as far as the system lets us, guarded at both ends, and wiped when freed.
void* locked(std::size_t size) {
  ODCA_CHECK(sodium_init() >= 0);
  void* const memory = sodium_malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

SecretText::SecretText(std::string_view text)
    : size_(text.size()), text_(static_cast<char*>(locked(std::max<std::size_t>(text.size(), 1)))) {
  std::copy(text.begin(), text.end(), text_);
}
SecretText::~SecretText() { sodium_free(text_); }
SecretText::SecretText(SecretText&& other) noexcept
    : size_(std::exchange(other.size_, 0)), text_(std::exchange(other.text_, nullptr)) {}
std::string_view SecretText::view() const { return {text_, size_}; }

SecretLine::SecretLine(std::size_t capacity) : capacity_(capacity), text_(static_cast<char*>(locked(capacity))) {}
SecretLine::~SecretLine() { sodium_free(text_); }
bool SecretLine::add(char c) {
  if (size_ == capacity_) return false;
  text_[size_++] = c;
  return true;
}
void SecretLine::clear() {
  sodium_memzero(text_, capacity_);
  size_ = 0;
}
std::string_view SecretLine::view() const { return {text_, size_}; }

SecretKey SecretKey::generate() {
  auto* const seed = static_cast<unsigned char*>(locked(crypto_sign_SEEDBYTES));
  randombytes_buf(seed, crypto_sign_SEEDBYTES);
  std::optional<SecretKey> key = from_seed({seed, crypto_sign_SEEDBYTES});
  sodium_free(seed);
  return *std::move(key);
}

std::optional<SecretKey> SecretKey::from_seed(ByteView seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) return std::nullopt;
  SecretKey key;
  key.secret_ = static_cast<unsigned char*>(locked(crypto_sign_SECRETKEYBYTES));
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
  ODCA_CHECK(crypto_sign_seed_keypair(public_key.data(), key.secret_, seed.data()) == 0);
  key.public_key_ = ed25519_key(public_key);
  return key;
}

SecretKey::~SecretKey() { sodium_free(secret_); }
SecretKey::SecretKey(SecretKey&& other) noexcept
    : secret_(std::exchange(other.secret_, nullptr)), public_key_(std::move(other.public_key_)) {}

ByteView SecretKey::seed() const { return {secret_, crypto_sign_SEEDBYTES}; }

Result<std::string> SecretKey::sign_hex(std::string_view message) const {
  const ByteView bytes = as_bytes(message);
  std::array<std::uint8_t, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), secret_);
  if (crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), public_key_.ed25519->data()) != 0)
    return failure("E_INTERNAL", "the signature just made does not verify; memory or the key is damaged");
  return to_hex(signature);
}

}  // namespace odca::bundle
