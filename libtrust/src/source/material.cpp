// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "source/material.h"

#include <optional>
#include <system_error>

#include "base/content.h"
#include "base/text.h"
#include "der/reader.h"
#include "input/pem.h"
#include "input/pem_damage.h"
#include "input/shape.h"
#include "os/path_walk.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

Error refused(std::string message, std::string hint, ReasonId reason) {
  return {.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = reason};
}

Error private_key() {
  return refused("private key among trust material", "trust needs certificates only; move the key elsewhere",
                 "private-key");
}

Status add_certificate(ByteView der, const ParseLimits& limits, Material& material) {
  if (material.certificates.size() == kMaxTrustCertificates)
    return Error{.code = Errc::limit,
                 .message = cat("expected at most ", kMaxTrustCertificates, " certificates in one file, found more"),
                 .reason = "certificates"};
  ODCA_TRY_ASSIGN(Certificate certificate, Certificate::from_der(der, limits));
  material.certificates.push_back(std::move(certificate));
  return {};
}

Status add_crl(ByteView der, Material& material) {
  ParseLimits limits;
  limits.bytes = kMaxTrustCrl;
  ODCA_TRY_ASSIGN(Crl crl, Crl::from_der(der, limits));
  material.crls.push_back(std::move(crl));
  return {};
}

Error is_pkcs7() {
  return refused("expected a certificate or CRL, found a PKCS#7 structure",
                 "take the certificates out of it: openssl pkcs7 -print_certs -in FILE (-inform DER), and give what is "
                 "meant to be trusted",
                 "not-trust-material");
}

constexpr std::string_view kWhatItIs =
    "trust material is certificates, CRLs and, in a folder, 'trust.yaml'; nothing else";

/// hint_for says where the certificate is, if not here.
std::string_view hint_for(DerShape shape) {
  switch (shape) {
    case DerShape::request:
      return "give the certificate that the CA made of the request";
    case DerShape::public_key:
      return "a bare key has no name and no dates: give the certificate of the CA that holds it";
    case DerShape::pkcs12:
      return "take the certificates out of it: openssl pkcs12 -nokeys -in FILE, and give what is meant to be trusted";
    default:
      return kWhatItIs;
  }
}

/// hint_for_label looks into a block for what the label may say wrongly.
std::string_view hint_for_label(const PemBlock& block) {
  if (block.label == "TRUSTED CERTIFICATE") return "convert it with: openssl x509 -in FILE -out FILE.pem";
  const DerShape shape = shape_of(from_base64(block.body).value_or(Bytes{}));
  if (shape == DerShape::certificate) return "a certificate is in it: write its lines as -----BEGIN CERTIFICATE-----";
  if (shape == DerShape::crl) return "a CRL is in it: write its lines as -----BEGIN X509 CRL-----";
  return hint_for(shape);
}

Status add_value(ByteView value, const ParseLimits& limits, Material& material);

/// add_block: the shape of what is inside decides, where the label promises a certificate or CRL at all.
Status add_block(const PemBlock& block, const ParseLimits& limits, Material& material) {
  if (block.label.find("PRIVATE KEY") != std::string_view::npos) return private_key();
  if (block.state != PemBlock::State::whole)
    return refused("expected a BEGIN line and an END line with the same label, found an incomplete block",
                   "copy the block again, from its BEGIN line to its END line", "pem");
  if (block.label == "PKCS7" || block.label == "CMS" || block.label == "PKCS #7 SIGNED DATA") return is_pkcs7();
  const bool certificate = block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE";
  if (!certificate && block.label != "X509 CRL") {
    if (shape_of(from_base64(block.body).value_or(Bytes{})) == DerShape::private_key) return private_key();
    return refused(cat("expected 'CERTIFICATE' or 'X509 CRL', found a PEM block ", quote(block.label)),
                   std::string(hint_for_label(block)), "pem-label");
  }
  const auto der = from_base64(block.body);
  if (!der) return bad_base64(block);
  if (shape_of(*der) != DerShape::other) return add_value(*der, limits, material);
  return certificate ? add_certificate(*der, limits, material) : add_crl(*der, material);
}

