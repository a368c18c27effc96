// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "publish/assemble.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "odca/digest.h"
#include "source/material.h"
#include "x509/signature.h"

namespace odca::bundle_tool {
namespace {

using bundle::failure;
using bundle::StoreDocument;

constexpr std::string_view kMinTool = "0.1.0";  // the first that reads level 1

Error content(const std::string& place, std::string message, std::string hint = {}) {
  return failure("E_CONTENT", std::move(message), std::move(hint)).in(place);
}

/// check_evidence compares the copies of what was fetched with what the manifest says of them.
Result<std::vector<Provenance>> check_evidence(const std::vector<ManifestProvenance>& list, const std::string& place,
                                               const ReadFile& read) {
  std::vector<Provenance> checked;
  for (const ManifestProvenance& one : list) {
    checked.push_back(one.provenance);
    if (one.file.empty()) continue;
    ODCA_TRY_ASSIGN(const Bytes evidence, read(one.file));
    const Fingerprint found = sha256(evidence);
    if (found != one.provenance.sha256)
      return content(place, cat("the SHA-256 of ", quote(one.file), " is ", quote(to_hex(found)),
                                ", the manifest says ", quote(to_hex(*one.provenance.sha256))));
  }
  return checked;
}

/// is_pkcs7 knows a PKCS#7 message by its label, or by its first object identifier: signedData, 1.2.840.113549.1.7.2.
bool is_pkcs7(ByteView content) {
  constexpr std::uint8_t kSignedData[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
  constexpr std::size_t kHead = 32;
  const std::string_view text = as_text(content);
  if (text.find("-----BEGIN PKCS7-----") != std::string_view::npos ||
      text.find("-----BEGIN CMS-----") != std::string_view::npos)
    return true;
  const ByteView head = content.first(std::min(content.size(), kHead));
  return std::search(head.begin(), head.end(), std::begin(kSignedData), std::end(kSignedData)) != head.end();
}

/// hint_for says what to do about a file that the manifest names. The builder is the publisher.
std::string hint_for(ByteView content, const std::string& file, const Error& error) {
  if (is_pkcs7(content)) {
    const bool pem = as_text(content).find("-----BEGIN") != std::string_view::npos;
    return cat("take the certificates out of it and name that file: openssl pkcs7 ", pem ? "" : "-inform DER ", "-in ",
               quote(file), " -print_certs -out certificates.pem");
  }
  if (!error.hint.empty()) return error.hint;
  return cat("name a file of certificates or CRLs, in PEM or DER, instead of ", quote(file));
}

Result<Material> read_material_file(const std::string& file, const std::string& place, const ReadFile& read) {
  ODCA_TRY_ASSIGN(const Bytes bytes, read(file));
  auto material = material_of(bytes, file);
  if (!material) return content(place, describe(material.error()), hint_for(bytes, file, material.error()));
  return material;
}

// Anchors

Status set_certificate(const ManifestAnchor& entry, const ReadFile& read, TrustAnchor& anchor) {
  ODCA_TRY_ASSIGN(const Material material, read_material_file(entry.certificate, entry.place, read));
  if (material.certificates.size() != 1 || !material.crls.empty())
    return content(entry.place,
                   cat("expected one certificate in ", quote(entry.certificate), ", found ",
                       material.certificates.size(), " and ", material.crls.size(), " CRLs"),
                   "name a file with the anchor's certificate alone, the last one of a chain; the CAs between go into "
                   "'intermediates'");
  anchor = anchor_from_certificate(material.certificates.front(), {}, Origin{});
  return {};
}

Status set_name_and_key(const ManifestAnchor& entry, TrustAnchor& anchor) {
  auto subject = Name::from_der(*entry.subject);
  if (!subject) return content(entry.place, cat("'subject': ", describe(subject.error())));
  anchor.subject = *std::move(subject);
  anchor.spki = *entry.spki;
  anchor.spki_sha256 = sha256(anchor.spki);
  anchor.key = describe_key(anchor.spki);
  return {};
}

void add_encodings(const ManifestAnchor& entry, TrustAnchor& anchor) {
  for (const Fingerprint& hash : entry.cert_sha256)
    if (std::find(anchor.cert_sha256.begin(), anchor.cert_sha256.end(), hash) == anchor.cert_sha256.end())
      anchor.cert_sha256.push_back(hash);
}

/// set_terms takes over what the entry says.
Status set_terms(const ManifestAnchor& entry, const ReadFile& read, TrustAnchor& anchor) {
  if (entry.label) anchor.label = *entry.label;
  if (entry.roles) anchor.roles = *entry.roles;
  if (entry.constraints) anchor.constraints = *entry.constraints;
  if (entry.status) anchor.status = *entry.status;
  if (entry.replaced_by) anchor.replaced_by = entry.replaced_by;
  add_encodings(entry, anchor);
  if (entry.provenance.empty()) return {};
  ODCA_TRY_ASSIGN(anchor.provenance, check_evidence(entry.provenance, entry.place, read));
  return {};
}

TrustAnchor* find_anchor(StoreDocument& store, std::uint64_t id) {
  const auto found = std::find_if(store.anchors.begin(), store.anchors.end(),
                                  [id](const TrustAnchor& anchor) { return anchor.id == id; });
  return found == store.anchors.end() ? nullptr : &*found;
}

Status put_anchor(const ManifestAnchor& entry, const ReadFile& read, StoreDocument& store) {
  TrustAnchor* const known = find_anchor(store, entry.id);
  if (entry.changes_base()) {
    if (known == nullptr)
      return content(entry.place, cat("the base has no anchor ", entry.id, " to change"),
                     "a new anchor brings 'certificate', or 'subject' and 'spki'");
    return set_terms(entry, read, *known);
  }
  TrustAnchor anchor;
  ODCA_TRY(entry.certificate.empty() ? set_name_and_key(entry, anchor) : set_certificate(entry, read, anchor));
  anchor.id = entry.id;
  ODCA_TRY(set_terms(entry, read, anchor));
  if (known == nullptr)
    store.anchors.push_back(std::move(anchor));
  else
    *known = std::move(anchor);
  return {};
}

// Intermediates and CRLs

Status put_intermediates(const ManifestMaterial& entry, const ReadFile& read, StoreDocument& store) {
  ODCA_TRY_ASSIGN(const Material material, read_material_file(entry.file, entry.place, read));
  if (material.certificates.empty() || !material.crls.empty())
    return content(entry.place, cat("expected certificates alone in ", quote(entry.file)),
                   "CRLs have a list of their own in the manifest, 'crls'");
  ODCA_TRY_ASSIGN(const std::vector<Provenance> provenance, check_evidence(entry.provenance, entry.place, read));
  for (const Certificate& certificate : material.certificates) {
    StoredCertificate fresh{.certificate = certificate, .provenance = provenance};
    const auto known = std::find_if(store.intermediates.begin(), store.intermediates.end(),
                                    [&](const StoredCertificate& one) { return one.certificate == certificate; });
    if (known == store.intermediates.end())
      store.intermediates.push_back(std::move(fresh));
    else
      *known = std::move(fresh);
  }
  return {};
}

/// drop_intermediate takes out what the base has. There is nothing like it for CRLs, which would make revocations
/// forgotten, nor for anchors and deny entries, which end by their status and by being lifted.
Status drop_intermediate(const Fingerprint& hash, StoreDocument& store) {
  const std::size_t dropped = std::erase_if(
      store.intermediates, [&hash](const StoredCertificate& one) { return one.certificate->sha256 == hash; });
  if (dropped > 0) return {};
  return content("drop_intermediates", cat("the base has no intermediate ", quote(to_hex(hash)), " to drop"),
                 "name the SHA-256 of the whole certificate, as trust-bundle inspect --json shows it");
}

/// check_dropped: what is dropped is not added again.
Status check_dropped(const Manifest& manifest, const StoreDocument& store) {
  for (const StoredCertificate& one : store.intermediates)
    for (const Fingerprint& hash : manifest.drop_intermediates)
      if (one.certificate->sha256 == hash)
        return content("drop_intermediates", cat(quote(to_hex(hash)), " is dropped, and added by 'intermediates'"));
  return {};
}

std::optional<Bytes> issuer_key_of(const Crl& crl) {
  return crl->authority_key_id ? crl->authority_key_id->key_id : std::nullopt;
}
Bytes scope_of(const Crl& crl) {
  return crl->issuing_distribution_point ? crl->issuing_distribution_point->der : Bytes{};
}

/// same_series tells whether two CRLs are issues of one list: one issuer and key, one scope, and neither is a delta.
bool same_series(const Crl& a, const Crl& b) {
  return equal(a->issuer.der(), b->issuer.der()) && issuer_key_of(a) == issuer_key_of(b) &&
         scope_of(a) == scope_of(b) && !a->is_delta && !b->is_delta;
}

/// put_crl replaces the earlier issue of the same list. An older one than that of the base is a mistake: it would make
/// revocations forgotten.
Status put_crl(const ManifestMaterial& entry, StoredCrl fresh, StoreDocument& store) {
  const auto known = std::find_if(store.crls.begin(), store.crls.end(),
                                  [&fresh](const StoredCrl& one) { return same_series(one.crl, fresh.crl); });
  if (known == store.crls.end()) {
    store.crls.push_back(std::move(fresh));
    return {};
  }
  if (fresh.crl->this_update < known->crl->this_update)
    return content(entry.place, cat("the CRL of ", format_time(fresh.crl->this_update), " is older than that of ",
                                    format_time(known->crl->this_update), " which the bundle has already"));
  *known = std::move(fresh);
  return {};
}

Status put_crls(const ManifestMaterial& entry, const ReadFile& read, StoreDocument& store) {
  ODCA_TRY_ASSIGN(const Material material, read_material_file(entry.file, entry.place, read));
  if (material.crls.empty() || !material.certificates.empty())
    return content(entry.place, cat("expected CRLs alone in ", quote(entry.file)),
                   "certificates of CAs have a list of their own in the manifest, 'intermediates'");
  ODCA_TRY_ASSIGN(const std::vector<Provenance> provenance, check_evidence(entry.provenance, entry.place, read));
  for (const Crl& crl : material.crls) ODCA_TRY(put_crl(entry, {.crl = crl, .provenance = provenance}, store));
  return {};
}

// Deny entries

Status put_deny(const ManifestDeny& entry, StoreDocument& store) {
  const auto known =
      std::find_if(store.deny.begin(), store.deny.end(), [&](const DenyEntry& deny) { return deny.id == entry.id; });
  if (!entry.entry) {
    if (known == store.deny.end())
      return content(entry.place, cat("the base has no deny entry ", entry.id, " to change"));
    known->lifted = entry.lifted.value_or(known->lifted);
    return {};
  }
  DenyEntry fresh = *entry.entry;
  fresh.id = entry.id;
  fresh.since = entry.since;
  fresh.lifted = entry.lifted.value_or(false);
  if (known == store.deny.end())
    store.deny.push_back(std::move(fresh));
  else
    *known = std::move(fresh);
  return {};
}

Status check_provenance(const StoreDocument& store) {
  for (const TrustAnchor& anchor : store.anchors)
    if (anchor.provenance.empty())
      return failure("E_CONTENT", cat("anchor ", anchor.id, " ", quote(anchor.label), " has no provenance"),
                     "give the address where its owner publishes it, and the date of retrieval");
  return {};
}

// Signatures inside the store

struct Signer {
  const Name& subject;
  std::shared_ptr<const VerificationKey> key;
  const KeyInfo& info;
};

std::vector<Signer> signers_of(const StoreDocument& store) {
  std::vector<Signer> signers;
  const auto add = [&signers](const Name& subject, const Bytes& spki, const KeyInfo& info) {
    if (auto key = VerificationKey::decode(spki, info)) signers.push_back({subject, std::move(key), info});
  };
  for (const TrustAnchor& one : store.anchors) add(one.subject, one.spki, one.key);
  for (const StoredCertificate& one : store.intermediates)
    add(one.certificate->subject, one.certificate->spki, one.certificate->key);
  return signers;
}

template <class Fields>
bool is_signed(const Fields& fields, const std::vector<Signer>& signers) {
  return std::any_of(signers.begin(), signers.end(), [&fields](const Signer& signer) {
    return equal(signer.subject.match_key(), fields.issuer.match_key()) &&
           fits(signer.info.kind, fields.signature_algorithm.kind) &&
           signer.key->verify(fields.signature_algorithm.kind, fields.tbs, fields.signature);
  });
}

}  // namespace

Result<StoreDocument> assemble(const Manifest& manifest, const std::optional<StoreDocument>& base, Time created,
                               const ReadFile& read) {
  StoreDocument store = base.value_or(StoreDocument{});
  store.sha256.reset();  // it becomes another
  const std::string min_tool = base ? base->preamble.min_tool : std::string(kMinTool);
  store.preamble = {.schema = std::string(bundle::kStoreSchema),
                    .scope = std::string(bundle::kScope),
                    .version = manifest.version,
                    .reader_level = bundle::kReaderLevel,
                    .min_tool = manifest.min_tool.empty() ? min_tool : manifest.min_tool};
  store.created = created;
  store.notes = manifest.notes;
  for (const ManifestAnchor& entry : manifest.anchors) ODCA_TRY(put_anchor(entry, read, store));
  for (const Fingerprint& hash : manifest.drop_intermediates) ODCA_TRY(drop_intermediate(hash, store));
  for (const ManifestMaterial& entry : manifest.intermediates) ODCA_TRY(put_intermediates(entry, read, store));
  ODCA_TRY(check_dropped(manifest, store));
  for (const ManifestMaterial& entry : manifest.crls) ODCA_TRY(put_crls(entry, read, store));
  for (const ManifestDeny& entry : manifest.deny) ODCA_TRY(put_deny(entry, store));
  ODCA_TRY(check_provenance(store));
  if (base) ODCA_TRY(check_ids(*base, store, "the base"));
  return store;
}

std::vector<std::string> unsigned_material(const StoreDocument& store) {
  const std::vector<Signer> signers = signers_of(store);
  std::vector<std::string> names;
  for (const StoredCertificate& one : store.intermediates)
    if (!is_signed(one.certificate.fields(), signers))
      names.push_back(cat("intermediate ", quote(one.certificate->subject.to_string())));
  for (const StoredCrl& one : store.crls)
    if (!is_signed(one.crl.fields(), signers)) names.push_back(cat("the CRL of ", quote(one.crl->issuer.to_string())));
  return names;
}

Status check_ids(const StoreDocument& before, const StoreDocument& after, std::string_view who) {
  constexpr std::string_view kHint = "take the next free id; one is never used again for another";
  for (const TrustAnchor& old : before.anchors)
    for (const TrustAnchor& anchor : after.anchors)
      if (old.id == anchor.id && (old.spki != anchor.spki || !(old.subject == anchor.subject)))
        return failure(
            "E_CONTENT",
            cat("anchor ", anchor.id, " is ", quote(anchor.label), ", and was ", quote(old.label), " in ", who),
            std::string(kHint));
  for (const DenyEntry& old : before.deny)
    for (const DenyEntry& deny : after.deny)
      if (old.id == deny.id && (old.kind != deny.kind || old.sha256 != deny.sha256))
        return failure("E_CONTENT",
                       cat("deny entry ", deny.id, " is ", quote(deny.label), ", and was ", quote(old.label),
                           " of another value in ", who),
                       std::string(kHint));
  return {};
}

}  // namespace odca::bundle_tool
