// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "cert_facts.h"

#include "base/text.h"
#include "facts/facts_yaml.h"
#include "odca/evidence.h"
#include "os/file.h"
#include "reviewed.h"

namespace odca::cert_facts {
namespace {

Result<std::vector<Certificate>> certificates_of(const std::filesystem::path& file) {
  const Limits limits;
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, limits.input_bytes));
  ODCA_TRY_ASSIGN(const Dump dump, read_dump(content, file.string(), limits));
  for (const Unreadable& item : dump.unreadable) {
    Error error = item.error;
    return std::move(error).in(item.where);
  }
  for (const LimitHit& hit : dump.limits)
    return Error{.code = Errc::limit, .message = hit.message, .reason = hit.limit, .trace = {file.string()}};
  if (dump.certificates.empty())
    return Error{.message = "expected a certificate, found none", .reason = "empty", .trace = {file.string()}};
  std::vector<Certificate> certificates;
  for (const Presented& one : dump.certificates) certificates.push_back(one.certificate);
  return certificates;
}

/// prove reads the document back and builds every certificate again, as its users will.
Status prove(const std::string& document) {
  ODCA_TRY_ASSIGN(const std::vector<facts::Entry> entries, facts::read_document(document, "the printed facts"));
  for (const facts::Entry& entry : entries) ODCA_TRY(facts::build_der(entry.facts));
  return {};
}

/// facts_in reads the certificates of a facts document or of an anchors document.
Result<std::vector<facts::CertificateFacts>> facts_in(const std::filesystem::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, yaml::kMaxBytes));
  const std::string_view text = as_text(content);
  ODCA_TRY_ASSIGN(const yaml::Node root, yaml::parse(text, file.string()));
  std::vector<facts::CertificateFacts> found;
  if (root.keys().size() == 1 && root.keys().front().text() == "anchors") {
    ODCA_TRY_ASSIGN(const std::vector<ReviewedAnchor> anchors, read_anchors(text, file.string()));
    for (const ReviewedAnchor& anchor : anchors) found.push_back(anchor.certificate);
    return found;
  }
  ODCA_TRY_ASSIGN(std::vector<facts::Entry> entries, facts::read_document(text, file.string()));
  for (facts::Entry& entry : entries) found.push_back(std::move(entry.facts));
  return found;
}

std::string pem(ByteView der) {
  constexpr std::size_t kLine = 64;  // RFC 7468 section 2
  const std::string base64 = to_base64(der);
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < base64.size(); i += kLine) out += base64.substr(i, kLine) + "\n";
  return out + "-----END CERTIFICATE-----\n";
}

}  // namespace

Result<std::string> show(const ShowOptions& options) {
  std::vector<facts::Entry> entries;
  for (const std::filesystem::path& file : options.files) {
    ODCA_TRY_ASSIGN(const std::vector<Certificate> certificates, certificates_of(file));
    for (const Certificate& certificate : certificates) {
      auto facts = facts::facts_of(certificate);
      if (!facts) return std::move(facts).error().in(file.string());
      const std::string subject = certificate->subject.empty() ? "no subject" : certificate->subject.to_string();
      entries.push_back({.label = options.label.empty() ? subject : options.label,
                         .provenance = {.url = options.published_at, .retrieved = options.checked_on},
                         .facts = *std::move(facts)});
    }
  }
  std::string document = facts::write_document(entries);
  ODCA_TRY(prove(document));
  return document;
}

Result<Bytes> build(const BuildOptions& options) {
  std::vector<Bytes> built;
  for (const std::filesystem::path& file : options.files) {
    ODCA_TRY_ASSIGN(const std::vector<facts::CertificateFacts> found, facts_in(file));
    for (const facts::CertificateFacts& facts : found) {
      auto der = facts::build_der(facts);
      if (!der) return std::move(der).error().in(file.string());
      built.push_back(*std::move(der));
    }
  }
  if (options.form == Form::der && built.size() != 1)
    return Error{.code = Errc::usage,
                 .message = cat("DER output holds one certificate, found ", built.size()),
                 .hint = "use --pem",
                 .reason = "count"};
  if (options.form == Form::der) return built.front();
  std::string out;
  for (const Bytes& der : built) out += pem(der);
  const ByteView bytes = as_bytes(out);
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace odca::cert_facts
