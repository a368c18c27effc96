// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "revocation/who_may_revoke.h"

#include <algorithm>

#include "base/text.h"

namespace odca {
namespace {

// RFC 5280 5.3.1.
constexpr unsigned kCertificateHold = 6;
constexpr unsigned kRemoveFromCrl = 8;

bool says_indirect(const Crl& crl) {
  return crl->issuing_distribution_point && crl->issuing_distribution_point->indirect;
}

/// Meaning is whose certificate an entry with the right serial number is about.
enum class Meaning { another, unclear, this_one };

/// meaning_of implements RFC 5280 5.3.3: the issuer that the entry or one before it names, else that of the CRL.
Meaning meaning_of(const RevokedEntry& entry, const Crl& crl, const Accused& accused) {
  const Certificate& certificate = accused.certificate;
  const bool direct = same_name(crl->issuer, certificate->issuer);
  if (entry.issuer_unclear) return Meaning::unclear;
  if (same_name(entry.effective_issuer.value_or(crl->issuer), certificate->issuer)) return Meaning::this_one;
  // Some lists are published as indirect and do not say so: whether an entry of theirs takes the issuer of the one
  // before it is not certain.
  if (direct) return !says_indirect(crl) && !entry.certificate_issuer ? Meaning::unclear : Meaning::another;
  // By the standard an entry without an issuer means a certificate of the CRL's own issuer. A CA that forgot to name
  // one would mean this certificate, and cannot be told from that.
  const bool sent_here = accused.names_as_crl_issuer(certificate, crl->issuer);
  return sent_here && !entry.effective_issuer ? Meaning::unclear : Meaning::another;
}

std::string since(const RevokedEntry& entry, const HeldCrl& held) {
  if (!entry.revoked_at) return cat("by ", described(held), ", unreadable revocation date");
  return cat("since ", format_time(*entry.revoked_at), " by ", described(held));
}

/// unknown_critical_of names an extension because of which RFC 5280 5.2 and 5.3 forbid using the CRL; empty: none.
std::string unknown_critical_of(const Crl& crl) {
  return crl->unknown_critical.empty() ? crl->unknown_critical_of_entries : crl->unknown_critical[0];
}

Charge charge_of(const RevokedEntry& entry, Meaning meaning, const ProvedList& list) {
  Charge charge{.list = list.held, .revoked_at = entry.revoked_at};
  const std::string name = described(*list.held);
  if (meaning == Meaning::unclear) {
    charge.reason = "serial-without-issuer";
    charge.detail = cat(name, " lists its serial number, but the certificate issuer of the entry is unclear");
  } else if (const std::string oid = unknown_critical_of(list.crl()); !oid.empty()) {
    charge.reason = "unknown-critical";
    charge.detail = cat(name, " lists it, but has the unknown critical extension ", oid,
                        ", and RFC 5280 5.2 and 5.3 forbid using such a CRL");
  } else if (list.voice == Voice::unfit) {
    charge.reason = "signer-not-allowed";
    charge.detail = cat(name, " lists it, but ", list.why_not);
  } else {
    charge.weight = Charge::Weight::revoked;
    charge.reason = "revoked";
    charge.detail = since(entry, *list.held);
  }
  return charge;
}

/// removes tells whether a delta takes the certificate off the list, and lists it in no other entry of its own.
bool removes(const ProvedList& delta, const Accused& accused) {
  bool removed = false;
  for (const RevokedEntry& entry : entries_of(delta, accused.certificate->serial, accused.entries)) {
    if (meaning_of(entry, delta.crl(), accused) == Meaning::another) continue;
    if (entry.reason != kRemoveFromCrl) return false;
    removed = removed || meaning_of(entry, delta.crl(), accused) == Meaning::this_one;
  }
  return removed;
}

/// lifting returns the delta CRLs that remove the certificate from a CRL. Only a CRL that may clear may do that.
/// Differs: RFC 5280 6.3.3(k) believes removeFromCRL whatever the reason was; 5.3.1 allows it for what was on hold, and
/// nothing else comes off here.
std::vector<const ProvedList*> lifting(const std::vector<ProvedList>& lists, const Accused& accused) {
  std::vector<const ProvedList*> deltas;
  for (const ProvedList& list : lists) {
    const Crl& crl = list.crl();
    const bool counts = list.held->from != CrlFrom::dump || accused.dump_counts;
    const bool fit = counts && list.voice == Voice::clears && crl->flaws.empty() && unknown_critical_of(crl).empty() &&
                     crl->this_update <= accused.judged_at;
    if (crl->is_delta && fit && removes(list, accused)) deltas.push_back(&list);
  }
  return deltas;
}

}  // namespace

bool follows(const ProvedList& delta, const ProvedList& list) {
  const Crl& later = delta.crl();
  const Crl& earlier = list.crl();
  if (!later->is_delta || !later->base_number || !later->number || !earlier->number) return false;
  const auto idp = [](const Crl& crl) {
    return crl->issuing_distribution_point ? ByteView(crl->issuing_distribution_point->der) : ByteView{};
  };
  return delta.signer == list.signer && same_name(later->issuer, earlier->issuer) && equal(idp(later), idp(earlier)) &&
         !is_higher(*later->base_number, *earlier->number) && is_higher(*later->number, *earlier->number) &&
         later->this_update >= earlier->this_update;
}

std::optional<Charge> who_may_revoke(const Accused& accused, const std::vector<ProvedList>& lists) {
  const std::vector<const ProvedList*> deltas = lifting(lists, accused);
  std::optional<Charge> heaviest;
  for (const ProvedList& list : lists) {
    const bool lifted =
        std::any_of(deltas.begin(), deltas.end(), [&](const ProvedList* delta) { return follows(*delta, list); });
    for (const RevokedEntry& entry : entries_of(list, accused.certificate->serial, accused.entries)) {
      if (list.crl()->is_delta && entry.reason == kRemoveFromCrl) continue;
      if (lifted && entry.reason == kCertificateHold) continue;
      const Meaning meaning = meaning_of(entry, list.crl(), accused);
      if (meaning == Meaning::another) continue;
      Charge charge = charge_of(entry, meaning, list);
      if (charge.weight == Charge::Weight::revoked) return charge;
      if (!heaviest) heaviest = std::move(charge);
    }
  }
  return heaviest;
}

}  // namespace odca