/// add_gap takes the text between blocks for what it must be: comments, and nothing that may be trust material.
Status add_gap(std::string_view gap, std::size_t line) {
  std::optional<Error> wrong = suspicious_gap(gap, line);
  if (!wrong) return {};
  return refused(cat("expected only comments beside the PEM blocks: ", wrong->message),
                 "put PEM and DER into files of their own, and copy PEM as plain text", "pem");
}

Status read_pem_blocks(std::string_view text, const ParseLimits& limits, Material& material) {
  PemScanner scanner(text);
  while (const auto block = scanner.next()) {
    ODCA_TRY(add_gap(block->before, block->before_line));
    if (Status status = add_block(*block, limits, material); !status)
      return std::move(status).error().in(cat("PEM block ", block->number, ", line ", block->line));
  }
  return add_gap(scanner.rest(), scanner.rest_line());
}

Status add_value(ByteView value, const ParseLimits& limits, Material& material) {
  switch (const DerShape shape = shape_of(value)) {
    case DerShape::certificate:
      return add_certificate(value, limits, material);
    case DerShape::crl:
      return add_crl(value, material);
    case DerShape::private_key:
      return private_key();
    case DerShape::pkcs7:
      return is_pkcs7();
    default:
      return refused(cat("expected a certificate or CRL, found ", name_of(shape)), std::string(hint_for(shape)),
                     "not-trust-material");
  }
}

/// unknown_content says what it looks like, as every reader here says it.
Error unknown_content(ByteView content, std::size_t number) {
  if (number > 1)
    return refused("expected PEM or DER certificates and CRLs, found other bytes behind the last DER value",
                   "give the certificates alone", "not-trust-material");
  const ContentGuess guess = guess_material(content);
  const std::optional<Error> damage =
      guess.kind == Content::text ? suspicious_gap(as_text(content), 1) : std::optional<Error>{};
  if (damage) return refused(damage->message, damage->hint, "not-trust-material");
  return refused(cat("expected certificates and CRLs as PEM or DER; the content looks like ", guess.what),
                 std::string(guess.hint.empty() ? kWhatItIs : guess.hint), "not-trust-material");
}

Status read_der_values(ByteView content, const ParseLimits& limits, Material& material) {
  der::Reader reader(content);
  for (std::size_t number = 1; !reader.at_end(); ++number) {
    const auto value = reader.read(der::kSequence);
    if (!value) return unknown_content(content, number);
    if (Status status = add_value(value->whole, limits, material); !status)
      return std::move(status).error().in(cat("DER value ", number));
  }
  return {};
}

}  // namespace

Result<TrustedFile> read_trust_content(const fs::path& file) {
  // A copy without its companions would be trusted for more.
  std::vector<fs::path> companions;
  for (const fs::path& beside : {fs::path(file.string() + ".trust.yaml"), file.parent_path() / "trust.yaml"}) {
    std::error_code problem;
    if (fs::exists(beside, problem)) companions.push_back(beside);
  }
  return read_trusted_file(file, kMaxTrustFile, companions);
}

Result<Material> read_material(const fs::path& file, const ParseLimits& limits) {
  ODCA_TRY_ASSIGN(const TrustedFile read, read_trust_content(file));
  return material_of(read.content, file, limits);
}

Result<Material> material_of(ByteView content, const fs::path& file, const ParseLimits& limits) {
  Material material;
  // DER first: a certificate may hold a PEM block in an extension, and no text starts like a DER value of this size.
  const bool der = content.size() > 2 && content[0] == 0x30 && content[1] >= 0x80;
  const std::optional<std::string> decoded = der ? std::nullopt : plain_text(content);
  const ByteView plain = decoded ? as_bytes(*decoded) : content;
  const bool pem = !der && has_pem_marker(as_text(plain));
  Status status = pem ? read_pem_blocks(as_text(plain), limits, material) : read_der_values(content, limits, material);
  if (status && material.certificates.empty() && material.crls.empty())
    status =
        refused(cat("expected at least one certificate or CRL, found none", content.empty() ? ": it is empty" : ""),
                std::string(kWhatItIs), "empty");
  if (!status) return std::move(status).error().in(file.string());
  return material;
}

}  // namespace odca
