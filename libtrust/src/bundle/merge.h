// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is trusted in the end (docs/bundles.md 6): the compiled-in store and the active bundle compete by version for
// what is trusted; what any of them ever denied stays denied until it is lifted by name. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bundle/ledger.h"
#include "bundle/store_document.h"

namespace odca::bundle {

/// Accepted is what bundles have given so far.
struct Accepted {
  std::optional<StoreDocument> store{};  ///< of the active bundle; empty when there is none, or none that verifies
  Ledger ledger{};                       ///< every deny entry ever accepted and not lifted
  std::uint64_t highest_version = 0;     ///< of all bundles ever accepted: above that of `store` after a rollback
  /// The roles to which the publisher is limited. Such a bundle has version numbers of its own: it gives the anchors of
  /// these roles, the embedded store all others, and it lifts nothing that the embedded store denies.
  std::optional<Roles> only{};
};

/// accept returns what is there after this store was accepted: it is active, and its deny entries are in the ledger.
Accepted accept(const Accepted& before, StoreDocument store);

/// EffectiveTrust is what a verifier works with.
struct EffectiveTrust {
  std::uint64_t version = 0;           ///< of the store that gave the anchors
  std::vector<TrustAnchor> anchors{};  ///< active ones only; a denied one is refused by its deny entry
  std::vector<StoredCertificate> intermediates{};
  std::vector<StoredCrl> crls{};  ///< of both stores: for whom one may speak is asked of its signer (revocation.h)
  std::vector<DenyEntry> deny{};  ///< each kind and value once, none lifted
  /// What a store lifts wherever it was denied. Only for those who decide what a store says (as_it_stands, said_by): on
  /// one machine a lifted entry is in effect already, in `deny`.
  std::vector<DenyEntry> lifted{};
};

enum class MergeOutcome {
  equivocation,  ///< the stores have one version and different contents: the embedded one holds (E_EQUIVOCATION)
  embedded_alone,
  embedded_newer,
  same,
  bundle_newer,
  side_by_side  ///< the publisher of the bundle is limited to roles
};
std::string_view to_string(MergeOutcome outcome);

struct Merged {
  MergeOutcome outcome{};
  std::string reason{};  ///< for people: "bundle 7 is newer than the embedded store 1"
  EffectiveTrust trust{};
};
Merged merge(const StoreDocument& embedded, const Accepted& accepted);

/// said_by adds what a store lifts to what is trusted with it: which machines denied it is not known to signers.
EffectiveTrust said_by(const StoreDocument& store, EffectiveTrust trust);
/// as_it_stands is what a store says by itself, without any other.
EffectiveTrust as_it_stands(const StoreDocument& store);

}  // namespace odca::bundle
