// ECDSA and RSA by Botan. The only place that knows Botan's public keys; what is used here is the same in 2.19 and 3.
#include <botan/pk_keys.h>
#include <botan/pubkey.h>
#include <botan/x509_key.h>

#include <exception>
#include <string>

#include "x509/ecdsa_signature.h"
#include "x509/key_decoders.h"

namespace odca {
namespace {

// Botan's name of the padding and hash; empty for what is not verified here.
std::string padding_of(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::ecdsa_sha256:
      return "EMSA1(SHA-256)";
    case SignatureKind::ecdsa_sha384:
      return "EMSA1(SHA-384)";
    case SignatureKind::ecdsa_sha512:
      return "EMSA1(SHA-512)";
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
    case SignatureKind::unsupported:
    case SignatureKind::ed25519:
      break;
  }
  return {};
}

class BotanKey : public VerificationKey {
 public:
  BotanKey(std::unique_ptr<Botan::Public_Key> key, KeyKind kind, unsigned bits)
      : key_(std::move(key)), kind_(kind), octets_((bits + 7) / 8) {}

  bool verify(SignatureKind kind, ByteView message, ByteView signature) const override {
    const std::string padding = padding_of(kind);
    if (padding.empty() || !fits(kind_, kind)) return false;
    if (kind_ == KeyKind::rsa) {
      // RFC 8017 8.1.2 and 8.2.2: "If the length of the signature S is not k octets, output invalid signature".
      return signature.size() == octets_ && verify_by_botan(padding, message, signature);
    }
    // Botan sees the two numbers only; their DER was read strictly here. For the three curves the order of the group
    // has as many octets as the field.
    const auto numbers = ecdsa_numbers(signature, octets_);
    return numbers && verify_by_botan(padding, message, *numbers);
  }

 private:
  bool verify_by_botan(const std::string& padding, ByteView message, ByteView signature) const {
    try {
      Botan::PK_Verifier verifier(*key_, padding);
      return verifier.verify_message(message.data(), message.size(), signature.data(), signature.size());
    } catch (const std::exception&) {
      return false;
    }
  }

  std::unique_ptr<Botan::Public_Key> key_;
  KeyKind kind_;
  std::size_t octets_;  // of the field of an EC key, of the modulus of an RSA key
};

}  // namespace

std::shared_ptr<const VerificationKey> decode_with_botan(ByteView spki, const KeyInfo& info) {
  try {
    // Botan 2 returns a raw pointer that is ours, Botan 3 a unique_ptr. Loading an EC key fails off its curve.
    std::unique_ptr<Botan::Public_Key> key(Botan::X509::load_key(Bytes(spki.begin(), spki.end())));
    if (key == nullptr || key->algo_name() != (info.kind == KeyKind::rsa ? "RSA" : "ECDSA")) return nullptr;
    return std::make_shared<BotanKey>(std::move(key), info.kind, info.bits);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace odca
