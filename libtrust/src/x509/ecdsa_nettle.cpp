// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ECDSA over P-256, P-384 and P-521 by Nettle: on a P-384 chain about half the time of Botan 2.19, and a key costs next
// to nothing to decode (docs/performance.md).
#include <gmp.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>

#include <cstddef>

#include "odca/digest.h"
#include "x509/ecdsa_signature.h"
#include "x509/key_decoders.h"

namespace odca {
namespace {

const ecc_curve* curve_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::ec_p256:
      return nettle_get_secp_256r1();
    case KeyKind::ec_p384:
      return nettle_get_secp_384r1();
    case KeyKind::ec_p521:
      return nettle_get_secp_521r1();
    case KeyKind::unsupported:
    case KeyKind::rsa:
    case KeyKind::ed25519:
      break;
  }
  return nullptr;
}

/// Number owns one number of GMP, read from big-endian octets.
class Number {
 public:
  explicit Number(ByteView octets) {
    mpz_init(value_);
    mpz_import(value_, octets.size(), /*order=*/1, /*size=*/1, /*endian=*/1, /*nails=*/0, octets.data());
  }
  ~Number() { mpz_clear(value_); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  mpz_srcptr get() const { return value_; }

 private:
  mpz_t value_;
};

/// Signature owns the two numbers in the form that Nettle wants.
class Signature {
 public:
  Signature(ByteView r, ByteView s) {
    nettle_dsa_signature_init(&value_);
    mpz_import(value_.r, r.size(), 1, 1, 1, 0, r.data());
    mpz_import(value_.s, s.size(), 1, 1, 1, 0, s.data());
  }
  ~Signature() { nettle_dsa_signature_clear(&value_); }
  Signature(const Signature&) = delete;
  Signature& operator=(const Signature&) = delete;
  const dsa_signature* get() const { return &value_; }

 private:
  dsa_signature value_{};
};

class EcdsaKey : public VerificationKey {
 public:
  EcdsaKey(const ecc_curve* curve, KeyKind kind, std::size_t octets) : kind_(kind), octets_(octets) {
    nettle_ecc_point_init(&point_, curve);
  }
  ~EcdsaKey() override { nettle_ecc_point_clear(&point_); }
  EcdsaKey(const EcdsaKey&) = delete;
  EcdsaKey& operator=(const EcdsaKey&) = delete;

  /// set is false for a point that is not on the curve, coordinates that are not reduced included.
  bool set(ByteView x, ByteView y) { return nettle_ecc_point_set(&point_, Number(x).get(), Number(y).get()) == 1; }

  bool verify(SignatureKind kind, ByteView message, ByteView signature) const override {
    if (!fits(kind_, kind)) return false;
    // Nettle sees the two numbers only; their DER is read strictly here. For the three curves the order of the group
    // has as many octets as the field. Zero and what is not below the order is refused by Nettle.
    const auto numbers = ecdsa_numbers(signature, octets_);
    if (!numbers) return false;
    const Signature pair(ByteView(*numbers).first(octets_), ByteView(*numbers).last(octets_));
    switch (kind) {
      case SignatureKind::ecdsa_sha256:
        return verify_digest(sha256(message), pair);
      case SignatureKind::ecdsa_sha384:
        return verify_digest(sha384(message), pair);
      case SignatureKind::ecdsa_sha512:
        return verify_digest(sha512(message), pair);
      default:
        return false;
    }
  }

 private:
  bool verify_digest(ByteView digest, const Signature& signature) const {
    return nettle_ecdsa_verify(&point_, digest.size(), digest.data(), signature.get()) == 1;
  }

  ecc_point point_{};
  KeyKind kind_;
  std::size_t octets_;  // of the field
};

}  // namespace

std::shared_ptr<const VerificationKey> decode_with_nettle(const KeyInfo& info) {
  const ecc_curve* const curve = curve_of(info.kind);
  const std::size_t octets = (info.bits + 7) / 8;
  // 04 ‖ X ‖ Y: describe_key has seen to it.
  if (curve == nullptr || info.key_bits.size() != 1 + 2 * octets) return nullptr;
  auto key = std::make_shared<EcdsaKey>(curve, info.kind, octets);
  const ByteView point = ByteView(info.key_bits).subspan(1);
  if (!key->set(point.first(octets), point.last(octets))) return nullptr;
  return key;
}

}  // namespace odca
