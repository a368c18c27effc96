// The host program of the build: reads bundles/intel-odca, rebuilds every certificate from its facts, checks
// fingerprints and signatures, and writes embedded_tables.cpp. A build whose material is wrong stops here. Usage:
// odca-embed FOLDER OUTPUT
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "odca/digest.h"
#include "source/bundle_yaml.h"
#include "x509/link_proofs.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

struct EmbeddedCertificate {
  Certificate certificate;
  std::string file;
};

struct Bundle {
  std::vector<BundleAnchor> anchors{};
  std::vector<EmbeddedCertificate> certificates{};
  std::vector<DenyEntry> denied{};
  BundleVersion version{};
};

Error wrong(std::string message) {
  return {.code = Errc::signature, .message = std::move(message), .reason = "bundle"};
}

Result<std::string> text_of(const fs::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, yaml::kMaxBytes));
  return std::string(as_text(content));
}

Status read_certificates(const fs::path& folder, std::string_view name, Bundle& bundle) {
  const std::string file = cat("bundles/", folder.filename().string(), "/", name);
  ODCA_TRY_ASSIGN(const std::string text, text_of(folder / name));
  ODCA_TRY_ASSIGN(const std::vector<facts::Entry> entries, facts::read_document(text, file));
  for (const facts::Entry& entry : entries) {
    if (entry.provenance.published_at.empty() || entry.provenance.checked_on.empty())
      return wrong(cat(file, ": ", quote(entry.label), " needs 'published_at' and 'checked_on'"));
    auto der = facts::build_der(entry.facts);
    if (!der) return std::move(der).error().in(entry.label).in(file);
    auto certificate = Certificate::from_der(*der);
    if (!certificate) return std::move(certificate).error().in(entry.label).in(file);
    bundle.certificates.push_back({*std::move(certificate), file});
  }
  return {};
}

Result<Bundle> read_bundle(const fs::path& folder) {
  Bundle bundle;
  ODCA_TRY_ASSIGN(const std::string anchors, text_of(folder / "anchors.yaml"));
  ODCA_TRY_ASSIGN(bundle.anchors, read_anchors(anchors, "anchors.yaml"));
  ODCA_TRY(read_certificates(folder, "intermediates.yaml", bundle));
  ODCA_TRY(read_certificates(folder, "issuing.yaml", bundle));
  ODCA_TRY_ASSIGN(const std::string denied, text_of(folder / "deny.yaml"));
  ODCA_TRY_ASSIGN(bundle.denied, read_denied(denied, "deny.yaml"));
  ODCA_TRY_ASSIGN(const std::string version, text_of(folder / "version.yaml"));
  ODCA_TRY_ASSIGN(bundle.version, read_version(version, "version.yaml"));
  return bundle;
}

/// Issuer is a name and a key that may have signed something in the bundle.
struct Issuer {
  Bytes subject;
  Bytes spki;
};

struct AnchorBytes {
  Bytes certificate{};  ///< empty without facts of a whole certificate
  Bytes subject{};
  Bytes spki{};
};

Result<AnchorBytes> bytes_of(const BundleAnchor& anchor) {
  AnchorBytes bytes;
  if (anchor.certificate) {
    ODCA_TRY_ASSIGN(bytes.certificate, facts::build_der(*anchor.certificate));
    ODCA_TRY_ASSIGN(bytes.subject, facts::build_name(anchor.certificate->subject));
    ODCA_TRY_ASSIGN(bytes.spki, facts::build_key(anchor.certificate->key));
    return bytes;
  }
  ODCA_TRY_ASSIGN(bytes.subject, facts::build_name(anchor.subject));
  ODCA_TRY_ASSIGN(bytes.spki, facts::build_key(anchor.key));
  ODCA_TRY(Name::from_der(bytes.subject));
  if (sha256(bytes.spki) != anchor.spki_sha256)
    return wrong(cat("the key has another SHA-256: expected ", quote(to_hex(anchor.spki_sha256)), ", found ",
                     quote(to_hex(sha256(bytes.spki)))));
  return bytes;
}

bool signed_by(const Certificate& certificate, const Issuer& issuer, LinkProofs& proofs) {
  return equal(certificate->issuer.der(), issuer.subject) &&
         proofs.check(issuer.spki, describe_key(issuer.spki), certificate) == LinkAnswer::valid;
}

bool denied(const Bundle& bundle, const Fingerprint& spki, const Fingerprint* certificate) {
  return std::any_of(bundle.denied.begin(), bundle.denied.end(), [&](const DenyEntry& entry) {
    if (entry.kind == DenyEntry::Kind::spki) return entry.sha256 == spki;
    return certificate != nullptr && entry.sha256 == *certificate;
  });
}

