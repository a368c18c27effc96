// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/crl.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "odca/digest.h"
#include "x509/algorithm.h"
#include "x509/crl_extension_ids.h"
#include "x509/extensions.h"
#include "x509/reading.h"

namespace odca {
namespace {

// RFC 5280 5.2.3: "CRL verifiers MUST be able to handle CRLNumber values up to 20 octets."
constexpr std::size_t kNumberOctets = 20;

/// flaw records a violation of RFC 5280 that does not affect the entries, once for each kind: a CRL of a megabyte may
/// have one in every entry.
void flaw(CrlFields& fields, std::string text) {
  constexpr std::size_t kMost = 8;
  if (fields.flaws.size() == kMost) return;
  if (std::find(fields.flaws.begin(), fields.flaws.end(), text) == fields.flaws.end())
    fields.flaws.push_back(std::move(text));
}

/// note_deviation records an encoding deviation without effect (rule crl.duties), once for each kind and place.
void note_deviation(CrlFields& fields, Oddity::Kind kind, std::string_view where) {
  const auto same = [&](const Oddity& known) { return known.kind == kind && known.where == where; };
  if (std::none_of(fields.oddities.begin(), fields.oddities.end(), same))
    fields.oddities.push_back({kind, std::string(where)});
}

/// read_date reads a Time of either type: RFC 5280 5.1.2.4 demands UTCTime through 2049.
std::optional<Time> read_date(der::Reader& reader, CrlFields& fields, std::string_view where) {
  der::Reader strictly = reader;
  if (const auto time = read_time(strictly)) {
    reader = strictly;
    return time;
  }
  const auto time = read_tolerant_time(reader);
  if (time) note_deviation(fields, Oddity::Kind::early_generalized_time, where);
  return time;
}

std::optional<Bytes> read_number(ByteView value) {
  const auto element = der::read_only(value, der::kInteger);
  const auto magnitude = element ? der::magnitude(element->contents) : std::nullopt;
  if (!magnitude || magnitude->size() > kNumberOctets) return std::nullopt;
  return to_bytes(element->contents);
}

Status read_entries(ByteView contents, CrlFields& fields) {
  // RFC 5280 5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent." An empty
  // one means the same.
  if (contents.empty()) note_deviation(fields, Oddity::Kind::empty_list, "revokedCertificates");
  EntryNotes notes;
  ODCA_TRY_ASSIGN(fields.entries, RevokedEntries::from_der(contents, notes));
  for (const Error& each : notes.flaws) flaw(fields, cat("an entry: ", each.message));
  if (notes.explicit_false) note_deviation(fields, Oddity::Kind::explicit_false, "crlEntryExtensions.critical");
  if (notes.early_generalized_time) note_deviation(fields, Oddity::Kind::early_generalized_time, "revocationDate");
  fields.unknown_critical_of_entries = std::move(notes.unknown_critical);
  return {};
}

// BOOLEAN DEFAULT FALSE, [n] IMPLICIT. An explicit FALSE means the same as its absence.
bool read_flag(der::Reader& reader, unsigned n, bool& flag) {
  if (!reader.next_is(der::context(n))) return true;
  const auto element = reader.read(der::context(n));
  const auto truth = element ? der::boolean(element->contents) : std::nullopt;
  flag = truth.value_or(false);
  return truth.has_value();
}

// RFC 5280 5.2.5.
Status read_issuing_point(const Extension& extension, const ParseLimits& limits, CrlFields& fields) {
  const auto refused = [](std::string_view expected) {
    return malformed_extension(kIssuingDistributionPoint, expected);
  };
  const auto sequence = der::read_only(extension.value, der::kSequence);
  if (!sequence) return refused("a SEQUENCE");
  IssuingDistributionPoint idp{.der = extension.value, .critical = extension.critical};
  der::Reader reader(sequence->contents);
  if (const auto name = reader.read(der::context_constructed(0))) {
    idp.point.emplace();
    PointRoom room{.limit = limits.distribution_points};
    if (auto read = read_point_name(name->contents, *idp.point, room); !read)
      return in_extension(kIssuingDistributionPoint, std::move(read).error());
  }
  if (!read_flag(reader, 1, idp.only_user_certs) || !read_flag(reader, 2, idp.only_ca_certs))
    return refused("a BOOLEAN for every flag that is present");
  if (const auto reasons = reader.read(der::context(3))) {
    const auto listed = read_reasons(reasons->contents);
    if (!listed) return refused("a BIT STRING of reasons");
    idp.only_some_reasons = true;
    idp.reasons = *listed;
  }
  if (!read_flag(reader, 4, idp.indirect) || !read_flag(reader, 5, idp.only_attribute_certs))
    return refused("a BOOLEAN for every flag that is present");
  if (!reader.at_end()) return refused("its six parts in order");
  fields.issuing_distribution_point = std::move(idp);
  const IssuingDistributionPoint& kept = *fields.issuing_distribution_point;
  // "Conforming CRLs issuers MUST NOT issue CRLs where the DER encoding of the issuing distribution point extension is
  // an empty sequence", and at most one of the flags that narrow the scope may be set.
  if (sequence->contents.empty()) return refused("a SEQUENCE that is not empty");
  if (int{kept.only_user_certs} + int{kept.only_ca_certs} + int{kept.only_attribute_certs} > 1)
    return refused("at most one of the flags that narrow the scope");
  return {};
}

Status read_crl_number(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  fields.number = read_number(extension.value);
  if (!fields.number) return malformed_extension(kCrlNumber, "a non-negative INTEGER of at most 20 octets");
  fields.number_critical = extension.critical;
  return {};
}

Status read_delta_indicator(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  fields.is_delta = true;
  fields.base_number = read_number(extension.value);
  if (!fields.base_number)
    return malformed_extension(kDeltaCrlIndicator, "a non-negative INTEGER of at most 20 octets");
  return {};
}

Status read_authority(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  auto identifier = read_authority_key_id(extension.value);
  if (!identifier) return in_extension(extension.oid, std::move(identifier).error());
  fields.authority_key_id = *std::move(identifier);
  return {};
}

struct KnownExtension {
  std::string_view oid;
  Status (*read)(const Extension&, const ParseLimits&, CrlFields&);
};
constexpr std::array<KnownExtension, 4> kKnownExtensions{{
    {oid::kAuthorityKeyIdentifier, read_authority},
    {kCrlNumber, read_crl_number},
    {kDeltaCrlIndicator, read_delta_indicator},
    {kIssuingDistributionPoint, read_issuing_point},
}};

// Extensions, [0] EXPLICIT, the last field of a TBSCertList.
void read_crl_extensions(ByteView tagged, const ParseLimits& limits, CrlFields& fields) {
  const auto sequence = der::read_only(tagged, der::kSequence);
  if (!sequence) return flaw(fields, "its extensions are not a SEQUENCE");
  auto extensions = read_extensions(sequence->contents, limits.extensions, fields.oddities);
  if (!extensions) return flaw(fields, extensions.error().message);
  fields.extensions = *std::move(extensions);
  for (const Extension& extension : fields.extensions) {
    const auto* const known =
        std::find_if(kKnownExtensions.begin(), kKnownExtensions.end(),
                     [&extension](const KnownExtension& row) { return row.oid == extension.oid; });
    if (known != kKnownExtensions.end()) {
      if (const Status read = known->read(extension, limits, fields); !read) flaw(fields, read.error().message);
    } else if (extension.critical) {
      fields.unknown_critical.push_back(extension.oid);
    }
  }
}

/// read_version: RFC 5280 5.1.2.1 demands version 2 (the integer 1) where there are extensions, and section 5 that
/// version 1, which has no such field, is processed too.
Status read_version(der::Reader& tbs, CrlFields& fields) {
  fields.version = 1;
  if (!tbs.next_is(der::kInteger)) return {};
  const auto version = tbs.read(der::kInteger);
  const auto number = version ? der::small_unsigned(version->contents) : std::nullopt;
  if (!number || *number > 255) return malformed("version", "the number of a version");
  fields.version = *number + 1;
  if (fields.version != 2) flaw(fields, cat("it is of version ", fields.version, ", expected version 2"));
  return {};
}

Status read_head(der::Reader& tbs, CrlFields& fields) {
  ODCA_TRY(read_version(tbs, fields));
  auto algorithm = read_signature_algorithm(tbs);
  if (!algorithm) return malformed("signature", "an AlgorithmIdentifier");
  fields.inner_signature = *std::move(algorithm);
  if (fields.inner_signature.null_parameters)
    fields.oddities.push_back({Oddity::Kind::null_ecdsa_parameters, "signature"});
  const auto issuer = tbs.read(der::kSequence);
  // RFC 5280 5.1.2.3: "The issuer field MUST contain a non-empty X.500 distinguished name".
  if (!issuer || issuer->contents.empty()) return malformed("issuer", "a name that is not empty");
  auto name = Name::from_der(issuer->whole);
  if (!name) return std::move(name).error().in("issuer");
  fields.issuer = *std::move(name);
  const auto this_update = read_date(tbs, fields, "thisUpdate");
  if (!this_update) return malformed("thisUpdate", "UTCTime or GeneralizedTime");
  fields.this_update = *this_update;
  return {};
}

// TBSCertList, RFC 5280 5.1.
Status read_tbs(ByteView contents, const ParseLimits& limits, CrlFields& fields) {
  der::Reader tbs(contents);
  ODCA_TRY(read_head(tbs, fields));
  if (tbs.next_is(der::kUtcTime) || tbs.next_is(der::kGeneralizedTime)) {
    fields.next_update = read_date(tbs, fields, "nextUpdate");
    if (!fields.next_update) flaw(fields, "its next update is no date");
  }
  if (const auto entries = tbs.read(der::kSequence)) ODCA_TRY(read_entries(entries->contents, fields));
  if (const auto tagged = tbs.read(der::context_constructed(0))) {
    if (fields.version == 1) flaw(fields, "it has extensions without being of version 2");
    read_crl_extensions(tagged->contents, limits, fields);
  }
  if (!tbs.at_end()) return malformed("tbsCertList", "its fields in order, and nothing behind");
  return {};
}

// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
Status read_crl(ByteView der, const ParseLimits& limits, CrlFields& fields) {
  const auto crl = der::read_only(der, der::kSequence);
  if (!crl) return malformed("CRL", "a SEQUENCE");
  der::Reader reader(crl->contents);
  const auto tbs = reader.read(der::kSequence);
  if (!tbs) return malformed("tbsCertList", "a SEQUENCE");
  ODCA_TRY(read_tbs(tbs->contents, limits, fields));
  auto algorithm = read_signature_algorithm(reader);
  if (!algorithm) return malformed("signatureAlgorithm", "an AlgorithmIdentifier");
  const auto element = reader.read(der::kBitString);
  const auto signature = element ? der::bit_string(element->contents) : std::nullopt;
  if (!signature || signature->unused != 0) return malformed("signatureValue", "a BIT STRING of whole octets");
  if (!reader.at_end()) return malformed("CRL", "nothing behind the signature");

  fields.signature_algorithm = *std::move(algorithm);
  if (fields.signature_algorithm.null_parameters)
    fields.oddities.push_back({Oddity::Kind::null_ecdsa_parameters, "signatureAlgorithm"});
  fields.signature = to_bytes(signature->octets);
  fields.tbs = to_bytes(tbs->whole);
  fields.der = to_bytes(der);
  fields.sha256 = sha256(der);
  return {};
}

}  // namespace

Result<Crl> Crl::from_der(ByteView der, const ParseLimits& limits) {
  ODCA_TRY(check_input("CRL", der, limits));
  auto fields = std::make_shared<CrlFields>();
  ODCA_TRY(read_crl(der, limits, *fields));
  return Crl(std::move(fields));
}

}  // namespace odca
