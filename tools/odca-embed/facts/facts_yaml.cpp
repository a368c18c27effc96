// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading the YAML form. Every value is checked for its form here; whether they are the certificate's, build_der says.
#include "facts/facts_yaml.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "facts/vocabulary.h"
#include "source/trust_yaml.h"

namespace odca::facts {
namespace {

using yaml::Fields;
using yaml::Node;

template <class Value>
Result<Value> read_word(const Node& node, std::span<const Word<Value>> words) {
  const auto names = names_of(words);
  ODCA_TRY_ASSIGN(const std::size_t index, node.as_choice(names));
  return words[index].value;
}

/// read_required reads the value of a key that must be there.
template <class Reader>
auto read_required(const Fields& fields, std::string_view key, Reader reader) -> decltype(reader(fields.node())) {
  ODCA_TRY_ASSIGN(const Node* node, fields.require(key));
  return reader(*node);
}

Result<std::string> read_oid(const Node& node) {
  ODCA_TRY_ASSIGN(std::string text, node.as_line());
  const bool form = text.find_first_not_of("0123456789.") == std::string::npos && text.find('.') != std::string::npos &&
                    text.find("..") == std::string::npos && text.front() != '.' && text.back() != '.';
  if (!form) return node.error("expected an object identifier such as '2.5.29.15', found " + node.describe());
  return text;
}

Result<std::string> read_attribute_type(const Node& node) {
  if (const auto known = value_of(attribute_words(), node.text())) return std::string(*known);
  if (node.text().find_first_not_of("0123456789.") != std::string::npos)
    return node.error("expected an attribute type, found " + node.describe(),
                      yaml::did_you_mean(node.text(), names_of(attribute_words())));
  return read_oid(node);
}

Result<std::vector<std::string>> read_list(const Node& node, Result<std::string> (*read_one)(const Node&)) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  std::vector<std::string> values;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(std::string value, read_one(item));
    values.push_back(std::move(value));
  }
  return values;
}
Result<std::vector<std::string>> read_oids(const Node& node) { return read_list(node, read_oid); }
Result<std::vector<std::string>> read_uris(const Node& node) { return read_list(node, read_address); }

Result<Bytes> read_hex(const Node& node) { return node.as_hex(); }

/// read_positive reads a big-endian number without leading zeros.
Result<Bytes> read_positive(const Node& node) {
  ODCA_TRY_ASSIGN(Bytes value, node.as_hex());
  if (value.front() == 0) return node.error("expected a number without leading zero bytes, found " + node.describe());
  return value;
}

Result<NameAttribute> read_attribute(const Node& node, std::size_t previous_rdn, bool first) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"type", "string", "value", "same_rdn"}));
  NameAttribute attribute{};
  ODCA_TRY_ASSIGN(attribute.type, read_required(fields, "type", read_attribute_type));
  ODCA_TRY_ASSIGN(attribute.string_tag, read_required(fields, "string", [](const Node& string) {
                    return read_word(string, string_words());
                  }));
  ODCA_TRY_ASSIGN(attribute.value, read_required(fields, "value", [](const Node& value) { return value.as_text(); }));
  bool same = false;
  if (const Node* const joined = fields.find("same_rdn")) {
    ODCA_TRY_ASSIGN(same, joined->as_bool());
    if (first && same) return joined->error("the first attribute has no relative name before it to share");
  }
  attribute.rdn = first ? 0 : same ? previous_rdn : previous_rdn + 1;
  return attribute;
}

Result<NameFacts> read_name(const Node& node) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence(yaml::Empty::allowed));
  NameFacts name;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(NameAttribute attribute, read_attribute(item, name.empty() ? 0 : name.back().rdn, name.empty()));
    name.push_back(std::move(attribute));
  }
  return name;
}

Result<KeyFacts> read_key(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"curve", "point", "rsa_modulus", "rsa_exponent"}));
  if (fields.find("curve") != nullptr) {
    if (const Node* const stray = fields.find("rsa_modulus")) return stray->error("an EC key has no RSA modulus");
    if (const Node* const stray = fields.find("rsa_exponent")) return stray->error("an EC key has no RSA exponent");
    EcKeyFacts key;
    ODCA_TRY_ASSIGN(key.curve,
                    read_required(fields, "curve", [](const Node& curve) { return read_word(curve, curve_words()); }));
    ODCA_TRY_ASSIGN(key.point, read_required(fields, "point", read_hex));
    return KeyFacts(std::move(key));
  }
  if (const Node* const stray = fields.find("point")) return stray->error("a point needs the key 'curve' beside it");
  RsaKeyFacts key;
  ODCA_TRY_ASSIGN(key.modulus, read_required(fields, "rsa_modulus", read_positive));
  ODCA_TRY_ASSIGN(key.exponent, read_required(fields, "rsa_exponent", read_positive));
  return KeyFacts(std::move(key));
}

