// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificate: an X.509 v3 certificate, strictly parsed into plain values. No signature is checked here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/name.h"
#include "odca/public_key.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca {

/// KeyUsage is one bit of KeyUsage (RFC 5280 4.2.1.3), numbered as there.
enum class KeyUsage : std::uint16_t {
  digital_signature = 0,
  content_commitment = 1,
  key_encipherment = 2,
  data_encipherment = 3,
  key_agreement = 4,
  key_cert_sign = 5,
  crl_sign = 6,
  encipher_only = 7,
  decipher_only = 8
};

struct BasicConstraints {
  bool ca = false;
  std::optional<std::uint32_t> path_len{};
};

struct AuthorityKeyIdentifier {
  std::optional<Bytes> key_id{};
  bool has_issuer = false;
  bool has_serial = false;
};

/// GeneralName is one GeneralName (RFC 5280 4.2.1.6): its kind and raw value. Text and name are decoded on demand,
/// since a certificate of 16 KiB can hold hundreds.
struct GeneralName {
  enum class Kind { other_name, rfc822, dns, x400, directory, edi_party, uri, ip, registered_id };
  Kind kind = Kind::other_name;
  Bytes value{};  ///< contents octets of the choice; for other_name the OID and value as encoded

  /// text is the text of DNS names, mail addresses, URIs, IP addresses (dotted or colon form), directory names and
  /// registered identifiers; empty for others. It is untrusted: escape it before printing.
  std::string text() const;
  /// name is the decoded directory name; empty for other kinds.
  std::optional<Name> name() const;
};

/// ReasonSet has bit n set for bit n of ReasonFlags (RFC 5280 4.2.1.13).
using ReasonSet = std::uint16_t;
/// kAllReasons are the named bits, from keyCompromise (1) to aACompromise (8); bit 0 is unused.
inline constexpr ReasonSet kAllReasons = 0x1FE;

struct DistributionPoint {
  bool has_name = false;  ///< the distributionPoint field is present, with names of any kind
  std::vector<std::string> uris{};
  std::vector<Name> full_names{};   ///< directoryName entries of fullName
  std::vector<Name> crl_issuers{};  ///< directoryName entries of cRLIssuer; not empty means an indirect CRL
  bool has_reasons = false;
  ReasonSet reasons = kAllReasons;  ///< those listed, or all if absent
  bool has_relative_name = false;
  Bytes relative_name{};  ///< contents of the RelativeDistinguishedName, relative to the CRL issuer's name
};

struct Extension {
  std::string oid{};
  bool critical = false;
  Bytes value{};  ///< contents of extnValue
};

/// Oddity is an encoding deviation from DER or RFC 5280 that occurs in genuine certificates or CRLs and is tolerated.
/// early_generalized_time in a certificate is tolerated only by ParseLimits.
struct Oddity {
  enum class Kind {
    null_ecdsa_parameters,
    explicit_false,
    non_minimal_named_bits,
    malformed_aia,
    early_generalized_time,
    unique_identifier,
    empty_list  ///< of a CRL
  };
  Kind kind = Kind::null_ecdsa_parameters;
  std::string where{};  ///< field: "signatureAlgorithm", "basicConstraints.cA", "keyUsage"
};

ReasonId reason_of(Oddity::Kind kind);  ///< "null-ecdsa-parameters"; stable

/// EarlyGeneralizedTime says whether a date before 2050 may be a GeneralizedTime, which RFC 5280 4.1.2.5 forbids. It is
/// tolerated only for roots of the operating system: Certum Trusted Network CA 2 has one.
enum class EarlyGeneralizedTime { refused, tolerated };

/// ParseLimits bound the parsing of one certificate or CRL; Limits (odca/limits.h) has the policy keys.
struct ParseLimits {
  std::size_t bytes = 16 * 1024;
  std::size_t depth = 24;
  std::size_t extensions = 64;
  std::size_t general_names = 1024;      ///< in one subject alternative name or authority information access
  std::size_t distribution_points = 64;  ///< points and the names in them, of one certificate or CRL
  EarlyGeneralizedTime early_generalized_time = EarlyGeneralizedTime::refused;
};

