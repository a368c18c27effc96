#include "odca/crl.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "odca/digest.h"
#include "x509/algorithm.h"
#include "x509/crl_extension_ids.h"
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/reading.h"

namespace odca {
namespace {

// RFC 5280 5.2.3: "CRL verifiers MUST be able to handle CRLNumber values up to 20 octets."
constexpr std::size_t kNumberOctets = 20;

std::optional<Bytes> read_number(ByteView value) {
  const auto element = der::read_only(value, der::kInteger);
  const auto magnitude = element ? der::magnitude(element->contents) : std::nullopt;
  if (!magnitude || magnitude->size() > kNumberOctets) return std::nullopt;
  return to_bytes(element->contents);
}

Status read_entries(ByteView contents, CrlFields& fields) {
  // RFC 5280 5.1.2.6: "If … there are no revoked certificates, the revoked certificates list MUST be absent."
  if (contents.empty()) return malformed("revokedCertificates", "at least one, or no such field");
  EntryNotes notes;
  ODCA_TRY_ASSIGN(fields.entries, RevokedEntries::from_der(contents, notes));
  if (!notes.flaws.empty()) return std::move(notes.flaws.front());
  if (notes.early_generalized_time)
    return malformed("revocationDate", "UTCTime through 2049, GeneralizedTime from 2050");
  if (notes.explicit_false) fields.oddities.push_back({"explicit-false", "crlEntryExtensions.critical"});
  fields.unknown_critical_of_entries = std::move(notes.unknown_critical);
  return {};
}

// BOOLEAN DEFAULT FALSE, [n] IMPLICIT. An explicit FALSE is refused: no genuine CRL writes it.
bool read_flag(der::Reader& reader, unsigned n, bool& flag) {
  if (!reader.next_is(der::context(n))) return true;
  const auto element = reader.read(der::context(n));
  const auto truth = element ? der::boolean(element->contents) : std::nullopt;
  flag = true;
  return truth == true;
}

// RFC 5280 5.2.5.
Status read_issuing_point(const Extension& extension, const ParseLimits& limits, CrlFields& fields) {
  const auto refused = [](std::string_view expected) {
    return malformed_extension(kIssuingDistributionPoint, expected);
  };
  const auto sequence = der::read_only(extension.value, der::kSequence);
  // "Conforming CRLs issuers MUST NOT issue CRLs where the DER encoding of the issuing distribution point extension is
  // an empty sequence."
  if (!sequence || sequence->contents.empty()) return refused("a SEQUENCE that is not empty");
  IssuingDistributionPoint idp{.der = extension.value, .critical = extension.critical};
  der::Reader reader(sequence->contents);
  if (const auto name = reader.read(der::context_constructed(0))) {
    idp.point.emplace();
    PointRoom room{.limit = limits.distribution_points};
    if (auto read = read_point_name(name->contents, *idp.point, room); !read)
      return in_extension(kIssuingDistributionPoint, std::move(read).error());
  }
  if (!read_flag(reader, 1, idp.only_user_certs) || !read_flag(reader, 2, idp.only_ca_certs))
    return refused("TRUE for every flag that is present");
  if (const auto reasons = reader.read(der::context(3))) {
    if (!is_reason_list(reasons->contents)) return refused("a BIT STRING of reasons");
    idp.only_some_reasons = true;
  }
  if (!read_flag(reader, 4, idp.indirect) || !read_flag(reader, 5, idp.only_attribute_certs))
    return refused("TRUE for every flag that is present");
  if (!reader.at_end()) return refused("its six parts in order");
  if (int{idp.only_user_certs} + int{idp.only_ca_certs} + int{idp.only_attribute_certs} > 1)
    return refused("at most one of the flags that narrow the scope");
  fields.issuing_distribution_point = std::move(idp);
  return {};
}

Status read_crl_number(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  fields.number = read_number(extension.value);
  if (!fields.number) return malformed_extension(kCrlNumber, "a non-negative INTEGER of at most 20 octets");
  fields.number_critical = extension.critical;
  return {};
}

Status read_delta_indicator(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  if (!read_number(extension.value))
    return malformed_extension(kDeltaCrlIndicator, "a non-negative INTEGER of at most 20 octets");
  fields.is_delta = true;
  return {};
}

Status read_authority(const Extension& extension, const ParseLimits& /*limits*/, CrlFields& fields) {
  auto identifier = read_authority_key_id(extension.value);
  if (!identifier) return in_extension(extension.oid, std::move(identifier).error());
  fields.authority_key_id = *std::move(identifier);
  return {};
}

struct Known {
  std::string_view oid;
  Status (*read)(const Extension&, const ParseLimits&, CrlFields&);
};
constexpr std::array<Known, 4> kKnown{{
    {oid::kAuthorityKeyIdentifier, read_authority},
    {kCrlNumber, read_crl_number},
    {kDeltaCrlIndicator, read_delta_indicator},
    {kIssuingDistributionPoint, read_issuing_point},
}};

// Extensions, [0] EXPLICIT, the last field of a TBSCertList.
Status read_crl_extensions(ByteView tagged, const ParseLimits& limits, CrlFields& fields) {
  const auto sequence = der::read_only(tagged, der::kSequence);
  if (!sequence) return malformed("crlExtensions", "a SEQUENCE");
  ODCA_TRY_ASSIGN(fields.extensions, read_extensions(sequence->contents, limits.extensions, fields.oddities));
  for (const Extension& extension : fields.extensions) {
    const auto* const known =
        std::find_if(kKnown.begin(), kKnown.end(), [&extension](const Known& row) { return row.oid == extension.oid; });
    if (known != kKnown.end()) {
      ODCA_TRY(known->read(extension, limits, fields));
    } else if (extension.critical) {
      fields.unknown_critical.push_back(extension.oid);
    }
  }
  return {};
}

Status read_head(der::Reader& tbs, CrlFields& fields) {
  // RFC 5280 5.1.2.1: "the integer value is 1", for version 2; version 1 has no field.
  constexpr std::uint32_t kV2 = 1;
  const auto version = tbs.read(der::kInteger);
  if (!version || der::small_unsigned(version->contents) != kV2)
    return Error{.message = "crl of another version, expected version 2",
                 .hint = "crls without extensions cannot be judged",
                 .reason = "version"};
  auto algorithm = read_signature_algorithm(tbs);
  if (!algorithm) return malformed("signature", "an AlgorithmIdentifier");
  fields.inner_signature = *std::move(algorithm);
  if (fields.inner_signature.null_parameters) fields.oddities.push_back({"null-ecdsa-parameters", "signature"});
  const auto issuer = tbs.read(der::kSequence);
  // RFC 5280 5.1.2.3: "The issuer field MUST contain a non-empty X.500 distinguished name".
  if (!issuer || issuer->contents.empty()) return malformed("issuer", "a name that is not empty");
  auto name = Name::from_der(issuer->whole);
  if (!name) return std::move(name).error().in("issuer");
  fields.issuer = *std::move(name);
  const auto this_update = read_time(tbs);
  if (!this_update) return malformed("thisUpdate", "UTCTime through 2049, GeneralizedTime from 2050");
  fields.this_update = *this_update;
  return {};
}

// TBSCertList, RFC 5280 5.1.
Status read_tbs(ByteView contents, const ParseLimits& limits, CrlFields& fields) {
  der::Reader tbs(contents);
  ODCA_TRY(read_head(tbs, fields));
  if (tbs.next_is(der::kUtcTime) || tbs.next_is(der::kGeneralizedTime)) {
    fields.next_update = read_time(tbs);
    if (!fields.next_update) return malformed("nextUpdate", "UTCTime through 2049, GeneralizedTime from 2050");
  }
  if (const auto entries = tbs.read(der::kSequence)) ODCA_TRY(read_entries(entries->contents, fields));
  if (const auto tagged = tbs.read(der::context_constructed(0)))
    ODCA_TRY(read_crl_extensions(tagged->contents, limits, fields));
  if (!tbs.at_end()) return malformed("tbsCertList", "its fields in order, and nothing behind");
  return {};
}

// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
Status read_crl(ByteView der, const ParseLimits& limits, CrlFields& fields) {
  const auto crl = der::read_only(der, der::kSequence);
  if (!crl) return malformed("crl", "a SEQUENCE");
  der::Reader reader(crl->contents);
  const auto tbs = reader.read(der::kSequence);
  if (!tbs) return malformed("tbsCertList", "a SEQUENCE");
  ODCA_TRY(read_tbs(tbs->contents, limits, fields));
  auto algorithm = read_signature_algorithm(reader);
  if (!algorithm) return malformed("signatureAlgorithm", "an AlgorithmIdentifier");
  const auto element = reader.read(der::kBitString);
  const auto signature = element ? der::bit_string(element->contents) : std::nullopt;
  if (!signature || signature->unused != 0) return malformed("signatureValue", "a BIT STRING of whole octets");
  if (!reader.at_end()) return malformed("crl", "nothing behind the signature");

  fields.signature_algorithm = *std::move(algorithm);
  if (fields.signature_algorithm.null_parameters)
    fields.oddities.push_back({"null-ecdsa-parameters", "signatureAlgorithm"});
  fields.signature = to_bytes(signature->octets);
  fields.tbs = to_bytes(tbs->whole);
  fields.der = to_bytes(der);
  fields.sha256 = sha256(der);
  return {};
}

}  // namespace

Result<Crl> Crl::from_der(ByteView der, const ParseLimits& limits) {
  ODCA_TRY(check_input("crl", der, limits));
  auto fields = std::make_shared<CrlFields>();
  ODCA_TRY(read_crl(der, limits, *fields));
  return Crl(std::move(fields));
}

}  // namespace odca
