// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/change.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

constexpr unsigned kImmutable = 0444;
constexpr unsigned kReplaceable = 0644;
constexpr std::size_t kSpareBundles = 2;  // kept beside those that the state names, for recover
constexpr std::size_t kMaxHolder = 32;

Error locked(const Directory& directory) {
  const auto holder = directory.read(std::string(kLockName), kMaxHolder);
  const bool known =
      holder && *holder && !(*holder)->empty() && (*holder)->find_first_not_of("0123456789") == std::string::npos;
  return bundle::failure("E_STATE_LOCKED", cat(quote(directory.path()), " is in use by ",
                                               known ? cat("process ", **holder) : std::string("another program")));
}

Result<Directory::Lock> wait_for_lock(const Directory& directory, unsigned timeout_ms) {
  for (unsigned waited = 0;; waited += FileSystem::kPauseMilliseconds) {
    ODCA_TRY_ASSIGN(std::optional<Directory::Lock> lock, directory.lock(std::string(kLockName)));
    if (lock) return *std::move(lock);
    if (waited >= timeout_ms) return locked(directory);
    directory.files().pause();
  }
}

/// read_back compares what the disk gives with what was written.
Status read_back(const Directory& directory, const std::string& name, std::string_view content) {
  ODCA_TRY_ASSIGN(const std::optional<std::string> found, directory.read(name, content.size()));
  if (found && *found == content) return {};
  return bundle::failure("E_IO", cat(quote(cat(directory.path(), '/', name)), " does not read back as it was written"),
                         "check the disk");
}

}  // namespace

Result<Change> Change::begin(const Setting& setting, unsigned lock_timeout_ms) {
  if (Status place = Directory::check_place(setting.files, setting.path); !place) {
    const auto there = Directory::open(setting.files, setting.path);
    return there && !*there ? std::move(place).error() : Directory::exposed(std::move(place).error(), setting.path);
  }
  ODCA_TRY_ASSIGN(Directory directory, Directory::open_or_make(setting.files, setting.path));
  if (Status owner = directory.check_owner(); !owner) return Directory::exposed(std::move(owner).error(), setting.path);
  ODCA_TRY_ASSIGN(Directory::Lock lock, wait_for_lock(directory, lock_timeout_ms));
  ODCA_TRY_ASSIGN(Directory bundles, directory.child_or_make(std::string(kBundlesName)));
  ODCA_TRY(bundles.check_owner());
  Change change(setting, std::move(directory), std::move(bundles), std::move(lock));
  change.remove_leftover(change.directory_, kNewState);
  change.remove_leftover(change.directory_, kNewLedger);
  change.remove_leftover(change.bundles_, kNewBundle);
  return change;
}

void Change::warn(Status status) {
  if (!status) warnings_.push_back(std::move(status).error());
}

/// remove_leftover removes a regular file only: anything else under our name is not ours.
void Change::remove_leftover(const Directory& directory, std::string_view name) {
  const auto kind = directory.kind_of(std::string(name));
  if (!kind) return warnings_.push_back(kind.error());
  if (*kind == FileKind::file) warn(directory.remove(std::string(name)));
}

void Change::reconcile(const State& state) {
  const auto log = read_log(directory_);
  if (!log) return warnings_.push_back(log.error());
  if (log->last_sequence >= state.sequence) return;
  // The commit may not be durable either; a log that knows more than the state would look like a lost state.
  if (Status synced = directory_.sync(); !synced) return warn(std::move(synced));
  record("recovered", "a crash came between this commit and its line in the log", state);
}

Status Change::store(const BundleReference& reference, std::string_view file) {
  const std::string name = reference.file_name();
  ODCA_TRY(bundles_.replace(std::string(kNewBundle), name, file, kImmutable));
  ODCA_TRY(bundles_.sync());
  return read_back(bundles_, name, file);
}

Result<std::string> Change::store_ledger(const Ledger& ledger) {
  if (ledger.empty()) return std::string();
  const std::string content = write_ledger(ledger);
  std::string hash = hash_of(content);
  const std::string name = ledger_file_name(hash);
  ODCA_TRY(directory_.replace(std::string(kNewLedger), name, content, kImmutable));
  ODCA_TRY(directory_.sync());
  ODCA_TRY(read_back(directory_, name, content));
  return hash;
}

Status Change::commit(const State& state) {
  ODCA_TRY(directory_.replace(std::string(kNewState), std::string(kStateName), write_state(state), kReplaceable));
  Status synced = directory_.sync();
  if (synced) return {};
  Error error = std::move(synced).error();
  error.message += "; the new state is in use, and a crash may lose it";
  return error;
}

Status Change::sync() {
  ODCA_TRY(bundles_.sync());
  return directory_.sync();
}

void Change::record(std::string event, std::string note, const State& state) {
  warn(append_log(directory_, {.event = std::move(event),
                               .note = std::move(note),
                               .sequence = state.sequence,
                               .version = state.active ? state.active->version : 0,
                               .time = now_}));
}

void Change::collect_garbage(const State& state) {
  collect_bundles(state);
  collect_ledgers(state);
}

void Change::collect_bundles(const State& state) {
  std::set<std::string> needed;
  if (state.active) needed.insert(state.active->file_name());
  if (state.previous) needed.insert(state.previous->file_name());
  if (state.floor) needed.insert(state.floor->bundle.file_name());
  const auto names = bundles_.list();
  if (!names) return warnings_.push_back(names.error());
  std::vector<std::pair<std::uint64_t, std::string>> spare;
  for (const std::string& name : *names) {
    const auto version = version_in_name(name);
    if (version && !needed.contains(name)) spare.emplace_back(*version, name);
  }
  std::sort(spare.rbegin(), spare.rend());
  for (std::size_t i = kSpareBundles; i < spare.size(); ++i) warn(bundles_.remove(spare[i].second));
}

void Change::collect_ledgers(const State& state) {
  const std::string needed = state.ledger.empty() ? std::string() : ledger_file_name(state.ledger);
  const auto names = directory_.list();
  if (!names) return warnings_.push_back(names.error());
  for (const std::string& name : *names)
    if (is_ledger_file_name(name) && name != needed) warn(directory_.remove(name));
}

}  // namespace odca::state
