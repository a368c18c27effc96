// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Public keys and signature algorithms as they are written in a certificate, before any library decodes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/reason_id.h"

namespace odca {

/// KeyKind lists what we can verify with. `unsupported` keys (DSA, P-192, explicit curves, …) verify nothing.
enum class KeyKind { unsupported, ec_p256, ec_p384, ec_p521, rsa, ed25519 };
std::string_view to_string(KeyKind kind);

/// KeyFlaw is why a key is unsupported or unusable.
enum class KeyFlaw { malformed, algorithm, curve, explicit_curve, weak };
ReasonId reason_of(KeyFlaw flaw);  ///< "malformed-key", "weak-key"

/// KeyInfo is what the bytes of a SubjectPublicKeyInfo say.
struct KeyInfo {
  KeyKind kind = KeyKind::unsupported;
  unsigned bits = 0;  ///< field size of an EC key, modulus size of an RSA key
  std::string algorithm_oid{};
  std::string problem{};          ///< empty when the key can be used
  std::optional<KeyFlaw> flaw{};  ///< beside `problem`
  Bytes key_bits{};  ///< contents of the BIT STRING; for EC the point 04‖X‖Y, whose hash is the key identifier
};

/// SignatureKind lists the signature algorithms that we verify.
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
  Bytes der{};                   ///< the whole AlgorithmIdentifier; inner and outer must be equal to the byte
  bool null_parameters = false;  ///< ECDSA with an explicit NULL, as Intel's ODCA root writes it
  std::string problem{};         ///< why it is unsupported
};

/// fits tells whether a key of this kind can have made a signature of that kind.
bool fits(KeyKind key, SignatureKind signature);

/// describe_key reads a SubjectPublicKeyInfo strictly: named curves by OID bytes only, uncompressed points of the right
/// length, RSA of at most 16384 bits. Never fails: what cannot be used comes back with `problem` set.
KeyInfo describe_key(ByteView spki);

}  // namespace odca
