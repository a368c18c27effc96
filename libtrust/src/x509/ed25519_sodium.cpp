// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Ed25519 by libsodium, which refuses keys of small order and scalars that are not reduced (RFC 8032 5.1.7).
#include <sodium.h>

#include <algorithm>
#include <array>

#include "x509/key_decoders.h"

namespace odca {
namespace {

class Ed25519Key : public VerificationKey {
 public:
  explicit Ed25519Key(ByteView key) { std::copy_n(key.begin(), key_.size(), key_.begin()); }

  bool verify(SignatureKind kind, ByteView message, ByteView signature) const override {
    return kind == SignatureKind::ed25519 && signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key_.data()) == 0;
  }

 private:
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key_{};
};

}  // namespace

std::shared_ptr<const VerificationKey> decode_with_sodium(const KeyInfo& info) {
  // sodium_init may be called by everybody, any number of times.
  if (info.key_bits.size() != crypto_sign_PUBLICKEYBYTES || sodium_init() < 0) return nullptr;
  return std::make_shared<Ed25519Key>(info.key_bits);
}

}  // namespace odca
