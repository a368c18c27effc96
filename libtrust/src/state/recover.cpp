// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "state/change.h"
#include "state/installer.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

/// Known is what of the state could still be read.
struct Known {
  State state{};
  bool state_lost = false;
  Ledger ledger{};
  bool ledger_lost = false;
};

bool is_damage(const Error& error) { return error.reason == "E_STATE_CORRUPT"; }

/// is_unread tells that the disk did not give a file. It may do so the next time, so that nothing may be built on the
/// file not being there: a floor or a distrust would be lost by accident.
bool is_unread(const Error& error) {
  constexpr ReasonId reasons[] = {"E_IO", "E_NOSPACE", "E_STATE_PERM", "E_STATE_SYMLINK"};
  return std::find(std::begin(reasons), std::end(reasons), error.reason) != std::end(reasons);
}
Error cannot_choose(Error error) {
  error.hint = "run it again, or move that file away if it stays unreadable; nothing was changed";
  return error;
}

/// found_ledgers is what is left of the distrust when the ledger that counts is lost.
Result<Ledger> found_ledgers(const Directory& directory) {
  FoundLedgers found = every_ledger(directory);
  const auto unread = std::find_if(found.missed.begin(), found.missed.end(), is_unread);
  if (unread != found.missed.end()) return cannot_choose(std::move(*unread));
  return std::move(found.ledger);
}

/// check_remains: a ledger without a state is what is left of one.
Status check_remains(const Directory& directory, bool accept_loss) {
  const FoundLedgers found = every_ledger(directory);
  if (found.hashes.empty() && found.missed.empty())
    return bundle::failure("E_USAGE", cat("nothing is installed in ", quote(directory.path())), "install a bundle");
  if (accept_loss) return {};
  return corrupt(kStateName, "it is missing, and there is a ledger");
}

/// read_known takes damage as lost only when the caller accepts it; any other failure to read stays one.
Result<Known> read_known(const Directory& directory, bool accept_loss) {
  Known known;
  auto state = read_committed(directory);
  if (!state && !(is_damage(state.error()) && accept_loss)) return std::move(state).error();
  if (state && !*state) ODCA_TRY(check_remains(directory, accept_loss));
  known.state_lost = !state || !*state;
  if (!known.state_lost) known.state = **std::move(state);
  Result<Ledger> ledger = known.state_lost ? Result<Ledger>(corrupt("state", "it names no ledger"))
                                           : read_named_ledger(directory, known.state);
  if (!ledger && !(is_damage(ledger.error()) && accept_loss)) return std::move(ledger).error();
  known.ledger_lost = !ledger;
  if (ledger) {
    known.ledger = *std::move(ledger);
  } else {
    ODCA_TRY_ASSIGN(known.ledger, found_ledgers(directory));
  }
  return known;
}

/// is_better: a bundle under a newer root document comes first, whatever its version. Where release keys were stolen
/// and replaced, the thief's bundles have high versions and the old root.
bool is_better(const bundle::VerifiedBundle& one, const bundle::VerifiedBundle& other) {
  return std::pair(one.root_version, one.version) > std::pair(other.root_version, other.version);
}

/// best_on_disk is the best bundle that verifies, none above `highest`.
Result<std::optional<bundle::VerifiedBundle>> best_on_disk(const Directory& directory, const Setting& setting,
                                                           const bundle::Floor& floor, std::uint64_t highest) {
  std::optional<bundle::VerifiedBundle> best;
  ODCA_TRY_ASSIGN(const std::optional<Directory> bundles, directory.child(std::string(kBundlesName)));
  if (!bundles) return best;
  ODCA_TRY_ASSIGN(const std::vector<std::string> names, bundles->list());
  for (const std::string& name : names) {
    const auto version = version_in_name(name);
    if (!version || *version > highest) continue;
    const auto content = bundles->read(name, kMaxBundleBytes);
    if (!content && is_unread(content.error())) return cannot_choose(content.error());
    if (!content || !*content) continue;
    auto verified = setting.verify(**content, floor, bundle::Moment::load);
    if (!verified || reference_to(*verified).file_name() != name) continue;
    if (!best || is_better(*verified, *best)) best = *std::move(verified);
  }
  return best;
}

/// adopt puts a bundle in use; without a floor it becomes the floor.
void adopt(State& state, const bundle::VerifiedBundle& bundle, bool floor_lost) {
  state.active = reference_to(bundle);
  state.previous.reset();
  if (floor_lost) {
    state.floor = floor_at(bundle, std::nullopt);
    state.root_seen = RootSeen{.version = bundle.root_version, .sha256 = bundle.root_sha256};
  }
  const bool below = state.floor && bundle.version < state.floor->bundle.version;
  state.mode = below ? Mode::rolled_back : Mode::normal;
}

/// denials_of are the deny entries of a bundle. What it lifts is not taken away here: the ledger was put together of
/// remains, and the next install lifts it.
Ledger denials_of(const std::optional<bundle::VerifiedBundle>& bundle) {
  Ledger denied;
  if (bundle)
    std::copy_if(bundle->store.deny.begin(), bundle->store.deny.end(), std::back_inserter(denied),
                 [](const DenyEntry& deny) { return !deny.lifted; });
  return denied;
}

/// choose gives the bundle to use: the active one while it verifies, else the best on the disk.
Result<std::optional<bundle::VerifiedBundle>> choose(const Change& change, const Setting& setting, const Known& known) {
  const bundle::Floor floor = floor_in(setting, known.state, known.ledger);
  if (known.state.active) {
    auto active = verify_stored(change.directory(), *known.state.active, floor, setting.verify);
    if (active) return std::optional<bundle::VerifiedBundle>(*std::move(active));
    if (is_unread(active.error())) return cannot_choose(std::move(active).error());
  }
  const std::uint64_t highest = known.state.floor ? known.state.floor->bundle.version : bundle::kLargestInteger;
  return best_on_disk(change.directory(), setting, floor, highest);
}

