// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "state/change.h"
#include "state/installer.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

/// Plan is what an install would do, decided before anything is written.
struct Plan {
  bundle::VerifiedBundle verified{};
  State next{};  ///< `ledger` is filled in when the file is written
  Ledger ledger{};
  bool already = false;
  Changes changes{};
  std::optional<BundleReference> replaced{};
};

/// check_not_lower holds the invariants of the state even if a verification were wrong.
Status check_not_lower(const State& state, const bundle::VerifiedBundle& next, std::uint64_t embedded_version) {
  const bool same_keys = state.floor && state.floor->release_keys == next.release_keys;
  const bool sinks = same_keys && next.version < state.floor->bundle.version;
  const bool root_sinks = state.root_seen && next.root_version < state.root_seen->version;
  if (!sinks && !root_sinks && next.version >= embedded_version) return {};
  return bundle::failure("E_INTERNAL",
                         cat("bundle ", next.version, " passed verification, though it is below the floor"));
}

Result<bundle::VerifiedBundle> verify_new(const Setting& setting, std::string_view file, const State& state,
                                          const Ledger& ledger, const Loaded& current) {
  bundle::Floor floor = floor_in(setting, state, ledger);
  // What is in use verified just now from our root of trust, and has the newest root document in its chain.
  floor.root_is_ours = current.bundle.has_value();
  ODCA_TRY_ASSIGN(bundle::VerifiedBundle verified, setting.verify(file, floor, bundle::Moment::install));
  if (verified.file_sha256 != hash_of(file))
    return bundle::failure("E_INTERNAL", "the verified bundle has another hash than the file");
  ODCA_TRY(check_not_lower(state, verified, setting.embedded_version));
  return verified;
}

State next_state(const Setting& setting, const State& state, const bundle::VerifiedBundle& verified) {
  State next = state;
  next.active = reference_to(verified);
  next.floor = floor_at(verified, state.floor);
  next.root_seen = RootSeen{.version = verified.root_version, .sha256 = verified.root_sha256};
  next.latest_time = state.latest_time ? std::max(*state.latest_time, setting.now) : setting.now;
  next.mode = Mode::normal;
  next.sequence = state.sequence + 1;
  return next;
}

/// after is what every load will find once the plan is carried out.
Situation after(const Plan& plan) {
  return {.bundle = &plan.verified, .ledger = &plan.ledger, .highest_version = plan.next.floor->bundle.version};
}

Result<Plan> make_plan(const Setting& setting, std::string_view file, const State& state, const Ledger& ledger) {
  Plan plan;
  const Loaded current = load(setting);
  ODCA_TRY_ASSIGN(plan.verified, verify_new(setting, file, state, ledger, current));
  // What nobody vouches for is not kept: from here on the file is what is left.
  if (!plan.verified.kept.empty()) plan.verified.file_sha256 = hash_of(plan.verified.kept);
  plan.ledger = bundle::next_ledger(ledger, plan.verified.store);
  ODCA_TRY(check_size(plan.ledger));
  const bool in_use = current.use != Loaded::Use::embedded;
  plan.already = current.use == Loaded::Use::active && state.mode == Mode::normal &&
                 current.bundle->content_id == plan.verified.content_id;
  plan.next = next_state(setting, state, plan.verified);
  // Only a bundle that verifies is worth falling back to, and only another one.
  if (in_use && current.bundle->content_id != plan.verified.content_id) plan.replaced = reference_to(*current.bundle);
  plan.next.previous = plan.replaced;
  const Situation before{
      .bundle = in_use ? &*current.bundle : nullptr, .ledger = &ledger, .highest_version = current.highest_version()};
  plan.changes = setting.compare(before, after(plan));
  return plan;
}

InstallReport report_of(Plan plan, InstallReport::Outcome outcome, std::vector<Error> warnings) {
  return {.outcome = outcome,
          .bundle = std::move(plan.verified),
          .changes = std::move(plan.changes),
          .replaced = std::move(plan.replaced),
          .warnings = std::move(warnings)};
}

/// check_loads loads as every consumer will, and compares with what was to be installed.
Status check_loads(const Setting& setting, const Plan& plan) {
  const Loaded loaded = load(setting);
  if (loaded.use == Loaded::Use::active && !loaded.degraded() && loaded.state == plan.next &&
      bundle::same_entries(loaded.ledger, plan.ledger))
    return {};
  const std::string why = loaded.degraded() ? cat(": ", describe(loaded.problems.front())) : std::string();
  return bundle::failure("E_INTERNAL", cat("the bundle was installed, and does not load as verified", why),
                         "run trust-bundle status; trust-bundle rollback goes back");
}

Status write(Change& change, std::string_view file, const Ledger& ledger, Plan& plan) {
  ODCA_TRY(change.store(*plan.next.active, plan.verified.kept.empty() ? file : plan.verified.kept));
  // Where no state named a ledger, even an unchanged one is not yet kept under its name.
  if (plan.next.ledger.empty() || !bundle::same_entries(ledger, plan.ledger)) {
    ODCA_TRY_ASSIGN(plan.next.ledger, change.store_ledger(plan.ledger));
  }
  return change.commit(plan.next);
}