/// check_anchor: the key can be used, is not denied, and a whole self-issued certificate is signed by its own key.
Status check_anchor(const Bundle& bundle, const BundleAnchor& anchor, const AnchorBytes& bytes, LinkProofs& proofs) {
  const KeyInfo key = describe_key(bytes.spki);
  if (!key.problem.empty()) return wrong(cat("the key cannot be used: ", key.problem));
  if (denied(bundle, sha256(bytes.spki), nullptr)) return wrong("the key is on the deny list");
  if (!anchor.certificate) return {};
  ODCA_TRY_ASSIGN(const Certificate certificate, Certificate::from_der(bytes.certificate));
  if (denied(bundle, certificate->spki_sha256, &certificate->sha256)) return wrong("it is on the deny list");
  if (certificate.self_issued() && !signed_by(certificate, {bytes.subject, bytes.spki}, proofs))
    return wrong("its signature is not that of its own key");
  return {};
}

/// check_certificates: each is a CA, not denied, stands there once, and is signed by an anchor or by one before it.
Status check_certificates(const Bundle& bundle, std::vector<Issuer> issuers, LinkProofs& proofs) {
  std::set<Fingerprint> seen;
  for (const EmbeddedCertificate& one : bundle.certificates) {
    const Certificate& certificate = one.certificate;
    const std::string who = cat(one.file, ": ", quote(certificate->subject.to_string()));
    if (!seen.insert(certificate->sha256).second) return wrong(cat(who, " stands here twice"));
    if (!certificate.is_ca()) return wrong(cat(who, " is not a CA certificate"));
    if (denied(bundle, certificate->spki_sha256, &certificate->sha256)) return wrong(cat(who, " is on the deny list"));
    const bool known = std::any_of(issuers.begin(), issuers.end(),
                                   [&](const Issuer& issuer) { return signed_by(certificate, issuer, proofs); });
    if (!known) return wrong(cat(who, " is not signed by an anchor or by a certificate before it"));
    const ByteView subject = certificate->subject.der();
    issuers.push_back({{subject.begin(), subject.end()}, certificate->spki});
  }
  return {};
}