/// before_the_publisher is the state in which a machine waits for the first bundle of another publisher.
Result<State> before_the_publisher(const Known& known, Change& change,
                                   const std::optional<bundle::VerifiedBundle>& use) {
  if (use)
    return bundle::failure("E_USAGE",
                           cat("bundle ", use->version, " verifies from the root of trust: the publisher is the same"),
                           "put the root document of the new publisher in its place first");
  State next{.ledger = known.state.ledger, .latest_time = known.state.latest_time};
  if (known.ledger_lost || (next.ledger.empty() && !known.ledger.empty())) {
    ODCA_TRY_ASSIGN(next.ledger, change.store_ledger(known.ledger));
  }
  return next;
}

Result<State> rebuilt(const RecoverOptions& options, const Known& known, Change& change,
                      const std::optional<bundle::VerifiedBundle>& use) {
  State next = known.state;
  if (use && (!next.active || reference_to(*use) != *next.active)) adopt(next, *use, known.state_lost);
  if (!use) {
    next.active.reset();
    next.previous.reset();
  }
  if (options.reset_clock) next.latest_time.reset();
  if (known.ledger_lost) {
    ODCA_TRY_ASSIGN(next.ledger, change.store_ledger(bundle::united(known.ledger, denials_of(use))));
  }
  return next;
}

Status check_loads(const Setting& setting, const State& state) {
  const Loaded loaded = load(setting);
  if (!loaded.degraded() && loaded.state == state) return {};
  return bundle::failure("E_INTERNAL", "the recovered state does not load as committed");
}

std::string note_of(const Known& known, const RecoverOptions& options) {
  if (options.accept_new_publisher) return "another publisher: floor and root documents of the former one dropped";
  if (known.state_lost) return "unreadable state: floor and clock lost";
  if (known.ledger_lost) return "unreadable ledger: rebuilt from what was found";
  return options.reset_clock ? "the clock was reset" : "the active bundle did not verify";
}

Result<ChangeReport> run_recover(const Setting& setting, const RecoverOptions& options) {
  ODCA_TRY_ASSIGN(Change change, Change::begin(setting, options.lock_timeout_ms));
  ODCA_TRY_ASSIGN(const Known known, read_known(change.directory(), options.accept_floor_loss));
  const auto log = read_log(change.directory());
  // Only the log knows the number of the commits that the state counted.
  if (!log && known.state_lost) return cannot_choose(log.error());
  if (!known.state_lost) change.reconcile(known.state);
  ODCA_TRY_ASSIGN(const std::optional<bundle::VerifiedBundle> use, choose(change, setting, known));
  ODCA_TRY_ASSIGN(State next, options.accept_new_publisher ? before_the_publisher(known, change, use)
                                                           : rebuilt(options, known, change, use));
  if (!known.state_lost && !known.ledger_lost && next == known.state)
    return ChangeReport{.changed = false, .state = next, .warnings = change.take_warnings()};
  next.sequence = std::max(known.state.sequence, log ? log->last_sequence : 0) + 1;
  ODCA_TRY(change.commit(next));
  change.record("recover", note_of(known, options), next);
  ODCA_TRY(check_loads(setting, next));
  change.collect_garbage(next);
  return ChangeReport{.changed = true, .state = next, .warnings = change.take_warnings()};
}

Status check_previous(const Directory& directory, const State& state, const Ledger& ledger, const Setting& setting) {
  auto previous = verify_stored(directory, *state.previous, floor_in(setting, state, ledger), setting.verify);
  if (previous) return {};
  Error error = std::move(previous).error().in("previous bundle");
  if (error.reason == "E_ROOT_CHAIN") error.hint = "install a newer bundle: rollback does not cross a root rotation";
  return error;
}

Result<ChangeReport> run_rollback(const Setting& setting, unsigned lock_timeout_ms) {
  ODCA_TRY_ASSIGN(Change change, Change::begin(setting, lock_timeout_ms));
  ODCA_TRY_ASSIGN(const std::optional<State> state, read_committed(change.directory()));
  // First, since a rollback that was cut off after its commit leaves nothing to go back to.
  if (state) change.reconcile(*state);
  if (!state || !state->previous)
    return bundle::failure("E_USAGE", "no previous bundle",
                           "trust-bundle status shows what is installed; nothing was changed");
  ODCA_TRY_ASSIGN(const Ledger ledger, read_named_ledger(change.directory(), *state));
  ODCA_TRY(check_previous(change.directory(), *state, ledger, setting));
  State next = *state;
  next.active = state->previous;
  next.previous.reset();
  next.mode = Mode::rolled_back;
  next.sequence = state->sequence + 1;
  ODCA_TRY(change.commit(next));
  change.record("rollback", cat("from version ", state->active ? state->active->version : 0), next);
  ODCA_TRY(check_loads(setting, next));
  change.collect_garbage(next);
  return ChangeReport{.changed = true, .state = next, .warnings = change.take_warnings()};
}

}  // namespace

Result<ChangeReport> rollback(const Setting& setting, unsigned lock_timeout_ms) {
  return without_bad_alloc([&] { return run_rollback(setting, lock_timeout_ms); });
}

Result<ChangeReport> recover(const Setting& setting, const RecoverOptions& options) {
  return without_bad_alloc([&] { return run_recover(setting, options); });
}

}  // namespace odca::state