Result<Validity> read_validity(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"not_before", "not_after"}));
  Validity validity;
  const auto time = [](const Node& value) { return value.as_time(); };
  ODCA_TRY_ASSIGN(validity.not_before, read_required(fields, "not_before", time));
  ODCA_TRY_ASSIGN(validity.not_after, read_required(fields, "not_after", time));
  if (validity.not_after < validity.not_before) return node.error("not_after lies before not_before");
  return validity;
}

Result<AlgorithmFacts> read_algorithm(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"name", "parameters"}));
  AlgorithmFacts algorithm;
  ODCA_TRY_ASSIGN(algorithm.kind,
                  read_required(fields, "name", [](const Node& name) { return read_word(name, algorithm_words()); }));
  ODCA_TRY_ASSIGN(const Node* parameters, fields.require("parameters"));
  ODCA_TRY_ASSIGN(const std::size_t index, parameters->as_choice({"absent", "asn1-null"}));
  algorithm.parameters = index == 0 ? AlgorithmFacts::Parameters::absent : AlgorithmFacts::Parameters::asn1_null;
  return algorithm;
}

using Content = decltype(ExtensionFacts::content);

constexpr char kKeyIdField[] = "key_id", kPurposesField[] = "purposes", kCaIssuersField[] = "ca_issuers",
               kPoliciesField[] = "policies";

/// read_single reads an extension of one field.
template <class Facts, auto kMember, const char* kKey, auto kReader>
Result<Content> read_single(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", kKey}));
  Facts facts;
  ODCA_TRY_ASSIGN(facts.*kMember, read_required(fields, kKey, kReader));
  return Content(std::move(facts));
}

Result<Content> read_key_usage(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", "usages", "bit_length"}));
  KeyUsageFacts facts;
  ODCA_TRY_ASSIGN(const Node* usages, fields.require("usages"));
  ODCA_TRY_ASSIGN(const std::span<const Node> items, usages->as_sequence());
  unsigned needed = 0;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const KeyUsage usage, read_word(item, usage_words()));
    if (std::find(facts.usages.begin(), facts.usages.end(), usage) != facts.usages.end())
      return item.error("duplicate usage " + item.describe());
    facts.usages.push_back(usage);
    needed = std::max(needed, static_cast<unsigned>(usage) + 1);  // bit n needs n + 1 bits
  }
  if (const Node* const length = fields.find("bit_length")) {
    ODCA_TRY_ASSIGN(const std::uint64_t bits, length->as_unsigned(needed + 1, 16));
    facts.bit_length = static_cast<unsigned>(bits);  // at most 16
  }
  return Content(std::move(facts));
}

Result<Content> read_basic_constraints(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", "ca", "path_len"}));
  using Ca = BasicConstraintsFacts::Ca;
  BasicConstraintsFacts facts;
  ODCA_TRY_ASSIGN(const Node* ca, fields.require("ca"));
  ODCA_TRY_ASSIGN(const std::size_t index, ca->as_choice({"false", "explicit-false", "true"}));
  facts.ca = index == 0 ? Ca::absent : index == 1 ? Ca::explicit_false : Ca::yes;
  if (const Node* const path_len = fields.find("path_len")) {
    ODCA_TRY_ASSIGN(const std::uint64_t value, path_len->as_unsigned(0, 255));
    facts.path_len = static_cast<std::uint32_t>(value);  // at most 255
  }
  return Content(facts);
}

Result<PointFacts> read_point(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"uris", "crl_issuers"}));
  PointFacts point;
  ODCA_TRY_ASSIGN(point.uris, read_required(fields, "uris", read_uris));
  if (const Node* const issuers = fields.find("crl_issuers")) {
    ODCA_TRY_ASSIGN(const std::span<const Node> names, issuers->as_sequence());
    for (const Node& name : names) {
      ODCA_TRY_ASSIGN(NameFacts issuer, read_name(name));
      point.crl_issuers.push_back(std::move(issuer));
    }
  }
  return point;
}