/// check_expansion: what is in use already adds nothing.
Status check_expansion(const Plan& plan, const InstallOptions& options) {
  if (!options.no_expansion || plan.already || plan.changes.expanding.empty()) return {};
  return bundle::failure("E_EXPANSION", cat("the bundle would add trust: ", plan.changes.expanding.front()));
}

/// ledger_to_keep is the one that the state names. Without a state, what every ledger file denies goes on.
Result<Ledger> ledger_to_keep(const Directory& directory, const std::optional<State>& committed) {
  if (committed) return read_named_ledger(directory, *committed);
  FoundLedgers found = every_ledger(directory);
  if (!found.missed.empty()) return std::move(found.missed.front());
  return std::move(found.ledger);
}

/// bytes_of is what an install writes beside what is there: the bundle, a ledger that changes, the state and the log.
std::uint64_t bytes_of(const Plan& plan, std::string_view file, const Ledger& ledger) {
  constexpr std::uint64_t kStateAndLog = std::uint64_t{16} << 10U;
  const std::size_t bundle = plan.verified.kept.empty() ? file.size() : plan.verified.kept.size();
  const bool changes = !bundle::same_entries(ledger, plan.ledger);
  return bundle + (changes ? write_ledger(plan.ledger).size() : 0) + kStateAndLog;
}

Status check_room(const Setting& setting, std::uint64_t needed) {
  const auto free = setting.files.free_bytes(setting.path);
  if (free.fault != Fault::none || free.value >= needed) return {};
  return bundle::failure("E_NOSPACE", cat("cannot write ", needed, " bytes to ", quote(setting.path), ": ", free.value,
                                          " bytes are free"));
}

Result<InstallReport> dry_run(const Setting& setting, std::string_view file, const InstallOptions& options) {
  State state;
  Ledger ledger;
  ODCA_TRY_ASSIGN(const std::optional<Directory> directory, Directory::open(setting.files, setting.path));
  if (Status place = Directory::check_place(setting.files, setting.path); !place)
    return directory ? Directory::exposed(std::move(place).error(), setting.path) : std::move(place).error();
  if (directory) {
    if (Status owner = directory->check_owner(); !owner)
      return Directory::exposed(std::move(owner).error(), setting.path);
    ODCA_TRY_ASSIGN(const std::optional<State> committed, read_committed(*directory));
    if (committed) state = *committed;
    ODCA_TRY_ASSIGN(ledger, ledger_to_keep(*directory, committed));
  }
  ODCA_TRY_ASSIGN(Plan plan, make_plan(setting, file, state, ledger));
  ODCA_TRY(check_expansion(plan, options));
  const auto outcome = plan.already ? InstallReport::Outcome::already_installed : InstallReport::Outcome::dry_run;
  const std::uint64_t needed = plan.already ? 0 : bytes_of(plan, file, ledger);
  InstallReport report = report_of(std::move(plan), outcome, {});
  // Who may not write still sees what would change, and how the run would end.
  if (Status changeable = Directory::check_changeable(setting.files, setting.path); !changeable)
    report.would_fail = std::move(changeable).error();
  else if (Status room = check_room(setting, needed); !room)
    report.would_fail = std::move(room).error();
  return report;
}

Result<InstallReport> run(const Setting& setting, std::string_view file, const InstallOptions& options) {
  ODCA_TRY_ASSIGN(Change change, Change::begin(setting, options.lock_timeout_ms));
  ODCA_TRY_ASSIGN(const std::optional<State> committed, read_committed(change.directory()));
  const State state = committed.value_or(State{});
  ODCA_TRY_ASSIGN(const Ledger ledger, ledger_to_keep(change.directory(), committed));
  if (committed) change.reconcile(state);
  ODCA_TRY_ASSIGN(Plan plan, make_plan(setting, file, state, ledger));
  if (plan.already) {
    // Its installer may have died before it was durable.
    ODCA_TRY(change.sync());
    return report_of(std::move(plan), InstallReport::Outcome::already_installed, change.take_warnings());
  }
  ODCA_TRY(check_expansion(plan, options));
  if (options.confirm && !options.confirm(plan.verified, plan.changes))
    return report_of(std::move(plan), InstallReport::Outcome::declined, change.take_warnings());
  ODCA_TRY(write(change, file, ledger, plan));
  change.record("install", "", plan.next);
  ODCA_TRY(check_loads(setting, plan));
  if (options.recheck) ODCA_TRY(options.recheck(after(plan)));
  change.collect_garbage(plan.next);
  return report_of(std::move(plan), InstallReport::Outcome::installed, change.take_warnings());
}

}  // namespace

Result<InstallReport> install(const Setting& setting, std::string_view file, const InstallOptions& options) {
  return without_bad_alloc(
      [&] { return options.dry_run ? dry_run(setting, file, options) : run(setting, file, options); });
}

}  // namespace odca::state