/// CertificateFields are the decoded fields of one certificate.
struct CertificateFields {
  Bytes der{};
  Bytes tbs{};  ///< the signed bytes, whole TLV
  Fingerprint sha256{};
  Bytes serial{};  ///< contents of the INTEGER as encoded (big endian, two's complement)
  SignatureAlgorithm inner_signature{};
  SignatureAlgorithm signature_algorithm{};
  Bytes signature{};  ///< contents of the BIT STRING without the unused-bits octet
  Name issuer{};
  Name subject{};
  Validity validity{};
  Bytes spki{};  ///< SubjectPublicKeyInfo, whole TLV
  Fingerprint spki_sha256{};
  KeyInfo key{};

  std::vector<Extension> extensions{};  ///< all, in order
  std::optional<Bytes> subject_key_id{};
  std::optional<AuthorityKeyIdentifier> authority_key_id{};
  std::optional<std::uint16_t> key_usage{};  ///< bit n set for KeyUsage n
  std::optional<BasicConstraints> basic_constraints{};
  std::optional<std::vector<std::string>> extended_key_usage{};  ///< OIDs
  std::optional<std::vector<GeneralName>> subject_alt_names{};
  std::vector<DistributionPoint> crl_distribution_points{};
  std::vector<std::string> ca_issuer_uris{};
  std::vector<std::string> policies{};
  std::vector<std::string> unknown_critical{};  ///< OIDs of unknown critical extensions
  std::vector<std::string> constraints{};       ///< OIDs present of nameConstraints, policyConstraints, policyMappings,
                                           ///< inhibitAnyPolicy (critical or not), and certificatePolicies if critical
  std::vector<Oddity> oddities{};
};

/// Certificate is immutable and cheap to copy (it shares its fields).
class Certificate {
 public:
  /// from_der parses exactly one certificate. Fails with a reason: "not-der", "too-big", "too-deep", "version",
  /// "duplicate-extension", "malformed-extension", "malformed", "trailing-bytes", "too-many-names", "too-many-points",
  /// "too-many".
  static Result<Certificate> from_der(ByteView der, const ParseLimits& limits = {});

  const CertificateFields& fields() const { return *fields_; }
  const CertificateFields* operator->() const { return fields_.get(); }

  bool is_ca() const { return fields_->basic_constraints && fields_->basic_constraints->ca; }
  /// allows is true when the key usage extension is absent or has the bit (RFC 5280 4.2.1.3).
  bool allows(KeyUsage usage) const {
    return !fields_->key_usage || (*fields_->key_usage >> static_cast<unsigned>(usage) & 1U) != 0;
  }
  /// self_issued is true when subject and issuer are the same name (RFC 5280 3.2).
  bool self_issued() const { return equal(fields_->subject.match_key(), fields_->issuer.match_key()); }
  /// find_extension returns nullptr when absent.
  const Extension* find_extension(std::string_view oid) const;

  bool operator==(const Certificate& other) const { return fields_->sha256 == other.fields_->sha256; }

 private:
  explicit Certificate(std::shared_ptr<const CertificateFields> fields) : fields_(std::move(fields)) {}
  std::shared_ptr<const CertificateFields> fields_;
};

namespace oid {
inline constexpr std::string_view kSubjectKeyIdentifier = "2.5.29.14";
inline constexpr std::string_view kKeyUsage = "2.5.29.15";
inline constexpr std::string_view kSubjectAltName = "2.5.29.17";
inline constexpr std::string_view kBasicConstraints = "2.5.29.19";
inline constexpr std::string_view kNameConstraints = "2.5.29.30";
inline constexpr std::string_view kCrlDistributionPoints = "2.5.29.31";
inline constexpr std::string_view kCertificatePolicies = "2.5.29.32";
inline constexpr std::string_view kPolicyMappings = "2.5.29.33";
inline constexpr std::string_view kAuthorityKeyIdentifier = "2.5.29.35";
inline constexpr std::string_view kPolicyConstraints = "2.5.29.36";
inline constexpr std::string_view kExtendedKeyUsage = "2.5.29.37";
inline constexpr std::string_view kInhibitAnyPolicy = "2.5.29.54";
inline constexpr std::string_view kAuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
inline constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1";
inline constexpr std::string_view kAnyExtendedKeyUsage = "2.5.29.37.0";
inline constexpr std::string_view kTcgEmbeddedCa = "2.23.133.8.12";
inline constexpr std::string_view kHardwareModuleName = "1.3.6.1.5.5.7.8.4";
}  // namespace oid

}  // namespace odca
