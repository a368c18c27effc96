// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/merge.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/text.h"
#include "trust/denial.h"

namespace odca::bundle {
namespace {

using DenyKeys = std::set<DenyKey>;

DenyKeys lifted_by(const StoreDocument& store) {
  DenyKeys lifted;
  for (const DenyEntry& deny : store.deny)
    if (deny.lifted) lifted.insert(key_of(deny));
  return lifted;
}

Roles select(const Roles& roles, const Roles& only, bool inside) {
  Roles selected;
  for (const std::string& name : roles.to_strings()) {
    const AnchorRole role = *anchor_role_from(name);  // to_strings() gives known names
    if (only.contains(role) == inside) selected.insert(role);
  }
  return selected;
}

/// Deny collects what is denied, each kind and value once.
class Deny {
 public:
  /// add takes the entries of a list and skips those in `lifted`.
  void add(const std::vector<DenyEntry>& list, const DenyKeys& lifted) {
    for (const DenyEntry& deny : list)
      if (!deny.lifted) add(deny, lifted);
  }
  /// add takes the entries of a store, and its distrusted anchors.
  void add(const StoreDocument& store, const DenyKeys& lifted) {
    add(store.deny, lifted);
    for (const TrustAnchor& entry : store.anchors)
      if (entry.status == AnchorStatus::distrusted) add(denial_of(entry), lifted);
  }
  std::vector<DenyEntry> take() && { return std::move(list_); }

 private:
  static DenyEntry denial_of(const TrustAnchor& entry) {
    return {.kind = DenyEntry::Kind::spki,
            .sha256 = entry.spki_sha256,
            .label = entry.label,
            .reason = "the anchor is distrusted",
            .origin = entry.origin};
  }
  void add(const DenyEntry& deny, const DenyKeys& lifted) {
    if (lifted.contains(key_of(deny)) || !seen_.insert(key_of(deny)).second) return;
    list_.push_back(deny);
  }

