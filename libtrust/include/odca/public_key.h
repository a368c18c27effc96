// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Public keys and signature algorithms as encoded in a certificate, before a library decodes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/reason_id.h"

namespace odca {

/// KeyKind lists the supported keys. `unsupported` ones (DSA, P-192, explicit curves, …) verify nothing.
enum class KeyKind { unsupported, ec_p256, ec_p384, ec_p521, rsa, ed25519 };
std::string_view to_string(KeyKind kind);

/// KeyFlaw is why a key is unsupported or unusable.
enum class KeyFlaw { malformed, algorithm, curve, explicit_curve, weak };
ReasonId reason_of(KeyFlaw flaw);  ///< "malformed-key", "weak-key"

/// KeyInfo describes a SubjectPublicKeyInfo.
struct KeyInfo {
  KeyKind kind = KeyKind::unsupported;
  unsigned bits = 0;  ///< field size of an EC key, modulus size of an RSA key
  std::string algorithm_oid{};
  std::string problem{};          ///< why the key is unusable; empty: usable
  std::optional<KeyFlaw> flaw{};  ///< set if `problem` is
  Bytes key_bits{};  ///< contents of the BIT STRING; for EC the point 04‖X‖Y, whose hash is the key identifier
};

/// SignatureKind lists the supported signature algorithms.
enum class SignatureKind {
  unsupported,
  ecdsa_sha256,
  ecdsa_sha384,
  ecdsa_sha512,
  rsa_pkcs1_sha256,
  rsa_pkcs1_sha384,
  rsa_pkcs1_sha512,
  rsa_pss_sha256,
  rsa_pss_sha384,
  rsa_pss_sha512,
  ed25519
};
std::string_view to_string(SignatureKind kind);

/// SignatureAlgorithm is one AlgorithmIdentifier in a signature position.
struct SignatureAlgorithm {
  SignatureKind kind = SignatureKind::unsupported;
  std::string oid{};
  Bytes der{};                   ///< the whole AlgorithmIdentifier; the inner and the outer one must be identical
  bool null_parameters = false;  ///< ECDSA with NULL parameters, as in Intel's ODCA root
  std::string problem{};         ///< why it is unsupported
};

/// fits tells whether a key of this kind can make a signature of that kind.
bool fits(KeyKind key, SignatureKind signature);

/// describe_key parses a SubjectPublicKeyInfo strictly: named curves only, uncompressed points of the right length, RSA
/// of at most 16384 bits. It never fails; an unusable key has `problem` set.
KeyInfo describe_key(ByteView spki);

}  // namespace odca
