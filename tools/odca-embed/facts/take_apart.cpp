// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// From a certificate to facts. Each part is decoded into values and built again at once, so that whatever the values do
// not carry is noticed in its place.
#include "base/text.h"
#include "der/reader.h"
#include "facts/facts.h"
#include "facts/vocabulary.h"

namespace odca::facts {
namespace {

Error no_form(std::string what) {
  return {.code = Errc::unsupported,
          .message = cat(what, " has no facts form"),
          .hint = "facts are for ODCA and DICE certificates; give other certificates as files on a custom path",
          .reason = "no-facts-form"};
}

Result<AlgorithmFacts> algorithm_of(const SignatureAlgorithm& algorithm) {
  if (!name_of(algorithm_words(), algorithm.kind)) return no_form(cat("signature algorithm ", quote(algorithm.oid)));
  using Parameters = AlgorithmFacts::Parameters;
  return AlgorithmFacts{algorithm.kind, algorithm.null_parameters ? Parameters::asn1_null : Parameters::absent};
}

/// rsa_numbers_of reads RSAPublicKey (RFC 8017 A.1.1).
std::optional<RsaKeyFacts> rsa_numbers_of(ByteView key_bits) {
  const auto numbers = der::read_only(key_bits, der::kSequence);
  if (!numbers) return std::nullopt;
  der::Reader reader(numbers->contents);
  const auto modulus = reader.read(der::kInteger);
  const auto exponent = reader.read(der::kInteger);
  if (!modulus || !exponent || !reader.at_end()) return std::nullopt;
  const auto n = der::magnitude(modulus->contents);
  const auto e = der::magnitude(exponent->contents);
  if (!n || !e) return std::nullopt;
  return RsaKeyFacts{{n->begin(), n->end()}, {e->begin(), e->end()}};
}

Status take_key(const CertificateFields& fields, CertificateFacts& facts) {
  if (name_of(curve_words(), fields.key.kind)) {
    facts.key = EcKeyFacts{fields.key.kind, fields.key.key_bits};
  } else if (auto rsa = fields.key.kind == KeyKind::rsa ? rsa_numbers_of(fields.key.key_bits) : std::nullopt) {
    facts.key = *std::move(rsa);
  } else {
    return no_form(cat("the key (",
                       fields.key.problem.empty() ? to_string(fields.key.kind) : std::string_view(fields.key.problem),
                       ")"));
  }
  ODCA_TRY_ASSIGN(const Bytes rebuilt, build_key(facts.key));
  if (!equal(rebuilt, fields.spki)) return no_form("the encoding of the key");
  return {};
}

Result<NameFacts> name_of_certificate(const Name& name, std::string_view which) {
  ODCA_TRY_ASSIGN(const Bytes rebuilt, build_name(name.attributes()));
  if (!equal(rebuilt, name.der())) return no_form(cat("the encoding of the ", which, " name"));
  for (const NameAttribute& attribute : name.attributes())
    if (!name_of(string_words(), attribute.string_tag))
      return no_form(cat("string type ", static_cast<unsigned>(attribute.string_tag), " of the ", which, " name"));
  return name.attributes();
}

KeyUsageFacts key_usage_of(std::uint16_t bits, ByteView value) {
  KeyUsageFacts facts;
  for (const auto& word : usage_words())
    if ((bits >> static_cast<unsigned>(word.value) & 1U) != 0) facts.usages.push_back(word.value);
  const ExtensionFacts minimal{.content = facts};
  const Result<Bytes> rebuilt = build_extension(minimal);
  if (rebuilt && equal(*rebuilt, value)) return facts;
  const auto element = der::read_only(value, der::kBitString);
  const auto list = element ? der::bit_string(element->contents) : std::nullopt;
  if (list && list->octets.size() <= 2)
    facts.bit_length = static_cast<unsigned>(list->octets.size() * 8 - list->unused);  // at most 16
  return facts;
}

BasicConstraintsFacts basic_constraints_of(const BasicConstraints& constraints, ByteView value) {
  using Ca = BasicConstraintsFacts::Ca;
  const bool empty = value.size() == 2;
  return {.ca = constraints.ca ? Ca::yes : empty ? Ca::absent : Ca::explicit_false, .path_len = constraints.path_len};
}

CrlDistributionPointsFacts points_of(const std::vector<DistributionPoint>& points) {
  CrlDistributionPointsFacts facts;
  for (const DistributionPoint& point : points) {
    PointFacts one{.uris = point.uris};
    for (const Name& issuer : point.crl_issuers) one.crl_issuers.push_back(issuer.attributes());
    facts.points.push_back(std::move(one));
  }
  return facts;
}

/// hardware_module_of reads the value of an otherName: type-id and [0] EXPLICIT HardwareModuleName.
std::optional<HardwareModuleFacts> hardware_module_of(ByteView other_name) {
  der::Reader reader(other_name);
  const auto form = reader.read(der::kObjectIdentifier);
  const auto tagged = reader.read(der::context_constructed(0));
  if (!form || !tagged || !reader.at_end() || der::oid_text(form->contents) != oid::kHardwareModuleName)
    return std::nullopt;
  const auto module = der::read_only(tagged->contents, der::kSequence);
  if (!module) return std::nullopt;
  der::Reader parts(module->contents);
  const auto type = parts.read(der::kObjectIdentifier);
  const auto serial = parts.read(der::kOctetString);
  if (!type || !serial || !parts.at_end() || !der::is_oid(type->contents)) return std::nullopt;
  return HardwareModuleFacts{der::oid_text(type->contents), {serial->contents.begin(), serial->contents.end()}};
}

std::optional<SubjectAltNameFacts> alt_names_of(ByteView value) {
  const auto names = der::read_only(value, der::kSequence);
  if (!names) return std::nullopt;
  SubjectAltNameFacts facts;
  for (der::Reader reader(names->contents); !reader.at_end();) {
    if (const auto other = reader.read(der::context_constructed(0))) {
      auto module = hardware_module_of(other->contents);
      if (!module) return std::nullopt;
      facts.names.emplace_back(*std::move(module));
    } else if (const auto directory = reader.read(der::context_constructed(4))) {
      const Result<Name> name = Name::from_der(directory->contents);
      if (!name) return std::nullopt;
      facts.names.emplace_back(DirectoryNameFacts{name->attributes()});
    } else {
      return std::nullopt;
    }
  }
  return facts;
}

/// tpm_specification_of reads SEQUENCE { SEQUENCE { OID, SET { SEQUENCE { family, level, revision } } } }.
std::optional<TpmSpecificationFacts> tpm_specification_of(ByteView value) {
  const auto attributes = der::read_only(value, der::kSequence);
  const auto attribute = attributes ? der::read_only(attributes->contents, der::kSequence) : std::nullopt;
  if (!attribute) return std::nullopt;
  der::Reader reader(attribute->contents);
  const auto type = reader.read(der::kObjectIdentifier);
  const auto values = reader.read(der::kSet);
  const auto specification = type && values ? der::read_only(values->contents, der::kSequence) : std::nullopt;
  if (!specification) return std::nullopt;
  der::Reader parts(specification->contents);
  const auto family = parts.read(der::kUtf8String);
  const auto level = parts.read(der::kInteger);
  const auto revision = parts.read(der::kInteger);
  if (!family || !level || !revision || !parts.at_end()) return std::nullopt;
  const auto level_number = der::small_unsigned(level->contents);
  const auto revision_number = der::small_unsigned(revision->contents);
  if (!level_number || !revision_number) return std::nullopt;
  return TpmSpecificationFacts{std::string(as_text(family->contents)), *level_number, *revision_number};
}

using Content = decltype(ExtensionFacts::content);

template <class Facts>
std::optional<Content> wrap(std::optional<Facts> facts) {
  if (!facts) return std::nullopt;
  return Content(*std::move(facts));
}

std::optional<Content> content_of(const CertificateFields& fields, const Extension& extension) {
  const std::string_view id = extension.oid;
  if (id == oid::kSubjectKeyIdentifier && fields.subject_key_id)
    return SubjectKeyIdentifierFacts{*fields.subject_key_id};
  if (id == oid::kAuthorityKeyIdentifier && fields.authority_key_id && fields.authority_key_id->key_id)
    return AuthorityKeyIdentifierFacts{*fields.authority_key_id->key_id};
  if (id == oid::kKeyUsage && fields.key_usage && *fields.key_usage != 0)
    return key_usage_of(*fields.key_usage, extension.value);
  if (id == oid::kBasicConstraints && fields.basic_constraints)
    return basic_constraints_of(*fields.basic_constraints, extension.value);
  if (id == oid::kExtendedKeyUsage && fields.extended_key_usage)
    return ExtendedKeyUsageFacts{*fields.extended_key_usage};
  if (id == oid::kAuthorityInfoAccess) return AuthorityInfoAccessFacts{fields.ca_issuer_uris};
  if (id == oid::kCrlDistributionPoints) return points_of(fields.crl_distribution_points);
  if (id == oid::kCertificatePolicies) return CertificatePoliciesFacts{fields.policies};
  if (id == oid::kSubjectAltName) return wrap(alt_names_of(extension.value));
  if (id == kSubjectDirectoryAttributes) return wrap(tpm_specification_of(extension.value));
  return std::nullopt;
}

/// writes_critical_false tells whether the extension spells its default out. The reader tolerates that and keeps only
/// the meaning, so it is looked up in the bytes: OID, BOOLEAN FALSE.
bool writes_critical_false(const CertificateFields& fields, const Extension& extension) {
  der::Reader certificate(fields.tbs);
  const auto tbs = certificate.read(der::kSequence);
  if (!tbs) return false;
  der::Reader members(tbs->contents);
  std::optional<der::Element> tagged;
  while (!members.at_end() && !tagged) {
    if (members.next_is(der::context_constructed(3))) {
      tagged = members.read();
    } else if (!members.read()) {
      return false;
    }
  }
  const auto list = tagged ? der::read_only(tagged->contents, der::kSequence) : std::nullopt;
  if (!list) return false;
  for (der::Reader extensions(list->contents); !extensions.at_end();) {
    const auto one = extensions.read(der::kSequence);
    if (!one) return false;
    der::Reader parts(one->contents);
    const auto id = parts.read(der::kObjectIdentifier);
    if (!id) return false;
    if (der::oid_text(id->contents) != extension.oid) continue;
    const auto critical = parts.read(der::kBoolean);
    return critical && critical->contents.size() == 1 && critical->contents.front() == 0;
  }
  return false;
}

Result<ExtensionFacts> extension_of(const CertificateFields& fields, const Extension& extension) {
  std::optional<Content> content = content_of(fields, extension);
  if (!content) return no_form(cat("extension ", quote(extension.oid)));
  using Critical = ExtensionFacts::Critical;
  ExtensionFacts facts{.content = *std::move(content)};
  facts.critical = extension.critical                         ? Critical::yes
                   : writes_critical_false(fields, extension) ? Critical::explicit_false
                                                              : Critical::no;
  ODCA_TRY_ASSIGN(const Bytes rebuilt, build_extension(facts));
  if (!equal(rebuilt, extension.value)) return no_form(cat("something in extension ", quote(extension.oid)));
  return facts;
}

Status take_signature(const CertificateFields& fields, CertificateFacts& facts) {
  const auto pair = der::read_only(fields.signature, der::kSequence);
  if (!pair) return no_form("the signature value");
  der::Reader reader(pair->contents);
  const auto r = reader.read(der::kInteger);
  const auto s = reader.read(der::kInteger);
  if (!r || !s || !reader.at_end()) return no_form("the signature value");
  const auto r_digits = der::magnitude(r->contents);
  const auto s_digits = der::magnitude(s->contents);
  if (!r_digits || !s_digits || r_digits->empty() || s_digits->empty()) return no_form("the signature value");
  facts.signature_r.assign(r_digits->begin(), r_digits->end());
  facts.signature_s.assign(s_digits->begin(), s_digits->end());
  return {};
}

}  // namespace

Result<CertificateFacts> facts_of(const Certificate& certificate) {
  const CertificateFields& fields = certificate.fields();
  CertificateFacts facts{
      .sha256 = fields.sha256, .spki_sha256 = fields.spki_sha256, .serial = fields.serial, .validity = fields.validity};
  ODCA_TRY_ASSIGN(facts.inner_algorithm, algorithm_of(fields.inner_signature));
  ODCA_TRY_ASSIGN(facts.outer_algorithm, algorithm_of(fields.signature_algorithm));
  ODCA_TRY_ASSIGN(facts.issuer, name_of_certificate(fields.issuer, "issuer"));
  ODCA_TRY_ASSIGN(facts.subject, name_of_certificate(fields.subject, "subject"));
  ODCA_TRY(take_key(fields, facts));
  if (fields.extensions.empty()) return no_form("a certificate without extensions");
  for (const Extension& extension : fields.extensions) {
    ODCA_TRY_ASSIGN(ExtensionFacts one, extension_of(fields, extension));
    facts.extensions.push_back(std::move(one));
  }
  ODCA_TRY(take_signature(fields, facts));
  const Result<Bytes> rebuilt = build_der(facts);
  if (!rebuilt || !equal(*rebuilt, fields.der)) return no_form("something in the encoding of the certificate");
  return facts;
}

}  // namespace odca::facts
