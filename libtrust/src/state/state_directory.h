// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading the state directory, for loading and for changing it:
//
//   lock                          advisory lock of the writer; its content is only for messages
//   state                         the one commit point (state_file.h)
//   bundles/<version>-<id>.atb    never changed while `state` names them
//   ledger-<hash>                 never changed (ledger.h)
//   log                           record for people (log.h)
//
// Nothing in it is trusted: a bundle counts only as far as it verifies from the root of trust.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "state/directory.h"
#include "state/setting.h"
#include "state/state_file.h"

namespace odca::state {

inline constexpr std::string_view kLockName = "lock";
inline constexpr std::string_view kStateName = "state";
inline constexpr std::string_view kBundlesName = "bundles";
/// New files before they get their name. One program changes the directory at a time, so one name each is enough.
inline constexpr std::string_view kNewState = ".new-state";
inline constexpr std::string_view kNewLedger = ".new-ledger";
inline constexpr std::string_view kNewBundle = ".new-bundle";
inline constexpr std::size_t kMaxBundleBytes = std::size_t{4} << 20U;

/// read_committed gives nothing when nothing was ever installed. A state that cannot be read, or that is missing beside
/// a log, is E_STATE_CORRUPT.
Result<std::optional<State>> read_committed(const Directory& directory);

/// read_named_ledger reads the ledger that a state names.
Result<Ledger> read_named_ledger(const Directory& directory, const State& state);
/// FoundLedgers unites all ledger files that are whole, for when no state tells which one counts: an entry too many
/// only narrows trust. `missed` says what could not be read or is damaged.
struct FoundLedgers {
  Ledger ledger{};
  std::set<std::string> hashes{};  ///< of the contents of those that are whole
  std::vector<Error> missed{};
};
FoundLedgers every_ledger(const Directory& directory);

/// verify_stored reads the bundle file that a reference names and verifies it as one that was accepted before.
Result<bundle::VerifiedBundle> verify_stored(const Directory& directory, const BundleReference& reference,
                                             const bundle::Floor& floor, const Verify& verify);

/// version_in_name is the version in the name of a bundle file of ours; nothing for other names.
std::optional<std::uint64_t> version_in_name(std::string_view name);

}  // namespace odca::state
