// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/public_key.h"

#include <algorithm>
#include <array>
#include <bit>

#include "der/reader.h"
#include "x509/algorithm.h"
#include "x509/reading.h"

namespace odca {
namespace {

constexpr std::string_view kEcPublicKey = "1.2.840.10045.2.1";
constexpr std::string_view kRsaEncryption = "1.2.840.113549.1.1.1";
constexpr std::string_view kEd25519 = "1.3.101.112";

struct Curve {
  std::string_view oid;
  KeyKind kind;
  unsigned bits;
  std::size_t coordinate;  // octets
};
// RFC 5480 2.1.1.1.
constexpr std::array<Curve, 3> kCurves{{
    {"1.2.840.10045.3.1.7", KeyKind::ec_p256, 256, 32},
    {"1.3.132.0.34", KeyKind::ec_p384, 384, 48},
    {"1.3.132.0.35", KeyKind::ec_p521, 521, 66},
}};

// Below 2048 bits RSA is weak (NIST SP 800-131A); above 16384 bits one check takes long enough to be an attack.
constexpr unsigned kRsaMinBits = 2048;
constexpr unsigned kRsaMaxBits = 16384;
// Larger public exponents only make each check slow; BoringSSL has the same limit.
constexpr unsigned kRsaMaxExponentBits = 33;

void refuse(KeyInfo& key, KeyFlaw flaw, std::string_view problem) {
  key.flaw = flaw;
  key.problem = problem;
}

unsigned bit_length(ByteView magnitude) {
  if (magnitude.empty()) return 0;
  // Certificates are far below 2^28 bytes.
  return static_cast<unsigned>((magnitude.size() - 1) * 8) + static_cast<unsigned>(std::bit_width(magnitude.front()));
}

bool is_odd(ByteView magnitude) { return !magnitude.empty() && (magnitude.back() & 1U) != 0; }

void describe_ec(const AlgorithmIdentifier& algorithm, KeyInfo& key) {
  if (!algorithm.parameters) return refuse(key, KeyFlaw::malformed, "missing curve in the EC key");
  if (algorithm.parameters->tag == der::kSequence)
    return refuse(key, KeyFlaw::explicit_curve, "explicit curve parameters, expected a named curve");
  if (algorithm.parameters->tag != der::kObjectIdentifier || !der::is_oid(algorithm.parameters->contents))
    return refuse(key, KeyFlaw::curve, "missing name of the curve in the EC key");
  const std::string oid = der::oid_text(algorithm.parameters->contents);
  const auto* const curve =
      std::find_if(kCurves.begin(), kCurves.end(), [&oid](const Curve& each) { return each.oid == oid; });
  if (curve == kCurves.end()) return refuse(key, KeyFlaw::curve, "unsupported curve, expected P-256, P-384 or P-521");
  key.bits = curve->bits;
  // RFC 5480 2.2: 04 means uncompressed. Differs: compressed points are legal and refused.
  if (key.key_bits.size() != 1 + 2 * curve->coordinate || key.key_bits.front() != 0x04)
    return refuse(key, KeyFlaw::malformed, "the point of the EC key is not an uncompressed point of its curve's size");
  key.kind = curve->kind;
}

void describe_rsa(const AlgorithmIdentifier& algorithm, KeyInfo& key) {
  if (!algorithm.has_null_parameters())
    return refuse(key, KeyFlaw::malformed, "an RSA key with parameters other than NULL");
  const auto sequence = der::read_only(key.key_bits, der::kSequence);
  if (!sequence) return refuse(key, KeyFlaw::malformed, "the RSA key is not a SEQUENCE of modulus and exponent");
  der::Reader reader(sequence->contents);
  const auto modulus = reader.read(der::kInteger);
  const auto exponent = reader.read(der::kInteger);
  if (!modulus || !exponent || !reader.at_end())
    return refuse(key, KeyFlaw::malformed, "the RSA key is not a SEQUENCE of modulus and exponent");
  const auto n = der::magnitude(modulus->contents);
  const auto e = der::magnitude(exponent->contents);
  if (!n || !e || !is_odd(*n) || !is_odd(*e) || bit_length(*e) < 2)
    return refuse(key, KeyFlaw::malformed, "the modulus or the exponent of the RSA key is not a positive odd number");
  key.kind = KeyKind::rsa;
  key.bits = bit_length(*n);
  if (key.bits < kRsaMinBits) return refuse(key, KeyFlaw::weak, "an RSA key of fewer than 2048 bits");
  if (key.bits > kRsaMaxBits) return refuse(key, KeyFlaw::malformed, "an RSA key of more than 16384 bits");
  if (bit_length(*e) > kRsaMaxExponentBits)
    return refuse(key, KeyFlaw::malformed, "an RSA key with an exponent of more than 33 bits");
}

void describe_ed25519(const AlgorithmIdentifier& algorithm, KeyInfo& key) {
  // RFC 8410 3: "the parameters MUST be absent".
  if (algorithm.parameters || key.key_bits.size() != 32)
    return refuse(key, KeyFlaw::malformed, "an Ed25519 key with parameters, or of other than 32 octets");
  key.kind = KeyKind::ed25519;
  key.bits = 256;
}

}  // namespace

KeyInfo describe_key(ByteView spki) {
  KeyInfo key;
  const auto refused = [&key] {
    refuse(key, KeyFlaw::malformed, "the key is not a SubjectPublicKeyInfo");
    return key;
  };
  const auto sequence = der::read_only(spki, der::kSequence);
  if (!sequence) return refused();
  der::Reader reader(sequence->contents);
  const auto algorithm_sequence = reader.read(der::kSequence);
  const auto bit_string = reader.read(der::kBitString);
  if (!algorithm_sequence || !bit_string || !reader.at_end()) return refused();
  const auto algorithm = read_algorithm(algorithm_sequence->contents);
  const auto bits = der::bit_string(bit_string->contents);
  if (!algorithm || !bits || bits->unused != 0) return refused();

  key.algorithm_oid = algorithm->oid;
  key.key_bits = to_bytes(bits->octets);
  if (algorithm->oid == kEcPublicKey) {
    describe_ec(*algorithm, key);
  } else if (algorithm->oid == kRsaEncryption) {
    describe_rsa(*algorithm, key);
  } else if (algorithm->oid == kEd25519) {
    describe_ed25519(*algorithm, key);
  } else {
    refuse(key, KeyFlaw::algorithm, "unsupported key algorithm");
  }
  return key;
}

ReasonId reason_of(KeyFlaw flaw) {
  constexpr ReasonId kNames[] = {"malformed-key", "algorithm", "curve", "explicit-curve", "weak-key"};
  return kNames[static_cast<std::size_t>(flaw)];  // in the order of the enumeration
}

std::string_view to_string(KeyKind kind) {
  switch (kind) {
    case KeyKind::unsupported:
      return "unsupported";
    case KeyKind::ec_p256:
      return "ec-p256";
    case KeyKind::ec_p384:
      return "ec-p384";
    case KeyKind::ec_p521:
      return "ec-p521";
    case KeyKind::rsa:
      return "rsa";
    case KeyKind::ed25519:
      return "ed25519";
  }
  return "unsupported";
}

std::string_view to_string(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::unsupported:
      return "unsupported";
    case SignatureKind::ecdsa_sha256:
      return "ecdsa-sha256";
    case SignatureKind::ecdsa_sha384:
      return "ecdsa-sha384";
    case SignatureKind::ecdsa_sha512:
      return "ecdsa-sha512";
    case SignatureKind::rsa_pkcs1_sha256:
      return "rsa-pkcs1-sha256";
    case SignatureKind::rsa_pkcs1_sha384:
      return "rsa-pkcs1-sha384";
    case SignatureKind::rsa_pkcs1_sha512:
      return "rsa-pkcs1-sha512";
    case SignatureKind::rsa_pss_sha256:
      return "rsa-pss-sha256";
    case SignatureKind::rsa_pss_sha384:
      return "rsa-pss-sha384";
    case SignatureKind::rsa_pss_sha512:
      return "rsa-pss-sha512";
    case SignatureKind::ed25519:
      return "ed25519";
  }
  return "unsupported";
}

bool fits(KeyKind key, SignatureKind signature) {
  switch (signature) {
    case SignatureKind::unsupported:
      return false;
    case SignatureKind::ecdsa_sha256:
    case SignatureKind::ecdsa_sha384:
    case SignatureKind::ecdsa_sha512:
      return key == KeyKind::ec_p256 || key == KeyKind::ec_p384 || key == KeyKind::ec_p521;
    case SignatureKind::rsa_pkcs1_sha256:
    case SignatureKind::rsa_pkcs1_sha384:
    case SignatureKind::rsa_pkcs1_sha512:
    case SignatureKind::rsa_pss_sha256:
    case SignatureKind::rsa_pss_sha384:
    case SignatureKind::rsa_pss_sha512:
      return key == KeyKind::rsa;
    case SignatureKind::ed25519:
      return key == KeyKind::ed25519;
  }
  return false;
}

}  // namespace odca
