// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/extensions.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "der/writer.h"
#include "x509/general_name.h"
#include "x509/reading.h"

namespace odca {
namespace {

struct Named {
  std::string_view oid;
  std::string_view name;
};
constexpr std::array<Named, 20> kNames{{{oid::kSubjectKeyIdentifier, "subjectKeyIdentifier"},
                                        {oid::kKeyUsage, "keyUsage"},
                                        {oid::kSubjectAltName, "subjectAltName"},
                                        {"2.5.29.18", "issuerAltName"},
                                        {oid::kBasicConstraints, "basicConstraints"},
                                        {"2.5.29.20", "cRLNumber"},
                                        {"2.5.29.21", "reasonCode"},
                                        {"2.5.29.24", "invalidityDate"},
                                        {"2.5.29.27", "deltaCRLIndicator"},
                                        {"2.5.29.28", "issuingDistributionPoint"},
                                        {"2.5.29.29", "certificateIssuer"},
                                        {oid::kNameConstraints, "nameConstraints"},
                                        {oid::kCrlDistributionPoints, "cRLDistributionPoints"},
                                        {oid::kCertificatePolicies, "certificatePolicies"},
                                        {oid::kPolicyMappings, "policyMappings"},
                                        {oid::kAuthorityKeyIdentifier, "authorityKeyIdentifier"},
                                        {oid::kPolicyConstraints, "policyConstraints"},
                                        {oid::kExtendedKeyUsage, "extKeyUsage"},
                                        {oid::kInhibitAnyPolicy, "inhibitAnyPolicy"},
                                        {oid::kAuthorityInfoAccess, "authorityInfoAccess"}}};

Error too_many_points(std::size_t limit) {
  Error error = too_many("distribution points and names in them", limit);
  error.reason = "too-many-points";
  return error;
}

// Names of a distribution point: URIs are kept as text, directory names as names; other kinds are ignored.
Status read_point_names(ByteView contents, std::vector<std::string>* uris, std::vector<Name>& directory_names,
                        PointRoom& room) {
  der::Reader reader(contents);
  if (reader.at_end()) return malformed("general name", "at least one name");
  while (!reader.at_end()) {
    if (!room.take()) return too_many_points(room.limit);
    ODCA_TRY_ASSIGN(const GeneralNameView name, view_general_name(reader));
    if (name.kind == GeneralName::Kind::uri && uris != nullptr) uris->emplace_back(as_text(name.value));
    if (name.kind != GeneralName::Kind::directory) continue;
    ODCA_TRY_ASSIGN(Name directory_name, Name::from_der(name.value));
    directory_names.push_back(std::move(directory_name));
  }
  return {};
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0] …, reasons [1] …, cRLIssuer [2] … }, all optional.
Result<DistributionPoint> read_distribution_point(ByteView contents, PointRoom& room) {
  DistributionPoint point;
  der::Reader reader(contents);
  const auto name = reader.read(der::context_constructed(0));
  if (name) ODCA_TRY(read_point_name(name->contents, point, room));
  if (const auto reasons = reader.read(der::context(1))) {
    const auto listed = read_reasons(reasons->contents);
    if (!listed) return malformed("reasons", "a BIT STRING of reasons");
    point.has_reasons = true;
    point.reasons = *listed;
  }
  const auto issuer = reader.read(der::context_constructed(2));
  if (issuer) {
    ODCA_TRY(read_point_names(issuer->contents, nullptr, point.crl_issuers, room));
    // "The certificate issuer … MUST include … the X.500 distinguished name of the CRL issuer": one without a
    // directory name would look like a direct CRL.
    if (point.crl_issuers.empty()) return malformed("cRLIssuer", "a directory name");
  }
  if (!reader.at_end()) return malformed("distribution point", "its three parts in order");
  // RFC 5280 4.2.1.13: "a DistributionPoint MUST NOT consist of only the reasons field".
  if (!name && !issuer) return malformed("distribution point", "a name or a CRL issuer");
  return point;
}

}  // namespace

std::string extension_name(std::string_view oid) {
  const auto* const found =
      std::find_if(kNames.begin(), kNames.end(), [oid](const Named& each) { return each.oid == oid; });
  return std::string(found == kNames.end() ? oid : found->name);
}

Error malformed_extension(std::string_view oid, std::string_view expected) {
  return {.code = Errc::syntax,
          .message = cat("malformed extension ", quote(extension_name(oid)), ": expected ", expected),
          .hint = "the file is damaged or made by faulty software; get it again from its source",
          .reason = "malformed-extension"};
}

Error in_extension(std::string_view oid, Error error) {
  const bool too_much = error.code == Errc::limit;
  error.message =
      cat(too_much ? "extension " : "malformed extension ", quote(extension_name(oid)), ": ", error.message);
  if (!too_much) error.reason = "malformed-extension";
  return error;
}

Error too_many(std::string_view things, std::size_t limit) {
  return {.code = Errc::limit,
          .message = cat("more than ", limit, ' ', things),
          .hint = "nothing genuine has that many",
          .reason = "too-many"};
}

Error extension_twice(std::string_view oid) {
  return {.message = cat("duplicate extension ", quote(extension_name(oid))),
          .hint = "RFC 5280 4.2 forbids it: it is undefined which one counts",
          .reason = "duplicate-extension"};
}

// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
Result<ExtensionView> view_extension(der::Reader& list) {
  const auto sequence = list.read(der::kSequence);
  if (!sequence) return malformed("extensions", "a SEQUENCE for every extension");
  der::Reader reader(sequence->contents);
  const auto identifier = reader.read(der::kObjectIdentifier);
  if (!identifier || !der::is_oid(identifier->contents)) return malformed("extension", "its object identifier");
  ExtensionView extension{.oid = identifier->contents};
  if (reader.next_is(der::kBoolean)) {
    const auto element = reader.read(der::kBoolean);
    const auto critical = element ? der::boolean(element->contents) : std::nullopt;
    if (!critical) return malformed_extension(der::oid_text(extension.oid), "a BOOLEAN for its critical flag");
    extension.critical = *critical;
    // X.690 11.5: a default value is not encoded. Differs: genuine certificates write FALSE, so it is only recorded.
    extension.explicit_false = !*critical;
  }
  const auto value = reader.read(der::kOctetString);
  if (!value || !reader.at_end())
    return malformed_extension(der::oid_text(extension.oid), "an OCTET STRING, and nothing behind it");
  extension.value = value->contents;
  return extension;
}

Result<std::vector<Extension>> read_extensions(ByteView contents, std::size_t limit, std::vector<Oddity>& oddities) {
  der::Reader reader(contents);
  if (reader.at_end()) return malformed("extensions", "at least one extension");
  std::vector<Extension> extensions;
  std::set<std::string_view> seen;
  while (!reader.at_end()) {
    if (extensions.size() == limit)
      return Error{.code = Errc::limit,
                   .message = cat("more than ", limit, " extensions"),
                   .hint = "no genuine certificate has that many",
                   .reason = "too-big"};
    ODCA_TRY_ASSIGN(const ExtensionView view, view_extension(reader));
    Extension extension{.oid = der::oid_text(view.oid), .critical = view.critical, .value = to_bytes(view.value)};
    // RFC 5280 4.2: "A certificate MUST NOT include more than one instance of a particular extension."
    if (!seen.insert(as_text(view.oid)).second) return extension_twice(extension.oid);
    if (view.explicit_false)
      oddities.push_back({Oddity::Kind::explicit_false, extension_name(extension.oid) + ".critical"});
    extensions.push_back(std::move(extension));
  }
  return extensions;
}

Result<AuthorityKeyIdentifier> read_authority_key_id(ByteView value) {
  const auto sequence = der::read_only(value, der::kSequence);
  if (!sequence) return malformed("key identifier", "a SEQUENCE");
  AuthorityKeyIdentifier identifier;
  der::Reader reader(sequence->contents);
  if (const auto key_id = reader.read(der::context(0))) identifier.key_id = to_bytes(key_id->contents);
  if (const auto issuer = reader.read(der::context_constructed(1))) {
    ODCA_TRY(check_general_names(issuer->contents));
    identifier.has_issuer = true;
  }
  if (const auto serial = reader.read(der::context(2))) {
    if (!der::is_integer(serial->contents)) return malformed("serial number", "an INTEGER");
    identifier.has_serial = true;
  }
  if (!reader.at_end()) return malformed("key identifier", "its three parts in order");
  return identifier;
}

Status read_point_name(ByteView contents, DistributionPoint& point, PointRoom& room) {
  point.has_name = true;
  der::Reader reader(contents);
  const auto name = reader.read();
  if (!name || !reader.at_end()) return malformed("distribution point name", "one name");
  if (name->tag == der::context_constructed(0))
    return read_point_names(name->contents, &point.uris, point.full_names, room);
  // A RelativeDistinguishedName, implicitly tagged: a SET that alone forms a name.
  const bool relative = name->tag == der::context_constructed(1);
  if (!relative || !Name::from_der(der::sequence({der::value(der::kSet, name->contents)})))
    return malformed("distribution point name", "a full name or a name relative to the issuer");
  point.has_relative_name = true;
  point.relative_name = to_bytes(name->contents);
  return {};
}

std::optional<Name> relative_to(const Name& issuer, ByteView rdn) {
  const auto sequence = der::read_only(issuer.der(), der::kSequence);
  if (!sequence) return std::nullopt;
  auto name = Name::from_der(der::sequence({to_bytes(sequence->contents), der::value(der::kSet, rdn)}));
  if (!name) return std::nullopt;
  return *std::move(name);
}

Result<std::vector<DistributionPoint>> read_distribution_points(ByteView value, std::size_t limit) {
  const auto sequence = der::read_only(value, der::kSequence);
  if (!sequence || sequence->contents.empty()) return malformed("distribution points", "at least one");
  std::vector<DistributionPoint> points;
  PointRoom room{.limit = limit};
  der::Reader reader(sequence->contents);
  while (!reader.at_end()) {
    const auto each = reader.read(der::kSequence);
    if (!each) return malformed("distribution points", "a SEQUENCE for every one");
    if (!room.take()) return too_many_points(limit);
    ODCA_TRY_ASSIGN(DistributionPoint point, read_distribution_point(each->contents, room));
    points.push_back(std::move(point));
  }
  return points;
}

std::optional<ReasonSet> read_reasons(ByteView contents) {
  const auto reasons = read_named_bits(contents);
  if (!reasons || !reasons->minimal) return std::nullopt;
  return reasons->bits & kAllReasons;
}

std::optional<NamedBits> read_named_bits(ByteView contents) {
  const auto string = der::bit_string(contents);
  if (!string || string->octets.size() > 2) return std::nullopt;
  NamedBits named;
  if (string->octets.empty()) return named;
  for (unsigned bit = 0; bit < string->octets.size() * 8; ++bit)
    if ((string->octets[bit / 8] >> (7 - bit % 8) & 1U) != 0)
      named.bits = static_cast<std::uint16_t>(named.bits | 1U << bit);                          // bit is at most 15
  const unsigned last = static_cast<unsigned>(string->octets.size()) * 8 - 1 - string->unused;  // at most two octets
  named.minimal = (named.bits >> last & 1U) != 0;
  return named;
}

}  // namespace odca
