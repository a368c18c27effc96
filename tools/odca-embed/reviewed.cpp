// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "reviewed.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "os/file.h"
#include "x509/link_proofs.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMinTool = "0.1.0";  // the first that reads level 1

Error wrong(std::string message) {
  return {.code = Errc::signature, .message = std::move(message), .reason = "bundle"};
}

Result<std::string> text_of(const fs::path& file) {
  ODCA_TRY_ASSIGN(const Bytes content, read_file(file, yaml::kMaxBytes));
  return std::string(as_text(content));
}

Result<Certificate> rebuild(const facts::CertificateFacts& facts, const std::string& label, const std::string& file) {
  auto der = facts::build_der(facts);
  if (!der) return std::move(der).error().in(label).in(file);
  auto certificate = Certificate::from_der(*der);
  if (!certificate) return std::move(certificate).error().in(label).in(file);
  return certificate;
}

Status read_certificates(const fs::path& folder, std::string_view name, bundle::StoreDocument& store) {
  const std::string file = cat("bundles/", folder.filename().string(), "/", name);
  ODCA_TRY_ASSIGN(const std::string text, text_of(folder / name));
  ODCA_TRY_ASSIGN(const std::vector<facts::Entry> entries, facts::read_document(text, file));
  for (const facts::Entry& entry : entries) {
    if (entry.provenance.url.empty() || entry.provenance.retrieved.empty())
      return wrong(cat(file, ": missing 'published_at' or 'checked_on' of ", quote(entry.label)));
    ODCA_TRY_ASSIGN(Certificate certificate, rebuild(entry.facts, entry.label, file));
    store.intermediates.push_back({std::move(certificate), {.where = file}, {entry.provenance}});
  }
  return {};
}

Status read_anchor_file(const fs::path& folder, bundle::StoreDocument& store) {
  constexpr std::string_view kFile = "anchors.yaml";
  ODCA_TRY_ASSIGN(const std::string text, text_of(folder / kFile));
  ODCA_TRY_ASSIGN(std::vector<ReviewedAnchor> anchors, read_anchors(text, kFile));
  for (ReviewedAnchor& reviewed : anchors) {
    TrustAnchor& terms = reviewed.terms;
    ODCA_TRY_ASSIGN(const Certificate certificate, rebuild(reviewed.certificate, terms.label, std::string(kFile)));
    TrustAnchor anchor = anchor_from_certificate(certificate, terms.roles, {.where = std::string(kFile)});
    anchor.id = terms.id;
    anchor.label = std::move(terms.label);
    anchor.constraints = std::move(terms.constraints);
    anchor.provenance = std::move(terms.provenance);
    store.anchors.push_back(std::move(anchor));
  }
  return {};
}

bool signed_by(const Certificate& certificate, const Certificate& issuer, LinkProofs& proofs) {
  return certificate->issuer == issuer->subject &&
         proofs.check(issuer->spki, issuer->key, certificate) == LinkAnswer::valid;
}

/// check_worth: what is trusted, or leads to it, is a CA with a usable key, and is not denied.
Status check_worth(const bundle::StoreDocument& store, const Certificate& certificate) {
  if (!certificate.is_ca()) return wrong("it is not a CA certificate");
  if (!certificate.allows(KeyUsage::key_cert_sign)) return wrong("its key may not sign certificates");
  if (!certificate->key.problem.empty()) return wrong(cat("its key cannot be used: ", certificate->key.problem));
  const bool denied = std::any_of(store.deny.begin(), store.deny.end(), [&](const DenyEntry& deny) {
    const bool key = deny.kind == DenyEntry::Kind::spki;
    return !deny.lifted && deny.sha256 == (key ? certificate->spki_sha256 : certificate->sha256);
  });
  if (denied) return wrong("it is on the deny list");
  return {};
}

/// check_anchor_signature: by whichever anchor bears the issuer's name, the anchor itself included.
Status check_anchor_signature(const std::vector<Certificate>& anchors, const Certificate& anchor, LinkProofs& proofs) {
  bool named = false;
  for (const Certificate& issuer : anchors) {
    named |= anchor->issuer == issuer->subject;
    if (signed_by(anchor, issuer, proofs)) return {};
  }
  if (!named) return {};  // its issuer is not known here
  return wrong("its signature is not that of its issuer's key");
}

Status check_certificate(const std::vector<Certificate>& issuers, const Certificate& certificate, LinkProofs& proofs) {
  const bool known = std::any_of(issuers.begin(), issuers.end(),
                                 [&](const Certificate& issuer) { return signed_by(certificate, issuer, proofs); });
  if (!known) return wrong("it is not signed by an anchor or by a certificate before it");
  return {};
}

}  // namespace

Result<bundle::StoreDocument> read_reviewed(const fs::path& folder) {
  bundle::StoreDocument store{.preamble = {.schema = std::string(bundle::kStoreSchema),
                                           .scope = std::string(bundle::kScope),
                                           .reader_level = bundle::kReaderLevel,
                                           .min_tool = std::string(kMinTool)}};
  ODCA_TRY(read_anchor_file(folder, store));
  ODCA_TRY(read_certificates(folder, "intermediates.yaml", store));
  ODCA_TRY(read_certificates(folder, "issuing.yaml", store));
  ODCA_TRY_ASSIGN(const std::string denied, text_of(folder / "deny.yaml"));
  ODCA_TRY(read_deny(denied, "deny.yaml", store));
  ODCA_TRY_ASSIGN(const std::string version, text_of(folder / "version.yaml"));
  ODCA_TRY(read_version(version, "version.yaml", store));
  return store;
}

Status check_reviewed(const bundle::StoreDocument& store) {
  LinkProofs proofs(100'000);  // a budget that no reviewed folder reaches
  std::set<Fingerprint> seen;
  const auto check_one = [&](const Certificate& certificate) -> Status {
    if (!seen.insert(certificate->sha256).second) return wrong("duplicate certificate");
    return check_worth(store, certificate);
  };
  std::vector<Certificate> issuers;
  for (const TrustAnchor& anchor : store.anchors) issuers.push_back(*anchor.certificate);
  for (const TrustAnchor& anchor : store.anchors) {
    Status status = check_one(*anchor.certificate);
    if (status) status = check_anchor_signature(issuers, *anchor.certificate, proofs);
    if (!status) return std::move(status).error().in(anchor.label).in(anchor.origin.where);
  }
  for (const StoredCertificate& one : store.intermediates) {
    Status status = check_one(one.certificate);
    if (status) status = check_certificate(issuers, one.certificate, proofs);
    if (!status) return std::move(status).error().in(one.certificate->subject.to_string()).in(one.origin.where);
    issuers.push_back(one.certificate);
  }
  return bundle::lint(store, {});
}

}  // namespace odca
