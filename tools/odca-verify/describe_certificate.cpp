// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "base/text.h"
#include "describe.h"
#include "odca/digest.h"
#include "oid_names.h"
#include "rules/hardware_name.h"

namespace odca::cli {
namespace {

std::string_view kind_name(GeneralName::Kind kind) {
  switch (kind) {
    case GeneralName::Kind::other_name:
      return "otherName";
    case GeneralName::Kind::rfc822:
      return "rfc822Name";
    case GeneralName::Kind::dns:
      return "dNSName";
    case GeneralName::Kind::x400:
      return "x400Address";
    case GeneralName::Kind::directory:
      return "directoryName";
    case GeneralName::Kind::edi_party:
      return "ediPartyName";
    case GeneralName::Kind::uri:
      return "uniformResourceIdentifier";
    case GeneralName::Kind::ip:
      return "iPAddress";
    case GeneralName::Kind::registered_id:
      return "registeredID";
  }
  return "unknown";
}

Document describe_key_usage(std::uint16_t bits) {
  constexpr std::array<std::string_view, 9> kBits{"digitalSignature", "contentCommitment", "keyEncipherment",
                                                  "dataEncipherment", "keyAgreement",      "keyCertSign",
                                                  "cRLSign",          "encipherOnly",      "decipherOnly"};
  Document list = Document::list();
  for (std::size_t bit = 0; bit < kBits.size(); ++bit)
    if ((bits >> bit & 1U) != 0) list.add(Document::text(std::string(kBits[bit])));
  return list;
}

Document describe_alt_names(const std::vector<GeneralName>& names) {
  Document list = Document::list();
  for (const GeneralName& name : names) {
    Document entry = Document::members();
    entry.add("kind", std::string(kind_name(name.kind)));
    const std::string text = name.text();
    if (!text.empty()) entry.add("name", text);
    if (text.empty() || name.kind == GeneralName::Kind::other_name) entry.add("value_hex", to_hex(name.value));
    list.add(std::move(entry));
  }
  return list;
}

Document describe_constraints(const BasicConstraints& constraints) {
  Document document = Document::members();
  document.add("ca", Document::truth(constraints.ca));
  return document.add("path_length",
                      constraints.path_len ? Document::number(*constraints.path_len) : Document::nothing());
}

Document named_oids(const std::vector<std::string>& oids) {
  Document list = Document::list();
  for (const std::string& oid : oids) list.add(Document::text(named_oid(oid)));
  return list;
}

/// decoded gives the meaning of an extension that the reader understands; the bytes of all others.
Document decoded(const CertificateFields& fields, const Extension& extension) {
  if (extension.oid == oid::kSubjectKeyIdentifier && fields.subject_key_id)
    return Document::text(to_hex(*fields.subject_key_id));
  if (extension.oid == oid::kAuthorityKeyIdentifier && fields.authority_key_id)
    return describe_authority_key(fields.authority_key_id);
  if (extension.oid == oid::kKeyUsage && fields.key_usage) return describe_key_usage(*fields.key_usage);
  if (extension.oid == oid::kBasicConstraints && fields.basic_constraints)
    return describe_constraints(*fields.basic_constraints);
  if (extension.oid == oid::kExtendedKeyUsage && fields.extended_key_usage)
    return named_oids(*fields.extended_key_usage);
  if (extension.oid == oid::kSubjectAltName && fields.subject_alt_names)
    return describe_alt_names(*fields.subject_alt_names);
  if (extension.oid == oid::kCertificatePolicies && !fields.policies.empty()) return named_oids(fields.policies);
  if (extension.oid == oid::kAuthorityInfoAccess && !fields.ca_issuer_uris.empty())
    return Document::list_of(fields.ca_issuer_uris);
  if (extension.oid == oid::kCrlDistributionPoints && !fields.crl_distribution_points.empty()) {
    Document list = Document::list();
    for (const DistributionPoint& point : fields.crl_distribution_points) list.add(describe_point(point));
    return list;
  }
  return Document::text("hex " + to_hex(extension.value));
}

Document describe_extensions(const CertificateFields& fields) {
  Document list = Document::list();
  for (const Extension& extension : fields.extensions) {
    Document entry = Document::members();
    entry.add("extension", named_oid(extension.oid)).add("critical", Document::truth(extension.critical));
    entry.add("value", decoded(fields, extension));
    list.add(std::move(entry));
  }
  return list;
}

/// key_identifier_method tells how the subject key identifier follows from the key (docs/hierarchy.md 5, RFC 7093).
std::string key_identifier_method(const CertificateFields& fields) {
  constexpr std::size_t kLength = 20;
  if (!fields.subject_key_id) return "no subject key identifier";
  if (fields.key.key_bits.empty()) return "not compared, the key cannot be read";
  const ByteView id = *fields.subject_key_id;
  const Fingerprint by_sha256 = sha256(fields.key.key_bits);
  if (equal(id, ByteView(by_sha256).first(kLength))) return "first 20 bytes of SHA-256 of the key (ODCA)";
  const Sha384Digest by_sha384 = sha384(fields.key.key_bits);
  if (equal(id, ByteView(by_sha384).first(kLength))) return "first 20 bytes of SHA-384 of the key (DICE)";
  if (equal(id, sha1(fields.key.key_bits))) return "SHA-1 of the key (RFC 5280 4.2.1.2)";
  return "does not follow from the key by any known method";
}

}  // namespace

std::string named_oid(std::string_view oid) {
  const std::string_view name = name_of_oid(oid);
  return name.empty() ? std::string(oid) : cat(oid, " (", name, ')');
}

Document describe_algorithm(const SignatureAlgorithm& algorithm) {
  Document document = Document::members();
  document.add("algorithm", named_oid(algorithm.oid));
  document.add("null_parameters", Document::truth(algorithm.null_parameters));
  return document.add("problem", algorithm.problem.empty() ? Document::nothing() : Document::text(algorithm.problem));
}

Document describe_public_key(const KeyInfo& key) {
  Document document = Document::members();
  document.add("kind", std::string(to_string(key.kind))).add("bits", Document::number(key.bits));
  document.add("algorithm", named_oid(key.algorithm_oid));
  return document.add("problem", key.problem.empty() ? Document::nothing() : Document::text(key.problem));
}

Document describe_authority_key(const std::optional<AuthorityKeyIdentifier>& authority) {
  if (!authority) return Document::nothing();
  Document document = Document::members();
  document.add("key_id", authority->key_id ? Document::text(to_hex(*authority->key_id)) : Document::nothing());
  document.add("has_issuer", Document::truth(authority->has_issuer));
  return document.add("has_serial", Document::truth(authority->has_serial));
}

Document describe_point(const DistributionPoint& point) {
  const auto names = [](const std::vector<Name>& list) {
    Document document = Document::list();
    for (const Name& name : list) document.add(Document::text(name.to_string()));
    return document;
  };
  Document document = Document::members();
  document.add("uris", Document::list_of(point.uris)).add("full_names", names(point.full_names));
  document.add("crl_issuers", names(point.crl_issuers)).add("has_reasons", Document::truth(point.has_reasons));
  return document.add("has_relative_name", Document::truth(point.has_relative_name));
}

Document describe_oddities(const std::vector<Oddity>& oddities) {
  Document list = Document::list();
  for (const Oddity& oddity : oddities) list.add(Document::text(cat(reason_of(oddity.kind), " in ", oddity.where)));
  return list;
}

Document describe_certificate(const Certificate& certificate) {
  const CertificateFields& fields = certificate.fields();
  Document document = Document::members();
  document.add("subject", fields.subject.to_string()).add("subject_meaning", describe_name_meaning(fields.subject));
  document.add("issuer", fields.issuer.to_string()).add("issuer_meaning", describe_name_meaning(fields.issuer));
  document.add("serial", to_hex(fields.serial)).add("not_before", format_time(fields.validity.not_before));
  document.add("not_after", format_time(fields.validity.not_after));
  document.add("sha256", to_hex(fields.sha256)).add("spki_sha256", to_hex(fields.spki_sha256));
  document.add("key_sha256",
               fields.key.key_bits.empty() ? Document::nothing() : Document::text(to_hex(sha256(fields.key.key_bits))));
  document.add("size", Document::number(fields.der.size()));
  document.add("key", describe_public_key(fields.key));
  document.add("key_identifier", key_identifier_method(fields));
  document.add("signature", describe_algorithm(fields.signature_algorithm));
  document.add("inner_signature_equal",
               Document::truth(equal(fields.inner_signature.der, fields.signature_algorithm.der)));
  document.add("extensions", describe_extensions(fields));
  const std::optional<Bytes> hardware = hardware_serial(certificate);
  document.add("hardware_serial", hardware ? Document::text(to_hex(*hardware)) : Document::nothing());
  document.add("unknown_critical_extensions", named_oids(fields.unknown_critical));
  document.add("constraints_present", named_oids(fields.constraints));
  return document.add("oddities", describe_oddities(fields.oddities));
}

}  // namespace odca::cli