Result<Content> read_crl_distribution_points(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", "points"}));
  CrlDistributionPointsFacts facts;
  ODCA_TRY_ASSIGN(const Node* points, fields.require("points"));
  ODCA_TRY_ASSIGN(const std::span<const Node> items, points->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(PointFacts point, read_point(item));
    facts.points.push_back(std::move(point));
  }
  return Content(std::move(facts));
}

Result<HardwareModuleFacts> read_hardware_module(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"type", "serial"}));
  HardwareModuleFacts facts;
  ODCA_TRY_ASSIGN(facts.type, read_required(fields, "type", read_oid));
  ODCA_TRY_ASSIGN(facts.serial, read_required(fields, "serial", read_hex));
  return facts;
}

Result<Content> read_subject_alt_name(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", "names"}));
  SubjectAltNameFacts facts;
  ODCA_TRY_ASSIGN(const Node* names, fields.require("names"));
  ODCA_TRY_ASSIGN(const std::span<const Node> items, names->as_sequence());
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(const Fields name, Fields::of(item, {"hardware_module", "directory"}));
    const Node* const module = name.find("hardware_module");
    const Node* const directory = name.find("directory");
    if ((module == nullptr) == (directory == nullptr))
      return item.error("expected either 'hardware_module' or 'directory', found " +
                        std::string(module == nullptr ? "neither" : "both"));
    if (module != nullptr) {
      ODCA_TRY_ASSIGN(HardwareModuleFacts value, read_hardware_module(*module));
      facts.names.emplace_back(std::move(value));
    } else {
      ODCA_TRY_ASSIGN(NameFacts value, read_name(*directory));
      facts.names.emplace_back(DirectoryNameFacts{std::move(value)});
    }
  }
  return Content(std::move(facts));
}

Result<Content> read_tpm_specification(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"id", "critical", "family", "level", "revision"}));
  const auto number = [](const Node& value) { return value.as_unsigned(0, 0x7fffffff); };
  TpmSpecificationFacts facts;
  ODCA_TRY_ASSIGN(facts.family, read_required(fields, "family", [](const Node& value) { return value.as_line(); }));
  ODCA_TRY_ASSIGN(const std::uint64_t level, read_required(fields, "level", number));
  ODCA_TRY_ASSIGN(const std::uint64_t revision, read_required(fields, "revision", number));
  facts.level = static_cast<std::uint32_t>(level);        // bounded above
  facts.revision = static_cast<std::uint32_t>(revision);  // bounded above
  return Content(std::move(facts));
}

Result<Content> read_content(const Node& node, std::size_t kind) {
  // In the order of extension_words(), which is that of the variant.
  constexpr Result<Content> (*kReaders[])(const Node&) = {
      read_single<SubjectKeyIdentifierFacts, &SubjectKeyIdentifierFacts::key_id, kKeyIdField, read_hex>,
      read_single<AuthorityKeyIdentifierFacts, &AuthorityKeyIdentifierFacts::key_id, kKeyIdField, read_hex>,
      read_key_usage,
      read_basic_constraints,
      read_single<ExtendedKeyUsageFacts, &ExtendedKeyUsageFacts::purposes, kPurposesField, read_oids>,
      read_single<AuthorityInfoAccessFacts, &AuthorityInfoAccessFacts::ca_issuers, kCaIssuersField, read_uris>,
      read_crl_distribution_points,
      read_single<CertificatePoliciesFacts, &CertificatePoliciesFacts::policies, kPoliciesField, read_oids>,
      read_subject_alt_name,
      read_tpm_specification};
  return kReaders[kind](node);
}

Result<ExtensionFacts> read_extension(const Node& node) {
  if (node.kind() != Node::Kind::mapping) return node.error("expected a mapping, found " + node.describe());
  const Node* id = nullptr;
  const Node* critical = nullptr;
  for (std::size_t i = 0; i < node.keys().size(); ++i) {
    if (node.keys()[i].text() == "id") id = &node.items()[i];
    if (node.keys()[i].text() == "critical") critical = &node.items()[i];
  }
  if (id == nullptr) return node.error("missing key 'id'");
  if (critical == nullptr) return node.error("missing key 'critical'");
  ExtensionFacts extension;
  ODCA_TRY_ASSIGN(const std::size_t choice, critical->as_choice({"false", "explicit-false", "true"}));
  using Critical = ExtensionFacts::Critical;
  extension.critical = choice == 0 ? Critical::no : choice == 1 ? Critical::explicit_false : Critical::yes;
  ODCA_TRY_ASSIGN(const std::size_t kind, id->as_choice(extension_words()));
  ODCA_TRY_ASSIGN(extension.content, read_content(node, kind));
  return extension;
}

