#include "source/bundle.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "os/file.h"
#include "x509/link_proofs.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

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

Status read_certificates(const fs::path& folder, std::string_view name, Bundle& bundle) {
  const std::string file = cat("bundles/", folder.filename().string(), "/", name);
  ODCA_TRY_ASSIGN(const std::string text, text_of(folder / name));
  ODCA_TRY_ASSIGN(const std::vector<facts::Entry> entries, facts::read_document(text, file));
  for (const facts::Entry& entry : entries) {
    if (entry.provenance.published_at.empty() || entry.provenance.checked_on.empty())
      return wrong(cat(file, ": ", quote(entry.label), " needs 'published_at' and 'checked_on'"));
    ODCA_TRY_ASSIGN(Certificate certificate, rebuild(entry.facts, entry.label, file));
    bundle.certificates.push_back({std::move(certificate), file});
  }
  return {};
}

bool signed_by(const Certificate& certificate, const Certificate& issuer, LinkProofs& proofs) {
  return certificate->issuer == issuer->subject &&
         proofs.check(issuer->spki, issuer->key, certificate) == LinkAnswer::valid;
}

/// check_worth: what is trusted, or leads to it, is a CA with a usable key, and is not denied.
Status check_worth(const Bundle& bundle, const Certificate& certificate) {
  if (!certificate.is_ca()) return wrong("it is not a CA certificate");
  if (!certificate.allows(KeyUsage::key_cert_sign)) return wrong("its key may not sign certificates");
  if (!certificate->key.problem.empty()) return wrong(cat("its key cannot be used: ", certificate->key.problem));
  const bool denied = std::any_of(bundle.denied.begin(), bundle.denied.end(), [&](const BundleDeny& deny) {
    const bool key = deny.entry.kind == DenyEntry::Kind::spki;
    return !deny.lifted && deny.entry.sha256 == (key ? certificate->spki_sha256 : certificate->sha256);
  });
  if (denied) return wrong("it is on the deny list");
  return {};
}

/// check_anchor_signature: by whichever anchor bears the issuer's name, the anchor itself included.
Status check_anchor_signature(const Bundle& bundle, const Certificate& anchor, LinkProofs& proofs) {
  bool named = false;
  for (const Certificate& issuer : bundle.anchor_certificates) {
    named |= anchor->issuer == issuer->subject;
    if (signed_by(anchor, issuer, proofs)) return {};
  }
  if (!named) return {};  // its issuer is not known here
  return wrong("its signature is not that of its issuer's key");
}

Status check_certificate(const Bundle& bundle, const std::vector<Certificate>& issuers, const Certificate& certificate,
                         LinkProofs& proofs) {
  ODCA_TRY(check_worth(bundle, certificate));
  const bool known = std::any_of(issuers.begin(), issuers.end(),
                                 [&](const Certificate& issuer) { return signed_by(certificate, issuer, proofs); });
  if (!known) return wrong("it is not signed by an anchor or by a certificate before it");
  return {};
}

}  // namespace

Result<Bundle> read_bundle(const fs::path& folder) {
  Bundle bundle;
  ODCA_TRY_ASSIGN(const std::string anchors, text_of(folder / "anchors.yaml"));
  ODCA_TRY_ASSIGN(bundle.anchors, read_anchors(anchors, "anchors.yaml"));
  for (const BundleAnchor& anchor : bundle.anchors) {
    ODCA_TRY_ASSIGN(Certificate certificate, rebuild(anchor.certificate, anchor.label, "anchors.yaml"));
    bundle.anchor_certificates.push_back(std::move(certificate));
  }
  ODCA_TRY(read_certificates(folder, "intermediates.yaml", bundle));
  ODCA_TRY(read_certificates(folder, "issuing.yaml", bundle));
  ODCA_TRY_ASSIGN(const std::string denied, text_of(folder / "deny.yaml"));
  ODCA_TRY_ASSIGN(bundle.denied, read_denied(denied, "deny.yaml"));
  ODCA_TRY_ASSIGN(const std::string version, text_of(folder / "version.yaml"));
  ODCA_TRY_ASSIGN(bundle.version, read_version(version, "version.yaml"));
  return bundle;
}

Status check_bundle(const Bundle& bundle) {
  LinkProofs proofs(100'000);  // a budget that no reviewed bundle reaches
  std::set<Fingerprint> seen;
  const auto once = [&seen](const Certificate& certificate) -> Status {
    if (seen.insert(certificate->sha256).second) return {};
    return wrong("it stands here twice");
  };
  for (std::size_t i = 0; i < bundle.anchor_certificates.size(); ++i) {
    const Certificate& anchor = bundle.anchor_certificates[i];
    Status status = once(anchor);
    if (status) status = check_worth(bundle, anchor);
    if (status) status = check_anchor_signature(bundle, anchor, proofs);
    if (!status) return std::move(status).error().in(bundle.anchors[i].label).in("anchors.yaml");
  }
  std::vector<Certificate> issuers = bundle.anchor_certificates;
  for (const BundleCertificate& one : bundle.certificates) {
    Status status = once(one.certificate);
    if (status) status = check_certificate(bundle, issuers, one.certificate, proofs);
    if (!status) return std::move(status).error().in(one.certificate->subject.to_string()).in(one.file);
    issuers.push_back(one.certificate);
  }
  return {};
}

}  // namespace odca
