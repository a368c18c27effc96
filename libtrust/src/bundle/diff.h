// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What changes for trust between two effective sets: first what is trusted more, then what is trusted less, then the
// rest. Shown before a bundle is signed or installed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/merge.h"

namespace odca::bundle {

/// Effect of a change on what is trusted. The order is that of the lines.
enum class Effect { expands, narrows, neutral };
std::string_view to_string(Effect effect);

enum class ChangeKind {
  anchor_added,
  anchor_removed,
  roles_widened,
  roles_narrowed,
  constraint_widened,
  constraint_narrowed,
  denial_lifted,
  denial_added,
  revocation_lost,
  revocation_added,
  intermediate_added,
  intermediate_removed,
  description_changed  ///< label, id, certificates: nothing that decides
};
std::string_view to_string(ChangeKind kind);

/// Change is one line. `subject` names the anchor, deny entry, certificate or CRL, in the words of the store.
struct Change {
  Effect effect{};
  ChangeKind kind{};
  std::uint64_t id = 0;  ///< of the anchor or deny entry, 0 for others
  std::string subject{};
  std::string text{};  ///< "anchor 3 'DICE root': new, for dice"
};

/// diff compares anchors that are not denied by name and key, deny entries by kind and value, intermediates by SHA-256,
/// and CRLs by what they revoke. A lifted entry (EffectiveTrust::lifted) that has no counterpart before expands trust:
/// a machine may deny the same by its compiled-in store, or by what it learned before.
std::vector<Change> diff(const EffectiveTrust& before, const EffectiveTrust& after);
/// denied_anchors are the labels of the anchors that a deny entry refuses: they are in a store and not trusted.
std::vector<std::string> denied_anchors(const EffectiveTrust& trust);
/// expands_trust is true when any change does.
bool expands_trust(const std::vector<Change>& changes);
/// requirement_changes says what a store demands of the programs that read it, where that differs.
std::vector<std::string> requirement_changes(const Preamble& before, const Preamble& after);
/// counts_of is "2 changes add trust, 1 takes it away, 3 decide nothing".
std::string counts_of(std::size_t expanding, std::size_t narrowing, std::size_t neutral);
/// to_text prints one line for each change, "+", "-" or " " first.
std::string to_text(const std::vector<Change>& changes);

}  // namespace odca::bundle