/// check_bundle returns the anchors' bytes when everything holds.
Result<std::vector<AnchorBytes>> check_bundle(const Bundle& bundle) {
  LinkProofs proofs(100'000);  // a budget no reviewed bundle reaches
  std::vector<AnchorBytes> anchors;
  std::vector<Issuer> issuers;
  for (const BundleAnchor& anchor : bundle.anchors) {
    auto bytes = bytes_of(anchor);
    if (!bytes) return std::move(bytes).error().in(anchor.label);
    if (Status status = check_anchor(bundle, anchor, *bytes, proofs); !status)
      return std::move(status).error().in(anchor.label);
    issuers.push_back({bytes->subject, bytes->spki});
    anchors.push_back(*std::move(bytes));
  }
  ODCA_TRY(check_certificates(bundle, std::move(issuers), proofs));
  return anchors;
}

// Writing C++.

std::string text_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);  // char to byte
    if (c == '"' || c == '\\') {
      out += cat('\\', c);
    } else if (code < 0x20 || code >= 0x7f) {
      // Three octal digits end by themselves; hexadecimal escapes would swallow the next character.
      for (const unsigned shift : {6U, 3U, 0U}) out += cat(shift == 6 ? "\\" : "", (code >> shift) & 7U);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string bytes_literal(ByteView bytes) {
  constexpr std::size_t kPerLine = 20;
  std::string out = "{";
  for (std::size_t i = 0; i < bytes.size(); ++i)
    out += cat(i % kPerLine == 0 ? "\n    " : " ", static_cast<unsigned>(bytes[i]), ",");
  return out + "}";
}

std::string fingerprint_literal(const Fingerprint& value) { return cat("Fingerprint", bytes_literal(value)); }

class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  void anchor(std::size_t number, const BundleAnchor& anchor, const AnchorBytes& bytes) {
    const std::string id = std::to_string(number);
    array("kAnchorCertificate" + id, bytes.certificate);
    array("kAnchorSubject" + id, anchor.certificate ? Bytes{} : bytes.subject);
    array("kAnchorKey" + id, anchor.certificate ? Bytes{} : bytes.spki);
    array("kAnchorKeyId" + id, anchor.subject_key_id.value_or(Bytes{}));
    list("std::string_view", "kAnchorRoles" + id, anchor.roles.to_strings(), text_literal);
    list("NamePartRow", "kAnchorNames" + id, anchor.constraints.first_ca, [](const NamePart& part) {
      return cat("NamePartRow{", text_literal(part.type), ", ", text_literal(part.value), ", ",
                 part.prefix ? "true" : "false", "}");
    });
    list("Fingerprint", "kAnchorPrints" + id, anchor.cert_sha256, fingerprint_literal);
    rows_ += cat("    {", text_literal(anchor.label), ", ", text_literal(anchor.provenance.published_at), ", ",
                 text_literal(anchor.provenance.checked_on), ", kAnchorRoles", id, ", kAnchorNames", id, ",\n     ",
                 numbers(anchor.constraints), ",\n     kAnchorCertificate", id, ", kAnchorSubject", id, ", kAnchorKey",
                 id, ", kAnchorKeyId", id, ", ", dates(anchor.validity), ", kAnchorPrints", id, "},\n");
  }

  void certificate(std::size_t number, const EmbeddedCertificate& one) {
    array(cat("kCertificate", number), one.certificate->der);
    certificate_rows_ += cat("    {kCertificate", number, ", ", text_literal(one.file), "},\n");
  }

  void denied(const DenyEntry& entry) {
    deny_rows_ +=
        cat("    {", entry.kind == DenyEntry::Kind::spki ? "true" : "false", ", ", fingerprint_literal(entry.sha256),
            ", ", text_literal(entry.label), ", ", text_literal(entry.reason), "},\n");
  }

  void begin() {
    out_ << "// Generated by odca-embed from bundles/intel-odca; do not edit.\n"
            "#include <array>\n\n#include \"source/embedded_tables.h\"\n\nnamespace odca::embedded {\nnamespace {\n\n";
  }

  void end(const BundleVersion& version) {
    out_ << "constexpr AnchorRow kAnchorRows[] = {\n"
         << rows_ << "};\n"
         << "constexpr CertificateRow kCertificateRows[] = {\n"
         << certificate_rows_ << "};\n"
         << "constexpr DenyRow kDenyRows[] = {\n"
         << deny_rows_ << "};\n\n}  // namespace\n\n"
         << "constinit const std::span<const AnchorRow> kAnchors = kAnchorRows;\n"
         << "constinit const std::span<const CertificateRow> kCertificates = kCertificateRows;\n"
         << "constinit const std::span<const DenyRow> kDenied = kDenyRows;\n"
         << "constinit const std::string_view kDate = " << text_literal(version.date) << ";\n"
         << "constinit const std::int64_t kDateSeconds = " << version.at.time_since_epoch().count() << ";\n\n"
         << "}  // namespace odca::embedded\n";
  }

 private:
  void array(const std::string& name, ByteView bytes) {
    out_ << "constexpr std::array<std::uint8_t, " << bytes.size() << "> " << name << bytes_literal(bytes) << ";\n";
  }

  template <class Items, class Print>
  void list(std::string_view type, const std::string& name, const Items& items, Print print) {
    out_ << "constexpr std::array<" << type << ", " << items.size() << "> " << name << "{";
    for (const auto& item : items) out_ << print(item) << ", ";
    out_ << "};\n";
  }

  static std::string number(const std::optional<std::uint32_t>& value) {
    return value ? std::to_string(*value) : "kUnset";
  }
  static std::string numbers(const AnchorConstraints& constraints) {
    return cat(number(constraints.path_len), ", ", number(constraints.min_amt), ", ", number(constraints.max_amt), ", ",
               dates(constraints.use_window));
  }
  static std::string dates(const std::optional<Validity>& validity) {
    if (!validity) return "kUnset, kUnset";
    return cat(validity->not_before.time_since_epoch().count(), ", ", validity->not_after.time_since_epoch().count());
  }

  std::ostream& out_;
  std::string rows_{};
  std::string certificate_rows_{};
  std::string deny_rows_{};
};

Status write_tables(const Bundle& bundle, const std::vector<AnchorBytes>& anchors, const fs::path& output) {
  std::ofstream out(output, std::ios::trunc);
  Writer writer(out);
  writer.begin();
  for (std::size_t i = 0; i < anchors.size(); ++i) writer.anchor(i, bundle.anchors[i], anchors[i]);
  for (std::size_t i = 0; i < bundle.certificates.size(); ++i) writer.certificate(i, bundle.certificates[i]);
  for (const DenyEntry& entry : bundle.denied) writer.denied(entry);
  writer.end(bundle.version);
  out.close();
  if (!out) return Error{.code = Errc::io, .message = cat("cannot write ", quote(output.string())), .reason = "io"};
  return {};
}

Status embed(const fs::path& folder, const fs::path& output) {
  ODCA_TRY_ASSIGN(const Bundle bundle, read_bundle(folder));
  ODCA_TRY_ASSIGN(const std::vector<AnchorBytes> anchors, check_bundle(bundle));
  return write_tables(bundle, anchors, output);
}

}  // namespace
}  // namespace odca

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: odca-embed FOLDER OUTPUT\n";
    return 2;
  }
  const odca::Status status = odca::embed(argv[1], argv[2]);
  if (status) return 0;
  std::cerr << "odca-embed: " << odca::describe(status.error()) << '\n';
  if (!status.error().hint.empty()) std::cerr << "  hint: " << status.error().hint << '\n';
  return 2;
}
