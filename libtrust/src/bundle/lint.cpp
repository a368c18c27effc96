// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the schema cannot say of a store: whether its parts fit each other, and whether what is trusted is fit for it.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "bundle/store_document.h"
#include "x509/signature.h"

namespace odca::bundle {
namespace {

using Denied = std::set<std::pair<DenyEntry::Kind, Fingerprint>>;

Error content(std::string message) { return failure("E_CONTENT", std::move(message)); }

/// name_of tells an anchor by number and label.
std::string name_of(const TrustAnchor& entry) { return cat("anchor ", entry.id, " ", quote(entry.label)); }

/// Once remembers values and who had them first.
template <class Key>
class Once {
 public:
  Status add(const Key& key, const std::string& who, std::string_view what) {
    const auto [first, fresh] = seen_.emplace(key, who);
    if (fresh) return {};
    return content(cat(who, " and ", first->second, " have the same ", what));
  }

 private:
  std::map<Key, std::string> seen_{};
};

/// check_certificate: the certificate that an entry brings is the one that the entry speaks of.
Status check_certificate(const TrustAnchor& entry) {
  if (!entry.certificate) return {};
  const TrustAnchor& anchor = entry;
  const Certificate& certificate = *anchor.certificate;
  const std::string who = name_of(entry);
  if (!(certificate->subject == anchor.subject)) return content(cat(who, ": its certificate has another subject"));
  if (certificate->spki != anchor.spki) return content(cat(who, ": its certificate has another key"));
  const auto& hashes = anchor.cert_sha256;
  if (std::find(hashes.begin(), hashes.end(), certificate->sha256) == hashes.end())
    return content(cat(who, ": the SHA-256 of its certificate, ", quote(to_hex(certificate->sha256)),
                       ", is not in 'cert_sha256'"));
  if (anchor.subject_key_id && anchor.subject_key_id != certificate->subject_key_id)
    return content(cat(who, ": its certificate has another key identifier"));
  if (anchor.validity && (anchor.validity->not_before != certificate->validity.not_before ||
                          anchor.validity->not_after != certificate->validity.not_after))
    return content(cat(who, ": its certificate has other dates"));
  return {};
}

/// check_ca: the certificate is one that may issue others, and is whole.
Status check_ca(const Certificate& certificate, const std::string& who) {
  if (!certificate.is_ca()) return content(cat(who, " is not a CA certificate"));
  if (!certificate.allows(KeyUsage::key_cert_sign)) return content(cat(who, ": its key may not sign certificates"));
  return {};
}

bool signed_by_itself(const Certificate& certificate, const VerificationKey& key) {
  const CertificateFields& fields = certificate.fields();
  return fields.signature_algorithm.der == fields.inner_signature.der &&
         fits(fields.key.kind, fields.signature_algorithm.kind) &&
         key.verify(fields.signature_algorithm.kind, fields.tbs, fields.signature);
}

/// check_fit: an anchor that is or was in use has a name, a key that can verify, and a purpose. What is distrusted may
/// be as bad as it likes.
Status check_fit(const TrustAnchor& entry) {
  const TrustAnchor& anchor = entry;
  const std::string who = name_of(entry);
  if (anchor.subject.empty()) return content(cat(who, " has an empty subject"));
  if (!anchor.key.problem.empty()) return content(cat(who, ": its key cannot be used: ", anchor.key.problem));
  const auto key = VerificationKey::decode(anchor.spki, anchor.key);
  if (key == nullptr) return content(cat(who, ": its key cannot be decoded"));
  if (anchor.roles.empty()) return content(cat(who, " has no role"));
  if (!anchor.certificate) return {};
  ODCA_TRY(check_ca(*anchor.certificate, who));
  if (anchor.certificate->self_issued() && !signed_by_itself(*anchor.certificate, *key))
    return content(cat(who, ": its certificate is not signed by its own key"));
  return {};
}

Status check_order(const std::optional<Validity>& interval, const std::string& who, std::string_view what) {
  if (!interval || interval->not_before <= interval->not_after) return {};
  return content(cat(who, ": its ", what, " ends before it begins"));
}

Status check_ranges(const TrustAnchor& entry) {
  const AnchorConstraints& constraints = entry.constraints;
  const std::string who = name_of(entry);
  if (constraints.min_amt && constraints.max_amt && *constraints.max_amt < *constraints.min_amt)
    return content(cat(who, ": 'max_amt' ", *constraints.max_amt, " is below 'min_amt' ", *constraints.min_amt));
  ODCA_TRY(check_order(constraints.use_window, who, "use"));
  return check_order(entry.validity, who, "validity");
}

/// check_against: an anchor in use is not denied, and one that is distrusted is, by its key: the ledger is one list, in
/// which a certificate that is issued anew for the same key is found too.
Status check_against(const Denied& denied, const TrustAnchor& entry) {
  const bool key_denied = denied.contains({DenyEntry::Kind::spki, entry.spki_sha256});
  if (entry.status == AnchorStatus::distrusted) {
    if (key_denied) return {};
    return content(
        cat(name_of(entry), " is distrusted, but no deny entry names its key ", quote(to_hex(entry.spki_sha256))));
  }
  if (entry.status == AnchorStatus::retired) return {};
  const auto& hashes = entry.cert_sha256;
  const bool certificate_denied = std::any_of(hashes.begin(), hashes.end(), [&denied](const Fingerprint& hash) {
    return denied.contains({DenyEntry::Kind::certificate, hash});
  });
  if (key_denied || certificate_denied) return content(cat(name_of(entry), " is active, and denied"));
  return {};
}

Status check_anchors(const StoreDocument& store, const Denied& denied) {
  Once<std::uint64_t> ids;
  Once<Fingerprint> keys;
  Once<Fingerprint> certificates;
  for (const TrustAnchor& entry : store.anchors) {
    const std::string who = name_of(entry);
    ODCA_TRY(ids.add(entry.id, who, "id"));
    ODCA_TRY(keys.add(entry.spki_sha256, who, "key"));
    for (const Fingerprint& hash : entry.cert_sha256) ODCA_TRY(certificates.add(hash, who, "certificate"));
    ODCA_TRY(check_certificate(entry));
    ODCA_TRY(check_ranges(entry));
    if (entry.status != AnchorStatus::distrusted) ODCA_TRY(check_fit(entry));
    ODCA_TRY(check_against(denied, entry));
  }
  return {};
}

/// check_successors: 'replaced_by' names another anchor of this store, and no chain of them ends where it began.
Status check_successors(const StoreDocument& store) {
  std::map<std::uint64_t, std::optional<std::uint64_t>> next;
  for (const TrustAnchor& entry : store.anchors) next[entry.id] = entry.replaced_by;
  for (const TrustAnchor& entry : store.anchors) {
    std::optional<std::uint64_t> at = entry.replaced_by;
    for (std::size_t steps = 0; at; ++steps) {
      if (!next.contains(*at)) return content(cat(name_of(entry), ": 'replaced_by' names the unknown anchor ", *at));
      if (steps > store.anchors.size() || *at == entry.id)
        return content(cat(name_of(entry), ": 'replaced_by' leads back to itself"));
      at = next[*at];
    }
  }
  return {};
}

Status check_deny(const StoreDocument& store) {
  Once<std::uint64_t> ids;
  Once<std::pair<DenyEntry::Kind, Fingerprint>> values;
  for (const DenyEntry& deny : store.deny) {
    const std::string who = cat("deny entry ", deny.id, " ", quote(deny.label));
    ODCA_TRY(ids.add(deny.id, who, "id"));
    ODCA_TRY(values.add({deny.kind, deny.sha256}, who, "value"));
  }
  return {};
}

Status check_intermediates(const StoreDocument& store) {
  Once<Fingerprint> certificates;
  for (std::size_t i = 0; i < store.intermediates.size(); ++i) {
    const Certificate& certificate = store.intermediates[i].certificate;
    const std::string who = cat("intermediate ", i + 1, " ", quote(certificate->subject.to_string()));
    ODCA_TRY(certificates.add(certificate->sha256, who, "certificate"));
    ODCA_TRY(check_ca(certificate, who));
  }
  return {};
}

Status check_crls(const StoreDocument& store) {
  Once<Fingerprint> crls;
  for (std::size_t i = 0; i < store.crls.size(); ++i)
    ODCA_TRY(crls.add(store.crls[i].crl->sha256, cat("CRL ", i + 1), "bytes"));
  return {};
}

/// denied_by is what this store and the ledger deny together; what the store lifts, the ledger denies no more.
Denied denied_by(const StoreDocument& store, const std::vector<DenyEntry>& ledger) {
  Denied denied;
  for (const DenyEntry& deny : ledger)
    if (!deny.lifted) denied.emplace(deny.kind, deny.sha256);
  for (const DenyEntry& deny : store.deny) {
    if (deny.lifted) denied.erase({deny.kind, deny.sha256});
    if (!deny.lifted) denied.emplace(deny.kind, deny.sha256);
  }
  return denied;
}

}  // namespace

Status lint(const StoreDocument& store, const std::vector<DenyEntry>& ledger) {
  ODCA_TRY(check_deny(store));
  ODCA_TRY(check_anchors(store, denied_by(store, ledger)));
  ODCA_TRY(check_successors(store));
  ODCA_TRY(check_intermediates(store));
  ODCA_TRY(check_crls(store));
  const bool active = std::any_of(store.anchors.begin(), store.anchors.end(),
                                  [](const TrustAnchor& entry) { return entry.status == AnchorStatus::active; });
  if (!active) return failure("E_EMPTY", "expected at least one active anchor, found none");
  return {};
}

}  // namespace odca::bundle
