// Loading what is installed, as every consumer does at every start. No lock is taken and nothing is written.
#pragma once

#include <optional>
#include <vector>

#include "state/setting.h"
#include "state/state_file.h"

namespace odca::state {

/// Loaded is what of the state directory may be used, beside the embedded store. There is always an answer: what cannot
/// be used is left out, the ledger is kept, and `problems` says why.
struct Loaded {
  enum class Use { embedded, previous, active };
  Use use = Use::embedded;
  std::optional<bundle::VerifiedBundle> bundle{};  ///< unless embedded
  Ledger ledger{};                                 ///< applies in any case
  std::optional<State> state{};                    ///< when it could be read
  bool installed = false;                          ///< something was installed, or is damaged
  std::vector<Error> problems{};

  /// degraded: not what `state` says is in use, or the ledger is put together of what was found.
  bool degraded() const { return !problems.empty(); }
  /// stale: the bundle in use has expired.
  bool stale() const { return bundle && bundle->stale; }
  bool rolled_back() const { return state && state->mode == Mode::rolled_back; }
  /// superseded: the embedded store is newer, and counts for positive trust.
  bool superseded(std::uint64_t embedded_version) const { return bundle && bundle->version < embedded_version; }
};

Loaded load(const Setting& setting);

}  // namespace odca::state
