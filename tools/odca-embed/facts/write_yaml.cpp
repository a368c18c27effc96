// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Printing the YAML form, one fact on a line, in the order in which the certificate has them.
#include "base/check.h"
#include "base/text.h"
#include "facts/facts_yaml.h"
#include "facts/vocabulary.h"

namespace odca::facts {
namespace {

/// in_quotes prints a double-quoted scalar. Only characters that YAML forbids or gives a meaning are escaped.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    const auto code = static_cast<unsigned char>(c);  // char to byte
    if (code < 0x20 || code == 0x7f) {
      out += cat("\\x", to_hex(ByteView(&code, 1)));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

template <class Value>
std::string_view word(std::span<const Word<Value>> words, const Value& value) {
  const auto name = name_of(words, value);
  ODCA_CHECK(name.has_value());  // facts_of and the reader let nothing else through
  return *name;
}

class Printer {
 public:
  void line(std::size_t indent, std::string_view text) { out_.append(indent * 2, ' ').append(text).push_back('\n'); }
  void field(std::size_t indent, std::string_view key, std::string_view value) { line(indent, cat(key, ": ", value)); }
  void list(std::size_t indent, std::string_view key, const std::vector<std::string>& values) {
    field(indent, key, {});
    out_.erase(out_.size() - 2, 1);  // the blank behind the colon
    for (const std::string& value : values) line(indent + 1, "- " + value);
  }

  void name(std::size_t indent, std::string_view key, const NameFacts& name) {
    if (name.empty()) return field(indent, key, "[]");
    line(indent, cat(key, ":"));
    for (std::size_t i = 0; i < name.size(); ++i) line(indent + 1, "- " + attribute(name, i));
  }

  void algorithm(std::size_t indent, std::string_view key, const AlgorithmFacts& facts) {
    const bool null = facts.parameters == AlgorithmFacts::Parameters::asn1_null;
    field(indent, key,
          cat("{name: ", word(algorithm_words(), facts.kind), ", parameters: ", null ? "asn1-null" : "absent", "}"));
  }

  void key(std::size_t indent, const KeyFacts& facts) {
    line(indent, "key:");
    if (const auto* const rsa = std::get_if<RsaKeyFacts>(&facts)) {
      field(indent + 1, "rsa_modulus", to_hex(rsa->modulus));
      field(indent + 1, "rsa_exponent", to_hex(rsa->exponent));
      return;
    }
    const auto& ec = std::get<EcKeyFacts>(facts);
    field(indent + 1, "curve", word(curve_words(), ec.curve));
    field(indent + 1, "point", to_hex(ec.point));
  }

  void extension(std::size_t indent, const ExtensionFacts& facts) {
    using Critical = ExtensionFacts::Critical;
    line(indent, cat("- id: ", extension_words()[facts.content.index()]));
    field(indent + 1, "critical",
          facts.critical == Critical::yes  ? "true"
          : facts.critical == Critical::no ? "false"
                                           : "explicit-false");
    std::visit([&](const auto& content) { print(indent + 1, content); }, facts.content);
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string attribute(const NameFacts& name, std::size_t i) {
    const auto type = name_of(attribute_words(), std::string_view(name[i].type));
    const bool same = i > 0 && name[i].rdn == name[i - 1].rdn;
    return cat("{type: ", type ? *type : std::string_view(name[i].type),
               ", string: ", word(string_words(), name[i].string_tag), ", value: ", in_quotes(name[i].value),
               same ? ", same_rdn: true}" : "}");
  }

  static std::vector<std::string> all_quoted(const std::vector<std::string>& values) {
    std::vector<std::string> out;
    for (const std::string& value : values) out.push_back(in_quotes(value));
    return out;
  }

  void print(std::size_t indent, const SubjectKeyIdentifierFacts& facts) {
    field(indent, "key_id", to_hex(facts.key_id));
  }
  void print(std::size_t indent, const AuthorityKeyIdentifierFacts& facts) {
    field(indent, "key_id", to_hex(facts.key_id));
  }
  void print(std::size_t indent, const KeyUsageFacts& facts) {
    std::string usages;
    for (const KeyUsage usage : facts.usages) usages += cat(usages.empty() ? "" : ", ", word(usage_words(), usage));
    field(indent, "usages", cat("[", usages, "]"));
    if (facts.bit_length) field(indent, "bit_length", std::to_string(*facts.bit_length));
  }
  void print(std::size_t indent, const BasicConstraintsFacts& facts) {
    using Ca = BasicConstraintsFacts::Ca;
    field(indent, "ca", facts.ca == Ca::yes ? "true" : facts.ca == Ca::absent ? "false" : "explicit-false");
    if (facts.path_len) field(indent, "path_len", std::to_string(*facts.path_len));
  }
  void print(std::size_t indent, const ExtendedKeyUsageFacts& facts) { list(indent, "purposes", facts.purposes); }
  void print(std::size_t indent, const AuthorityInfoAccessFacts& facts) {
    list(indent, "ca_issuers", all_quoted(facts.ca_issuers));
  }
  void print(std::size_t indent, const CrlDistributionPointsFacts& facts) {
    line(indent, "points:");
    for (const PointFacts& point : facts.points) {
      line(indent + 1, "- uris:");
      for (const std::string& uri : point.uris) line(indent + 3, "- " + in_quotes(uri));
      if (point.crl_issuers.empty()) continue;
      line(indent + 2, "crl_issuers:");
      for (const NameFacts& issuer : point.crl_issuers) {
        std::string attributes;
        for (std::size_t i = 0; i < issuer.size(); ++i) attributes += (i == 0 ? "" : ", ") + attribute(issuer, i);
        line(indent + 3, cat("- [", attributes, "]"));
      }
    }
  }
  void print(std::size_t indent, const CertificatePoliciesFacts& facts) { list(indent, "policies", facts.policies); }
  void print(std::size_t indent, const SubjectAltNameFacts& facts) {
    line(indent, "names:");
    for (const auto& one : facts.names) {
      if (const auto* const module = std::get_if<HardwareModuleFacts>(&one)) {
        line(indent + 1, cat("- hardware_module: {type: ", module->type, ", serial: ", to_hex(module->serial), "}"));
      } else {
        line(indent + 1, "- directory:");
        const NameFacts& directory = std::get<DirectoryNameFacts>(one).name;
        for (std::size_t i = 0; i < directory.size(); ++i) line(indent + 3, "- " + attribute(directory, i));
      }
    }
  }
  void print(std::size_t indent, const TpmSpecificationFacts& facts) {
    field(indent, "family", in_quotes(facts.family));
    field(indent, "level", std::to_string(facts.level));
    field(indent, "revision", std::to_string(facts.revision));
  }

  std::string out_{};
};

void print_certificate(Printer& out, std::size_t indent, const CertificateFacts& facts) {
  out.field(indent, "sha256", to_hex(facts.sha256));
  out.field(indent, "spki_sha256", to_hex(facts.spki_sha256));
  out.field(indent, "version", "3");
  out.field(indent, "serial", to_hex(facts.serial));
  out.algorithm(indent, "inner_algorithm", facts.inner_algorithm);
  out.name(indent, "issuer", facts.issuer);
  out.field(indent, "validity",
            cat("{not_before: ", in_quotes(format_time(facts.validity.not_before)),
                ", not_after: ", in_quotes(format_time(facts.validity.not_after)), "}"));
  out.name(indent, "subject", facts.subject);
  out.key(indent, facts.key);
  out.line(indent, "extensions:");
  for (const ExtensionFacts& extension : facts.extensions) out.extension(indent + 1, extension);
  out.algorithm(indent, "outer_algorithm", facts.outer_algorithm);
  out.line(indent, "signature:");
  out.field(indent + 1, "r", to_hex(facts.signature_r));
  out.field(indent + 1, "s", to_hex(facts.signature_s));
}

}  // namespace

std::string write_document(const std::vector<Entry>& entries) {
  Printer out;
  out.line(0, "certificates:");
  for (const Entry& entry : entries) {
    out.line(1, "- label: " + in_quotes(entry.label));
    if (!entry.provenance.url.empty()) out.field(2, "published_at", in_quotes(entry.provenance.url));
    if (!entry.provenance.retrieved.empty()) out.field(2, "checked_on", entry.provenance.retrieved);
    out.line(2, "certificate:");
    print_certificate(out, 3, entry.facts);
  }
  return out.take();
}

}  // namespace odca::facts
