// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificate facts: every field of one X.509 v3 certificate as values that a person can review, and nothing else. The
// DER is made of them again to the byte, and the SHA-256 beside them says whether that succeeded.
// What this form cannot say (an extension not listed here, an RSA signature) is an error, never a copied blob.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "odca/certificate.h"

namespace odca::facts {

/// NameFacts are the attributes of a distinguished name in encoded order.
using NameFacts = std::vector<NameAttribute>;

/// AlgorithmFacts is one AlgorithmIdentifier of an ECDSA signature. RFC 5758 3.2 wants the parameters absent; Intel's
/// ODCA root writes an explicit NULL.
struct AlgorithmFacts {
  enum class Parameters { absent, asn1_null };
  SignatureKind kind = SignatureKind::unsupported;
  Parameters parameters = Parameters::absent;
};

/// EcKeyFacts is the named curve and the uncompressed point 04‖X‖Y.
struct EcKeyFacts {
  KeyKind curve = KeyKind::unsupported;
  Bytes point{};
};
/// RsaKeyFacts are the two numbers, big endian, without leading zeros.
struct RsaKeyFacts {
  Bytes modulus{};
  Bytes exponent{};
};
using KeyFacts = std::variant<EcKeyFacts, RsaKeyFacts>;

struct SubjectKeyIdentifierFacts {
  Bytes key_id{};
};
struct AuthorityKeyIdentifierFacts {
  Bytes key_id{};
};
/// KeyUsageFacts: `bit_length` is given only when the bit list is longer than DER allows (X.690 11.2.2), as on Tiger
/// Lake leaves.
struct KeyUsageFacts {
  std::vector<KeyUsage> usages{};
  std::optional<unsigned> bit_length{};
};
/// BasicConstraintsFacts: `explicit_false` writes the default value out, which is not DER (X.690 11.5) and genuine.
struct BasicConstraintsFacts {
  enum class Ca { absent, explicit_false, yes };
  Ca ca = Ca::absent;
  std::optional<std::uint32_t> path_len{};
};
struct ExtendedKeyUsageFacts {
  std::vector<std::string> purposes{};  ///< OIDs
};
struct AuthorityInfoAccessFacts {
  std::vector<std::string> ca_issuers{};  ///< URIs; other access methods have no facts form
};
/// PointFacts is one distribution point: a full name of URIs, and the CRL issuer when the CRL is indirect.
struct PointFacts {
  std::vector<std::string> uris{};
  std::vector<NameFacts> crl_issuers{};
};
struct CrlDistributionPointsFacts {
  std::vector<PointFacts> points{};
};
struct CertificatePoliciesFacts {
  std::vector<std::string> policies{};  ///< OIDs; qualifiers have no facts form
};
/// HardwareModuleFacts is the otherName of RFC 4108 section 5.
struct HardwareModuleFacts {
  std::string type{};
  Bytes serial{};
};
struct DirectoryNameFacts {
  NameFacts name{};
};
struct SubjectAltNameFacts {
  std::vector<std::variant<HardwareModuleFacts, DirectoryNameFacts>> names{};
};
/// TpmSpecificationFacts is subjectDirectoryAttributes with the one attribute tPMSpecification (TCG EK Credential
/// Profile 3.1.2): family, level, revision.
struct TpmSpecificationFacts {
  std::string family{};
  std::uint32_t level = 0;
  std::uint32_t revision = 0;
};

/// ExtensionFacts is one extension; `explicit_false` writes critical FALSE out, as Meteor Lake endorsement keys do.
struct ExtensionFacts {
  enum class Critical { no, explicit_false, yes };
  Critical critical = Critical::no;
  std::variant<SubjectKeyIdentifierFacts, AuthorityKeyIdentifierFacts, KeyUsageFacts, BasicConstraintsFacts,
               ExtendedKeyUsageFacts, AuthorityInfoAccessFacts, CrlDistributionPointsFacts, CertificatePoliciesFacts,
               SubjectAltNameFacts, TpmSpecificationFacts>
      content{};
};

/// CertificateFacts is everything in one certificate. Dates are UTCTime until 2049 and GeneralizedTime from 2050, as
/// RFC 5280 4.1.2.5 demands; there is no form for the other choice.
struct CertificateFacts {
  Fingerprint sha256{};
  Fingerprint spki_sha256{};
  Bytes serial{};  ///< contents octets of the INTEGER
  AlgorithmFacts inner_algorithm{};
  NameFacts issuer{};
  Validity validity{};
  NameFacts subject{};
  KeyFacts key{};
  std::vector<ExtensionFacts> extensions{};
  AlgorithmFacts outer_algorithm{};
  Bytes signature_r{};  ///< big endian, without leading zeros
  Bytes signature_s{};
};

/// build_name, build_key and build_extension make the DER of a part: a Name, a SubjectPublicKeyInfo, the contents of an
/// extnValue.
Result<Bytes> build_name(const NameFacts& name);
Result<Bytes> build_key(const KeyFacts& key);
Result<Bytes> build_extension(const ExtensionFacts& extension);
/// extension_oid returns the object identifier of the extension.
std::string_view extension_oid(const ExtensionFacts& extension);

/// build_der makes the certificate. Fails with Errc::syntax (reason "fingerprint") when its SHA-256, or that of its
/// key, is not the one that the facts state.
Result<Bytes> build_der(const CertificateFacts& facts);

/// facts_of takes a certificate apart. Fails with Errc::unsupported when something in it has no facts form; what it
/// returns always builds to the same bytes.
Result<CertificateFacts> facts_of(const Certificate& certificate);

}  // namespace odca::facts
