// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Loading what is installed, as every consumer does at every start. No lock is taken and nothing is written.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "state/setting.h"
#include "state/state_file.h"

namespace odca::state {

/// Loaded is what of the state directory may be used, beside the embedded store. There is always an answer: what cannot
/// be used is left out, of the ledger everything is kept that can be read, and `problems` says why.
struct Loaded {
  enum class Use { embedded, previous, active };
  Use use = Use::embedded;
  std::optional<bundle::VerifiedBundle> bundle{};  ///< unless embedded
  Ledger ledger{};                                 ///< applies in any case
  std::optional<State> state{};                    ///< when it could be read
  bool installed = false;                          ///< something was installed, or is damaged
  /// What was ever denied may not all be in `ledger`: the directory is there and could not be opened, or a ledger could
  /// not be read whole, or others may have taken one away.
  bool distrust_lost = false;
  /// exposed: others may change or exchange the directory. Whole as it looks, a ledger may be gone; the first problem
  /// says where.
  bool exposed = false;
  bool absent = false;  ///< there is no such directory
  std::vector<Error> problems{};

  /// degraded: not what `state` says is in use, or the ledger is put together of what was found.
  bool degraded() const { return !problems.empty(); }
  /// stale: the bundle in use has expired.
  bool stale() const { return bundle && bundle->stale; }
  bool rolled_back() const { return state && state->mode == Mode::rolled_back; }
  /// highest_version is that of the bundle that wrote the ledger. Where that is not known it is above every version, so
  /// that no embedded store is new enough to lift anything of it.
  std::uint64_t highest_version() const;
  /// superseded: the embedded store is newer, and counts for positive trust.
  bool superseded(std::uint64_t embedded_version) const { return bundle && bundle->version < embedded_version; }
};

Loaded load(const Setting& setting);

/// floor_in is what a verification in this setting must know of the past.
bundle::Floor floor_in(const Setting& setting, const State& state, Ledger ledger);

}  // namespace odca::state
