// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RSA by Botan, for certificates outside ODCA. The only place that knows Botan; what is used is the same in 2.19 and 3.
#include <botan/pk_keys.h>
#include <botan/pubkey.h>
#include <botan/x509_key.h>

#include <exception>
#include <string>

#include "x509/key_decoders.h"

namespace odca {
namespace {

// Botan's name of the padding and hash; empty for what is not RSA.
std::string padding_of(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::rsa_pkcs1_sha256:
      return "EMSA3(SHA-256)";
    case SignatureKind::rsa_pkcs1_sha384:
      return "EMSA3(SHA-384)";
    case SignatureKind::rsa_pkcs1_sha512:
      return "EMSA3(SHA-512)";
    // The salt length is demanded, not merely allowed.
    case SignatureKind::rsa_pss_sha256:
      return "EMSA4(SHA-256,MGF1,32)";
    case SignatureKind::rsa_pss_sha384:
      return "EMSA4(SHA-384,MGF1,48)";
    case SignatureKind::rsa_pss_sha512:
      return "EMSA4(SHA-512,MGF1,64)";
    default:
      return {};
  }
}

class RsaKey : public VerificationKey {
 public:
  RsaKey(std::unique_ptr<Botan::Public_Key> key, std::size_t octets) : key_(std::move(key)), octets_(octets) {}

  bool verify(SignatureKind kind, ByteView message, ByteView signature) const override {
    const std::string padding = padding_of(kind);
    // RFC 8017 8.1.2 and 8.2.2: "If the length of the signature S is not k octets, output invalid signature".
    if (padding.empty() || signature.size() != octets_) return false;
    try {
      Botan::PK_Verifier verifier(*key_, padding);
      return verifier.verify_message(message.data(), message.size(), signature.data(), signature.size());
    } catch (const std::exception&) {
      return false;
    }
  }

 private:
  std::unique_ptr<Botan::Public_Key> key_;
  std::size_t octets_;  // of the modulus
};

}  // namespace

std::shared_ptr<const VerificationKey> decode_with_botan(ByteView spki, const KeyInfo& info) {
  try {
    // Botan 2 returns a raw pointer that is ours, Botan 3 a unique_ptr.
    std::unique_ptr<Botan::Public_Key> key(Botan::X509::load_key(Bytes(spki.begin(), spki.end())));
    if (key == nullptr || key->algo_name() != "RSA") return nullptr;
    return std::make_shared<RsaKey>(std::move(key), (info.bits + 7) / 8);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace odca