Result<std::vector<ExtensionFacts>> read_extensions(const Node& node) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, node.as_sequence());
  std::vector<ExtensionFacts> extensions;
  std::set<std::size_t> seen;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(ExtensionFacts extension, read_extension(item));
    if (!seen.insert(extension.content.index()).second) return item.error("duplicate extension");
    extensions.push_back(std::move(extension));
  }
  return extensions;
}

Result<Entry> read_entry(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(node, {"label", "published_at", "checked_on", "certificate"}));
  Entry entry;
  ODCA_TRY_ASSIGN(entry.label, read_required(fields, "label", [](const Node& label) { return label.as_line(); }));
  ODCA_TRY_ASSIGN(entry.provenance, read_provenance(fields));
  ODCA_TRY_ASSIGN(entry.facts, read_required(fields, "certificate", read_certificate));
  return entry;
}

}  // namespace

Result<CertificateFacts> read_certificate(const Node& node) {
  ODCA_TRY_ASSIGN(const Fields fields,
                  Fields::of(node, {"sha256", "spki_sha256", "version", "serial", "inner_algorithm", "issuer",
                                    "validity", "subject", "key", "extensions", "outer_algorithm", "signature"}));
  const auto fingerprint = [](const Node& value) { return value.as_hex32(); };
  CertificateFacts facts;
  ODCA_TRY_ASSIGN(facts.sha256, read_required(fields, "sha256", fingerprint));
  ODCA_TRY_ASSIGN(facts.spki_sha256, read_required(fields, "spki_sha256", fingerprint));
  ODCA_TRY(read_required(fields, "version", [](const Node& version) { return version.as_unsigned(3, 3); }));
  ODCA_TRY_ASSIGN(facts.serial, read_required(fields, "serial", read_hex));
  ODCA_TRY_ASSIGN(facts.inner_algorithm, read_required(fields, "inner_algorithm", read_algorithm));
  ODCA_TRY_ASSIGN(facts.issuer, read_required(fields, "issuer", read_name));
  ODCA_TRY_ASSIGN(facts.validity, read_required(fields, "validity", read_validity));
  ODCA_TRY_ASSIGN(facts.subject, read_required(fields, "subject", read_name));
  ODCA_TRY_ASSIGN(facts.key, read_required(fields, "key", read_key));
  ODCA_TRY_ASSIGN(facts.extensions, read_required(fields, "extensions", read_extensions));
  ODCA_TRY_ASSIGN(facts.outer_algorithm, read_required(fields, "outer_algorithm", read_algorithm));
  ODCA_TRY_ASSIGN(const Node* signature, fields.require("signature"));
  ODCA_TRY_ASSIGN(const Fields numbers, Fields::of(*signature, {"r", "s"}));
  ODCA_TRY_ASSIGN(facts.signature_r, read_required(numbers, "r", read_positive));
  ODCA_TRY_ASSIGN(facts.signature_s, read_required(numbers, "s", read_positive));
  return facts;
}

Result<std::vector<Entry>> read_entries(const Node& certificates) {
  ODCA_TRY_ASSIGN(const std::span<const Node> items, certificates.as_sequence());
  std::vector<Entry> entries;
  std::set<Fingerprint> seen;
  for (const Node& item : items) {
    ODCA_TRY_ASSIGN(Entry entry, read_entry(item));
    if (!seen.insert(entry.facts.sha256).second)
      return item.error(cat("duplicate certificate ", quote(to_hex(entry.facts.sha256))));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::vector<Entry>> read_document(std::string_view text, std::string_view origin) {
  ODCA_TRY_ASSIGN(const Node root, yaml::parse(text, origin));
  ODCA_TRY_ASSIGN(const Fields fields, Fields::of(root, {"certificates"}));
  return read_required(fields, "certificates", read_entries);
}

}  // namespace odca::facts
