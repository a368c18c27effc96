// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/certificate.h"

#include <algorithm>

#include "base/text.h"
#include "odca/digest.h"
#include "x509/algorithm.h"
#include "x509/certificate_extensions.h"
#include "x509/extensions.h"
#include "x509/reading.h"

namespace odca {

ReasonId reason_of(Oddity::Kind kind) {
  constexpr ReasonId kNames[] = {
      "null-ecdsa-parameters", "explicit-false", "non-minimal-named-bits", "malformed-aia", "early-generalized-time",
      "unique-identifier",     "empty-list"};
  return kNames[static_cast<std::size_t>(kind)];  // in the order of the enumeration
}

namespace {

// Version ::= INTEGER { v1(0), v2(1), v3(2) }, [0] EXPLICIT, DEFAULT v1. Only v3 has extensions, which tell a
// CA from a leaf.
Status read_version(der::Reader& tbs) {
  const auto refused = [](std::string_view found) {
    return Error{.message = cat("certificate of version ", found, ", expected version 3"),
                 .hint = "certificates without extensions cannot be judged",
                 .reason = "version"};
  };
  const auto tagged = tbs.read(der::context_constructed(0));
  if (!tagged) return refused("1");
  const auto element = der::read_only(tagged->contents, der::kInteger);
  const auto version = element ? der::small_unsigned(element->contents) : std::nullopt;
  if (!version) return refused("unknown");
  constexpr std::uint32_t kV3 = 2;
  // The field counts from zero; the widened sum cannot wrap.
  if (*version != kV3) return refused(std::to_string(std::uint64_t{*version} + 1));
  return {};
}

Result<Name> read_name(der::Reader& tbs, std::string_view field) {
  const auto sequence = tbs.read(der::kSequence);
  if (!sequence) return malformed(field, "a name");
  auto name = Name::from_der(sequence->whole);
  if (!name) return std::move(name).error().in(std::string(field));
  return name;
}

// RFC 5280 4.1.2.5: "Conforming applications MUST be able to process validity dates that are encoded in either UTCTime
// or GeneralizedTime." A date before 2050 as GeneralizedTime violates a duty of the CA, and is recorded.
std::optional<Time> read_date(der::Reader& reader, std::string_view where, std::vector<Oddity>& oddities) {
  der::Reader strict = reader;
  const auto time = read_tolerant_time(reader);
  if (time && !read_time(strict)) oddities.push_back({Oddity::Kind::early_generalized_time, std::string(where)});
  return time;
}

Result<Validity> read_validity(der::Reader& tbs, std::vector<Oddity>& oddities) {
  const auto sequence = tbs.read(der::kSequence);
  if (!sequence) return malformed("validity", "a SEQUENCE of two times");
  der::Reader reader(sequence->contents);
  const auto not_before = read_date(reader, "notBefore", oddities);
  if (!not_before) return malformed("notBefore", "a UTCTime or GeneralizedTime");
  const auto not_after = read_date(reader, "notAfter", oddities);
  if (!not_after) return malformed("notAfter", "a UTCTime or GeneralizedTime");
  if (!reader.at_end()) return malformed("validity", "a SEQUENCE of two times");
  return Validity{.not_before = *not_before, .not_after = *not_after};
}

void note_null_parameters(const SignatureAlgorithm& algorithm, std::string_view where, std::vector<Oddity>& oddities) {
  if (algorithm.null_parameters) oddities.push_back({Oddity::Kind::null_ecdsa_parameters, std::string(where)});
}

// UniqueIdentifier ::= BIT STRING, [1] and [2] IMPLICIT. RFC 5280 4.1.2.8: "Applications conforming to this profile
// SHOULD be capable of parsing certificates that include unique identifiers, but there are no processing requirements".
Status read_unique_identifiers(der::Reader& tbs, std::vector<Oddity>& oddities) {
  for (const auto& [number, field] : {std::pair{1, "issuerUniqueID"}, std::pair{2, "subjectUniqueID"}}) {
    const auto element = tbs.read(der::context(static_cast<unsigned>(number)));  // 1 or 2
    if (!element) continue;
    if (!der::bit_string(element->contents)) return malformed(field, "a BIT STRING");
    oddities.push_back({Oddity::Kind::unique_identifier, field});
  }
  return {};
}

// Extensions, [3] EXPLICIT, the last field of a TBSCertificate.
Status read_extension_field(der::Reader& tbs, const ParseLimits& limits, CertificateFields& fields) {
  ODCA_TRY(read_unique_identifiers(tbs, fields.oddities));
  if (tbs.at_end()) return {};
  const auto tagged = tbs.read(der::context_constructed(3));
  if (!tagged || !tbs.at_end()) return malformed("tbsCertificate", "extensions as its last field");
  const auto sequence = der::read_only(tagged->contents, der::kSequence);
  if (!sequence) return malformed("extensions", "a SEQUENCE");
  ODCA_TRY_ASSIGN(fields.extensions, read_extensions(sequence->contents, limits.extensions, fields.oddities));
  return read_known_extensions(limits, fields);
}

// TBSCertificate, RFC 5280 4.1.
Status read_tbs(ByteView contents, const ParseLimits& limits, CertificateFields& fields) {
  der::Reader tbs(contents);
  ODCA_TRY(read_version(tbs));
  const auto serial = tbs.read(der::kInteger);
  if (!serial) return malformed("serialNumber", "an INTEGER");
  fields.serial = to_bytes(serial->contents);
  auto algorithm = read_signature_algorithm(tbs);
  if (!algorithm) return malformed("signature", "an AlgorithmIdentifier");
  fields.inner_signature = *std::move(algorithm);
  note_null_parameters(fields.inner_signature, "signature", fields.oddities);
  ODCA_TRY_ASSIGN(fields.issuer, read_name(tbs, "issuer"));
  ODCA_TRY_ASSIGN(fields.validity, read_validity(tbs, fields.oddities));
  ODCA_TRY_ASSIGN(fields.subject, read_name(tbs, "subject"));
  const auto spki = tbs.read(der::kSequence);
  if (!spki) return malformed("subjectPublicKeyInfo", "a SEQUENCE");
  fields.spki = to_bytes(spki->whole);
  fields.spki_sha256 = sha256(fields.spki);
  fields.key = describe_key(fields.spki);
  return read_extension_field(tbs, limits, fields);
}

// Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
Status read_certificate(ByteView der, const ParseLimits& limits, CertificateFields& fields) {
  const auto certificate = der::read_only(der, der::kSequence);
  if (!certificate) return malformed("certificate", "a SEQUENCE");
  der::Reader reader(certificate->contents);
  const auto tbs = reader.read(der::kSequence);
  if (!tbs) return malformed("tbsCertificate", "a SEQUENCE");
  ODCA_TRY(read_tbs(tbs->contents, limits, fields));
  auto algorithm = read_signature_algorithm(reader);
  if (!algorithm) return malformed("signatureAlgorithm", "an AlgorithmIdentifier");
  const auto element = reader.read(der::kBitString);
  const auto signature = element ? der::bit_string(element->contents) : std::nullopt;
  if (!signature || signature->unused != 0) return malformed("signatureValue", "a BIT STRING of whole octets");
  if (!reader.at_end()) return malformed("certificate", "nothing behind the signature");

  fields.signature_algorithm = *std::move(algorithm);
  note_null_parameters(fields.signature_algorithm, "signatureAlgorithm", fields.oddities);
  fields.signature = to_bytes(signature->octets);
  fields.tbs = to_bytes(tbs->whole);
  fields.der = to_bytes(der);
  fields.sha256 = sha256(der);
  return {};
}

}  // namespace

Result<Certificate> Certificate::from_der(ByteView der, const ParseLimits& limits) {
  ODCA_TRY(check_input("certificate", der, limits));
  auto fields = std::make_shared<CertificateFields>();
  ODCA_TRY(read_certificate(der, limits, *fields));
  return Certificate(std::move(fields));
}

const Extension* Certificate::find_extension(std::string_view oid) const {
  const auto found = std::find_if(fields_->extensions.begin(), fields_->extensions.end(),
                                  [oid](const Extension& each) { return each.oid == oid; });
  return found == fields_->extensions.end() ? nullptr : &*found;
}

}  // namespace odca
