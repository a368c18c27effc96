// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// From facts to DER.
#include <algorithm>

#include "base/text.h"
#include "der/writer.h"
#include "facts/facts.h"
#include "facts/vocabulary.h"
#include "odca/digest.h"

namespace odca::facts {
namespace {

constexpr std::string_view kEcPublicKey = "1.2.840.10045.2.1";       // RFC 5480 2.1.1
constexpr std::string_view kRsaEncryption = "1.2.840.113549.1.1.1";  // RFC 8017 A.1
constexpr std::string_view kCaIssuers = "1.3.6.1.5.5.7.48.2";        // RFC 5280 4.2.2.1
constexpr std::string_view kTpmSpecification = "2.23.133.2.16";      // TCG EK Credential Profile 3.1.2

Error bad(std::string message) { return {.code = Errc::syntax, .message = std::move(message), .reason = "facts"}; }

Result<Bytes> object_identifier(std::string_view dotted) {
  std::optional<Bytes> value = der::oid(dotted);
  if (!value) return bad(cat("expected an object identifier, found ", quote(dotted)));
  return *std::move(value);
}

std::string_view curve_oid(KeyKind curve) {
  switch (curve) {  // RFC 5480 2.1.1.1
    case KeyKind::ec_p256:
      return "1.2.840.10045.3.1.7";
    case KeyKind::ec_p384:
      return "1.3.132.0.34";
    case KeyKind::ec_p521:
      return "1.3.132.0.35";
    default:
      return {};
  }
}

/// uri writes the uniformResourceIdentifier choice of GeneralName.
Bytes uri(std::string_view text) { return der::implicit_tag(6, as_bytes(text)); }

/// directory_name writes the directoryName choice: a Name is itself a CHOICE, so the tag is explicit.
Result<Bytes> directory_name(const NameFacts& name) {
  ODCA_TRY_ASSIGN(const Bytes whole, build_name(name));
  return der::explicit_tag(4, whole);
}

Result<Bytes> algorithm(const AlgorithmFacts& facts) {
  if (!name_of(algorithm_words(), facts.kind)) return bad("expected an ECDSA signature algorithm");
  ODCA_TRY_ASSIGN(Bytes oid, object_identifier(algorithm_oid(facts.kind)));
  if (facts.parameters == AlgorithmFacts::Parameters::absent) return der::sequence({oid});
  return der::sequence({oid, der::null()});
}

// The contents of an extnValue, one function for each kind of extension.

Result<Bytes> content(const SubjectKeyIdentifierFacts& facts) { return der::octet_string(facts.key_id); }

Result<Bytes> content(const AuthorityKeyIdentifierFacts& facts) {
  return der::sequence({der::implicit_tag(0, facts.key_id)});
}

Result<Bytes> content(const KeyUsageFacts& facts) {
  std::uint16_t bits = 0;
  unsigned needed = 0;
  for (const KeyUsage usage : facts.usages) {
    const auto bit = static_cast<unsigned>(usage);        // 0 to 8
    bits = static_cast<std::uint16_t>(bits | 1U << bit);  // at most nine bits
    needed = std::max(needed, bit + 1);
  }
  if (!facts.bit_length) return der::named_bits(bits);
  const unsigned length = *facts.bit_length;
  if (length <= needed || length > 16) return bad(cat("a bit list of ", length, " bits is not longer than needed"));
  Bytes value((length + 7) / 8 + 1);  // the first octet counts the unused bits
  value[0] = static_cast<std::uint8_t>((8 - length % 8) % 8);
  for (unsigned bit = 0; bit < needed; ++bit)
    if ((bits >> bit & 1U) != 0) value[1 + bit / 8] |= static_cast<std::uint8_t>(0x80U >> bit % 8);
  return der::value(der::kBitString, value);
}

Result<Bytes> content(const BasicConstraintsFacts& facts) {
  std::vector<Bytes> members;
  if (facts.ca != BasicConstraintsFacts::Ca::absent)
    members.push_back(der::boolean_value(facts.ca == BasicConstraintsFacts::Ca::yes));
  if (facts.path_len) members.push_back(der::integer(*facts.path_len));
  return der::sequence(members);
}

Result<Bytes> content(const ExtendedKeyUsageFacts& facts) {
  std::vector<Bytes> members;
  for (const std::string& purpose : facts.purposes) {
    ODCA_TRY_ASSIGN(Bytes oid, object_identifier(purpose));
    members.push_back(std::move(oid));
  }
  return der::sequence(members);
}

Result<Bytes> content(const AuthorityInfoAccessFacts& facts) {
  ODCA_TRY_ASSIGN(const Bytes method, object_identifier(kCaIssuers));
  std::vector<Bytes> members;
  for (const std::string& address : facts.ca_issuers) members.push_back(der::sequence({method, uri(address)}));
  return der::sequence(members);
}

Result<Bytes> point(const PointFacts& facts) {
  std::vector<Bytes> uris;
  for (const std::string& address : facts.uris) uris.push_back(uri(address));
  // RFC 5280 4.2.1.13: distributionPoint [0] of the CHOICE fullName [0]; cRLIssuer [2].
  std::vector<Bytes> members{der::explicit_tag(0, der::explicit_tag(0, der::join(uris)))};
  std::vector<Bytes> issuers;
  for (const NameFacts& name : facts.crl_issuers) {
    ODCA_TRY_ASSIGN(Bytes issuer, directory_name(name));
    issuers.push_back(std::move(issuer));
  }
  if (!issuers.empty()) members.push_back(der::explicit_tag(2, der::join(issuers)));
  return der::sequence(members);
}

Result<Bytes> content(const CrlDistributionPointsFacts& facts) {
  std::vector<Bytes> members;
  for (const PointFacts& one : facts.points) {
    ODCA_TRY_ASSIGN(Bytes member, point(one));
    members.push_back(std::move(member));
  }
  return der::sequence(members);
}

Result<Bytes> content(const CertificatePoliciesFacts& facts) {
  std::vector<Bytes> members;
  for (const std::string& policy : facts.policies) {
    ODCA_TRY_ASSIGN(Bytes oid, object_identifier(policy));
    members.push_back(der::sequence({oid}));
  }
  return der::sequence(members);
}

Result<Bytes> general_name(const HardwareModuleFacts& facts) {
  ODCA_TRY_ASSIGN(Bytes form, object_identifier(oid::kHardwareModuleName));
  ODCA_TRY_ASSIGN(Bytes type, object_identifier(facts.type));
  const Bytes module = der::sequence({type, der::octet_string(facts.serial)});
  // RFC 5280 4.2.1.6: otherName [0] IMPLICIT SEQUENCE { type-id, value [0] EXPLICIT }.
  return der::explicit_tag(0, der::join(std::vector<Bytes>{form, der::explicit_tag(0, module)}));
}

Result<Bytes> general_name(const DirectoryNameFacts& facts) { return directory_name(facts.name); }

Result<Bytes> content(const SubjectAltNameFacts& facts) {
  std::vector<Bytes> members;
  for (const auto& name : facts.names) {
    ODCA_TRY_ASSIGN(Bytes member, std::visit([](const auto& one) { return general_name(one); }, name));
    members.push_back(std::move(member));
  }
  return der::sequence(members);
}

Result<Bytes> content(const TpmSpecificationFacts& facts) {
  ODCA_TRY_ASSIGN(const Bytes type, object_identifier(kTpmSpecification));
  const Bytes specification = der::sequence(
      {der::string_value(der::kUtf8String, facts.family), der::integer(facts.level), der::integer(facts.revision)});
  return der::sequence({der::sequence({type, der::set_of({specification})})});
}

std::string_view oid_of(const SubjectKeyIdentifierFacts&) { return oid::kSubjectKeyIdentifier; }
std::string_view oid_of(const AuthorityKeyIdentifierFacts&) { return oid::kAuthorityKeyIdentifier; }
std::string_view oid_of(const KeyUsageFacts&) { return oid::kKeyUsage; }
std::string_view oid_of(const BasicConstraintsFacts&) { return oid::kBasicConstraints; }
std::string_view oid_of(const ExtendedKeyUsageFacts&) { return oid::kExtendedKeyUsage; }
std::string_view oid_of(const AuthorityInfoAccessFacts&) { return oid::kAuthorityInfoAccess; }
std::string_view oid_of(const CrlDistributionPointsFacts&) { return oid::kCrlDistributionPoints; }
std::string_view oid_of(const CertificatePoliciesFacts&) { return oid::kCertificatePolicies; }
std::string_view oid_of(const SubjectAltNameFacts&) { return oid::kSubjectAltName; }
std::string_view oid_of(const TpmSpecificationFacts&) { return kSubjectDirectoryAttributes; }

Result<Bytes> whole_extension(const ExtensionFacts& facts) {
  ODCA_TRY_ASSIGN(Bytes oid, object_identifier(extension_oid(facts)));
  ODCA_TRY_ASSIGN(const Bytes inner, build_extension(facts));
  std::vector<Bytes> members{std::move(oid)};
  if (facts.critical != ExtensionFacts::Critical::no)
    members.push_back(der::boolean_value(facts.critical == ExtensionFacts::Critical::yes));
  members.push_back(der::octet_string(inner));
  return der::sequence(members);
}

Result<Bytes> validity(const Validity& facts) {
  const std::optional<Bytes> from = der::time_value(facts.not_before);
  const std::optional<Bytes> until = der::time_value(facts.not_after);
  if (!from || !until) return bad("expected dates in the years 0001 to 9999");
  return der::sequence({*from, *until});
}

Result<Bytes> to_be_signed(const CertificateFacts& facts) {
  const std::optional<Bytes> serial = der::integer_from_contents(facts.serial);
  if (!serial) return bad(cat("expected a serial number in the fewest octets, found ", quote(to_hex(facts.serial))));
  std::vector<Bytes> members{der::explicit_tag(0, der::integer(2)), *serial};  // version 3 is written as 2
  const auto append = [&members](Result<Bytes> part) -> Status {
    if (!part) return std::move(part).error();
    members.push_back(*std::move(part));
    return {};
  };
  ODCA_TRY(append(algorithm(facts.inner_algorithm)));
  ODCA_TRY(append(build_name(facts.issuer)));
  ODCA_TRY(append(validity(facts.validity)));
  ODCA_TRY(append(build_name(facts.subject)));
  ODCA_TRY(append(build_key(facts.key)));
  std::vector<Bytes> extensions;
  for (const ExtensionFacts& extension : facts.extensions) {
    ODCA_TRY_ASSIGN(Bytes one, whole_extension(extension));
    extensions.push_back(std::move(one));
  }
  if (!extensions.empty()) members.push_back(der::explicit_tag(3, der::sequence(extensions)));
  return der::sequence(members);
}

}  // namespace

std::string_view extension_oid(const ExtensionFacts& extension) {
  return std::visit([](const auto& facts) { return oid_of(facts); }, extension.content);
}

Result<Bytes> build_extension(const ExtensionFacts& extension) {
  return std::visit([](const auto& facts) { return content(facts); }, extension.content);
}

Result<Bytes> build_name(const NameFacts& name) {
  std::vector<Bytes> relative_names;
  std::vector<Bytes> members;
  for (std::size_t i = 0; i < name.size(); ++i) {
    ODCA_TRY_ASSIGN(const Bytes type, object_identifier(name[i].type));
    members.push_back(der::sequence({type, der::string_value(name[i].string_tag, name[i].value)}));
    if (i + 1 < name.size() && name[i + 1].rdn == name[i].rdn) continue;
    relative_names.push_back(der::set_of(members));
    members.clear();
  }
  return der::sequence(relative_names);
}

Result<Bytes> build_key(const KeyFacts& key) {
  if (const auto* const rsa = std::get_if<RsaKeyFacts>(&key)) {
    ODCA_TRY_ASSIGN(const Bytes oid, object_identifier(kRsaEncryption));
    const Bytes numbers =
        der::sequence({der::integer_from_magnitude(rsa->modulus), der::integer_from_magnitude(rsa->exponent)});
    return der::sequence({der::sequence({oid, der::null()}), der::bit_string_value(numbers)});
  }
  const auto& ec = std::get<EcKeyFacts>(key);
  ODCA_TRY_ASSIGN(const Bytes oid, object_identifier(kEcPublicKey));
  ODCA_TRY_ASSIGN(const Bytes curve, object_identifier(curve_oid(ec.curve)));
  return der::sequence({der::sequence({oid, curve}), der::bit_string_value(ec.point)});
}

Result<Bytes> build_der(const CertificateFacts& facts) {
  ODCA_TRY_ASSIGN(const Bytes tbs, to_be_signed(facts));
  ODCA_TRY_ASSIGN(const Bytes outer, algorithm(facts.outer_algorithm));
  const Bytes signature =
      der::sequence({der::integer_from_magnitude(facts.signature_r), der::integer_from_magnitude(facts.signature_s)});
  Bytes whole = der::sequence({tbs, outer, der::bit_string_value(signature)});
  if (const Fingerprint found = sha256(whole); found != facts.sha256)
    return Error{.code = Errc::syntax,
                 .message = cat("the rebuilt certificate has another SHA-256: expected ", quote(to_hex(facts.sha256)),
                                ", found ", quote(to_hex(found))),
                 .hint =
                     "one of the facts is not the certificate's; compare them with 'cert-facts show' of the "
                     "published file",
                 .reason = "fingerprint"};
  ODCA_TRY_ASSIGN(const Bytes key, build_key(facts.key));
  if (const Fingerprint found = sha256(key); found != facts.spki_sha256)
    return Error{.code = Errc::syntax,
                 .message = cat("the key has another SHA-256: expected ", quote(to_hex(facts.spki_sha256)), ", found ",
                                quote(to_hex(found))),
                 .hint = "'spki_sha256' is the SHA-256 of the whole SubjectPublicKeyInfo",
                 .reason = "fingerprint"};
  return whole;
}

}  // namespace odca::facts