  DenyKeys seen_{};
  std::vector<DenyEntry> list_{};
};

void add_positive(const StoreDocument& store, EffectiveTrust& trust) {
  for (const TrustAnchor& entry : store.anchors)
    if (entry.status == AnchorStatus::active) trust.anchors.push_back(entry);
  for (const StoredCertificate& one : store.intermediates) trust.intermediates.push_back(one);
}

/// add_positive_roles adds the anchors for the roles in `only`, or (`inside` false) for all others.
void add_positive_roles(const StoreDocument& store, const Roles& only, bool inside, EffectiveTrust& trust) {
  const std::size_t first = trust.anchors.size();
  add_positive(store, trust);
  std::vector<TrustAnchor>& anchors = trust.anchors;
  for (std::size_t i = first; i < anchors.size(); ++i) anchors[i].roles = select(anchors[i].roles, only, inside);
  const auto begin = anchors.begin() + static_cast<std::ptrdiff_t>(first);  // at most kMaxAnchors
  anchors.erase(std::remove_if(begin, anchors.end(), [](const TrustAnchor& e) { return e.roles.empty(); }),
                anchors.end());
}

void add_crls(const StoreDocument& store, std::set<Fingerprint>& seen, EffectiveTrust& trust) {
  for (const StoredCrl& one : store.crls)
    if (seen.insert(one.crl->sha256).second) trust.crls.push_back(one);
}

MergeOutcome compare(const StoreDocument& embedded, const Accepted& accepted) {
  if (!accepted.store) return MergeOutcome::embedded_alone;
  if (accepted.only) return MergeOutcome::side_by_side;
  const std::uint64_t ours = embedded.preamble.version;
  const std::uint64_t theirs = accepted.store->preamble.version;
  if (theirs != ours) return theirs > ours ? MergeOutcome::bundle_newer : MergeOutcome::embedded_newer;
  // One content has one canonical text.
  return identity_of(embedded).sha256 == identity_of(*accepted.store).sha256 ? MergeOutcome::same
                                                                             : MergeOutcome::equivocation;
}

std::string reason_for(MergeOutcome outcome, const StoreDocument& embedded, const Accepted& accepted) {
  const std::uint64_t ours = embedded.preamble.version;
  const std::uint64_t theirs = accepted.store ? accepted.store->preamble.version : 0;
  switch (outcome) {
    case MergeOutcome::equivocation:
      return cat("the bundle and the embedded store have version ", ours,
                 " and different contents; the embedded holds");
    case MergeOutcome::embedded_alone:
      return cat("no bundle is in use besides the embedded store ", ours);
    case MergeOutcome::embedded_newer:
      return cat("the embedded store ", ours, " is newer than bundle ", theirs);
    case MergeOutcome::same:
      return cat("bundle ", theirs, " is the embedded store");
    case MergeOutcome::bundle_newer:
      return cat("bundle ", theirs, " is newer than the embedded store ", ours);
    case MergeOutcome::side_by_side:
      break;
  }
  std::string roles;
  for (const std::string& name : accepted.only->to_strings()) roles += cat(roles.empty() ? "" : ", ", name);
  return cat("bundle ", theirs, " is limited to the roles ", roles, " and is used beside the embedded store ", ours);
}

std::vector<DenyEntry> merge_deny(MergeOutcome outcome, const StoreDocument& embedded, const Accepted& accepted) {
  const DenyKeys none;
  const bool embedded_holds = outcome == MergeOutcome::embedded_newer || outcome == MergeOutcome::same;
  const DenyKeys by_embedded = embedded_holds ? lifted_by(embedded) : none;
  const DenyKeys by_bundle = outcome == MergeOutcome::bundle_newer ? lifted_by(*accepted.store) : none;
  // The ledger has already lost what the active bundle lifts. What it still has was denied later, by a bundle from
  // which somebody rolled back; only a store newer than that one may lift it.
  const std::uint64_t active = accepted.store ? accepted.store->preamble.version : 0;
  const bool newest = embedded.preamble.version > std::max(active, accepted.highest_version);
  Deny deny;
  // The first that denies a thing is named as the one to ask; the ledger has forgotten whose entry it was.
  deny.add(embedded, by_bundle);
  if (accepted.store) deny.add(*accepted.store, by_embedded);
  deny.add(accepted.ledger, newest ? by_embedded : none);
  return std::move(deny).take();
}

}  // namespace

std::string_view to_string(MergeOutcome outcome) {
  constexpr std::string_view kNames[] = {"equivocation", "embedded-alone", "embedded-newer",
                                         "same",         "bundle-newer",   "side-by-side"};
  return kNames[static_cast<std::size_t>(outcome)];  // in the order of the enumeration
}

Accepted accept(const Accepted& before, StoreDocument store) {
  Accepted after{.ledger = next_ledger(before.ledger, store),
                 .highest_version = std::max(before.highest_version, store.preamble.version),
                 .only = before.only};
  after.store = std::move(store);
  return after;
}

Merged merge(const StoreDocument& embedded, const Accepted& accepted) {
  const MergeOutcome outcome = compare(embedded, accepted);
  Merged merged{.outcome = outcome, .reason = reason_for(outcome, embedded, accepted)};
  EffectiveTrust& trust = merged.trust;
  const bool bundle = outcome == MergeOutcome::bundle_newer;
  trust.version = (bundle ? *accepted.store : embedded).preamble.version;
  if (outcome == MergeOutcome::side_by_side) {
    add_positive_roles(embedded, *accepted.only, false, trust);
    add_positive_roles(*accepted.store, *accepted.only, true, trust);
  } else {
    add_positive(bundle ? *accepted.store : embedded, trust);
  }
  std::set<Fingerprint> crls;
  if (accepted.store) add_crls(*accepted.store, crls, trust);
  add_crls(embedded, crls, trust);
  trust.deny = merge_deny(outcome, embedded, accepted);
  return merged;
}

EffectiveTrust said_by(const StoreDocument& store, EffectiveTrust trust) {
  std::copy_if(store.deny.begin(), store.deny.end(), std::back_inserter(trust.lifted),
               [](const DenyEntry& deny) { return deny.lifted; });
  return trust;
}

EffectiveTrust as_it_stands(const StoreDocument& store) { return said_by(store, merge(store, {}).trust); }

}  // namespace odca::bundle
