// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/certificate_extensions.h"

#include <algorithm>
#include <array>

#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/reading.h"

namespace odca {
namespace {

// Purposes, or policies, of one certificate. Genuine ones have ten at most; five thousand fit into 16 KiB.
constexpr std::size_t kMostIdentifiers = 128;

// RFC 5280 4.2.1.2.
Status read_subject_key_id(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  const auto octets = der::read_only(extension.value, der::kOctetString);
  if (!octets || octets->contents.empty()) return malformed("key identifier", "a non-empty OCTET STRING");
  fields.subject_key_id = to_bytes(octets->contents);
  return {};
}

// RFC 5280 4.2.1.1.
Status read_authority(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  ODCA_TRY_ASSIGN(fields.authority_key_id, read_authority_key_id(extension.value));
  return {};
}

// RFC 5280 4.2.1.3.
Status read_key_usage(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  constexpr unsigned kNamedBits = static_cast<unsigned>(KeyUsage::decipher_only) + 1;
  const auto string = der::read_only(extension.value, der::kBitString);
  const auto usage = string ? read_named_bits(string->contents) : std::nullopt;
  // "When the keyUsage extension appears in a certificate, at least one of the bits MUST be set to 1." One without any
  // is read as it is: it allows no use of the key, which the rules about key usage refuse.
  if (!usage || usage->bits >> kNamedBits != 0) return malformed("usage", "a BIT STRING of at most nine bits");
  // Differs: X.690 11.2.2 wants trailing zero bits cut off; genuine TGL leaves keep them.
  if (!usage->minimal) fields.oddities.push_back({Oddity::Kind::non_minimal_named_bits, "keyUsage"});
  fields.key_usage = usage->bits;
  return {};
}

// RFC 5280 4.2.1.9: SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
Status read_basic_constraints(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  const auto sequence = der::read_only(extension.value, der::kSequence);
  if (!sequence) return malformed("constraints", "a SEQUENCE");
  BasicConstraints constraints;
  der::Reader reader(sequence->contents);
  if (reader.next_is(der::kBoolean)) {
    const auto element = reader.read(der::kBoolean);
    const auto ca = element ? der::boolean(element->contents) : std::nullopt;
    if (!ca) return malformed("cA", "a BOOLEAN");
    constraints.ca = *ca;
    // Differs: X.690 11.5 wants a default value left out; genuine leaves write SEQUENCE { BOOLEAN FALSE }.
    if (!constraints.ca) fields.oddities.push_back({Oddity::Kind::explicit_false, "basicConstraints.cA"});
  }
  if (!reader.at_end()) {
    const auto element = reader.read(der::kInteger);
    constraints.path_len = element ? der::small_unsigned(element->contents) : std::nullopt;
    if (!constraints.path_len) return malformed("pathLenConstraint", "a non-negative INTEGER of at most 32 bits");
  }
  if (!reader.at_end()) return malformed("constraints", "nothing behind pathLenConstraint");
  fields.basic_constraints = constraints;
  return {};
}

// RFC 5280 4.2.1.12.
Status read_extended_key_usage(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  const auto sequence = der::read_only(extension.value, der::kSequence);
  if (!sequence || sequence->contents.empty()) return malformed("purposes", "at least one object identifier");
  std::vector<std::string> purposes;
  der::Reader reader(sequence->contents);
  while (!reader.at_end()) {
    const auto purpose = reader.read(der::kObjectIdentifier);
    if (!purpose || !der::is_oid(purpose->contents)) return malformed("purposes", "object identifiers only");
    if (purposes.size() == kMostIdentifiers) return too_many("purposes", kMostIdentifiers);
    purposes.push_back(der::oid_text(purpose->contents));
  }
  fields.extended_key_usage = std::move(purposes);
  return {};
}

// RFC 5280 4.2.1.6.
Status read_subject_alt_names(const Extension& extension, const ParseLimits& limits, CertificateFields& fields) {
  const auto sequence = der::read_only(extension.value, der::kSequence);
  if (!sequence) return malformed("names", "a SEQUENCE");
  ODCA_TRY_ASSIGN(fields.subject_alt_names, read_general_names(sequence->contents, limits.general_names));
  return {};
}

// RFC 5280 4.2.1.13.
Status read_crl_distribution_points(const Extension& extension, const ParseLimits& limits, CertificateFields& fields) {
  ODCA_TRY_ASSIGN(fields.crl_distribution_points,
                  read_distribution_points(extension.value, limits.distribution_points));
  return {};
}

// RFC 5280 4.2.1.4. Qualifiers are checked and not kept.
Status read_policies(const Extension& extension, CertificateFields& fields) {
  const auto sequence = der::read_only(extension.value, der::kSequence);
  if (!sequence || sequence->contents.empty()) return malformed("policies", "at least one policy");
  der::Reader reader(sequence->contents);
  while (!reader.at_end()) {
    const auto information = reader.read(der::kSequence);
    if (!information) return malformed("policies", "a SEQUENCE for every policy");
    der::Reader inside(information->contents);
    const auto policy = inside.read(der::kObjectIdentifier);
    if (!policy || !der::is_oid(policy->contents)) return malformed("policies", "an object identifier");
    if (!inside.at_end()) {
      const auto qualifiers = inside.read(der::kSequence);
      if (!qualifiers || qualifiers->contents.empty() || !inside.at_end())
        return malformed("policies", "at least one qualifier, and nothing behind");
    }
    if (fields.policies.size() == kMostIdentifiers) return too_many("policies", kMostIdentifiers);
    fields.policies.push_back(der::oid_text(policy->contents));
  }
  return {};
}

// RFC 5280 4.2.2.1.
Result<std::vector<std::string>> ca_issuer_uris(ByteView value, std::size_t limit) {
  constexpr std::string_view kCaIssuers = "1.3.6.1.5.5.7.48.2";
  const auto sequence = der::read_only(value, der::kSequence);
  if (!sequence || sequence->contents.empty()) return malformed("access descriptions", "at least one");
  std::vector<std::string> uris;
  der::Reader reader(sequence->contents);
  while (!reader.at_end()) {
    if (uris.size() == limit) return too_many("addresses of issuers", limit);
    const auto description = reader.read(der::kSequence);
    if (!description) return malformed("access descriptions", "a SEQUENCE for every one");
    der::Reader inside(description->contents);
    const auto method = inside.read(der::kObjectIdentifier);
    if (!method || !der::is_oid(method->contents)) return malformed("access method", "an object identifier");
    ODCA_TRY_ASSIGN(const GeneralNameView location, view_general_name(inside));
    if (!inside.at_end()) return malformed("access description", "nothing behind the location");
    if (location.kind == GeneralName::Kind::uri && der::oid_text(method->contents) == kCaIssuers)
      uris.emplace_back(as_text(location.value));
  }
  return uris;
}

// Differs: a malformed one is only recorded, unless critical, because its addresses are not used here.
Status read_authority_info_access(const Extension& extension, const ParseLimits& limits, CertificateFields& fields) {
  auto uris = ca_issuer_uris(extension.value, limits.general_names);
  if (uris) {
    fields.ca_issuer_uris = *std::move(uris);
    return {};
  }
  if (extension.critical) return std::move(uris).error();
  fields.oddities.push_back({Oddity::Kind::malformed_aia, "authorityInfoAccess"});
  return {};
}

// Name constraints, policy constraints, mappings and inhibitAnyPolicy are refused unread: a rule refuses their
// presence, well formed or not.
Status note_constraint(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  fields.constraints.push_back(extension.oid);
  return {};
}

Status read_policies_and_note(const Extension& extension, const ParseLimits& /*limits*/, CertificateFields& fields) {
  if (extension.critical) fields.constraints.push_back(extension.oid);
  return read_policies(extension, fields);
}

struct Known {
  std::string_view oid;
  bool processed;  // when critical, something here or a rule of its own takes it into account
  Status (*read)(const Extension&, const ParseLimits&, CertificateFields&);
};
constexpr std::array<Known, 13> kKnown{{
    {oid::kSubjectKeyIdentifier, true, read_subject_key_id},
    {oid::kAuthorityKeyIdentifier, true, read_authority},
    {oid::kKeyUsage, true, read_key_usage},
    {oid::kBasicConstraints, true, read_basic_constraints},
    {oid::kExtendedKeyUsage, true, read_extended_key_usage},
    {oid::kSubjectAltName, true, read_subject_alt_names},
    {oid::kCrlDistributionPoints, true, read_crl_distribution_points},
    {oid::kCertificatePolicies, true, read_policies_and_note},
    {oid::kAuthorityInfoAccess, false, read_authority_info_access},
    {oid::kNameConstraints, true, note_constraint},
    {oid::kPolicyMappings, true, note_constraint},
    {oid::kPolicyConstraints, true, note_constraint},
    {oid::kInhibitAnyPolicy, true, note_constraint},
}};

}  // namespace

Status read_known_extensions(const ParseLimits& limits, CertificateFields& fields) {
  for (const Extension& extension : fields.extensions) {
    const auto* const known =
        std::find_if(kKnown.begin(), kKnown.end(), [&extension](const Known& row) { return row.oid == extension.oid; });
    if (extension.critical && (known == kKnown.end() || !known->processed))
      fields.unknown_critical.push_back(extension.oid);
    if (known == kKnown.end()) continue;
    if (auto read = known->read(extension, limits, fields); !read)
      return in_extension(extension.oid, std::move(read).error());
  }
  return {};
}

}  // namespace odca
