// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Change: one hold of the lock, with what install, rollback and recover share: opening, committing, tidying up.
#pragma once

#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bundle/reason.h"
#include "state/directory.h"
#include "state/log.h"
#include "state/setting.h"
#include "state/state_directory.h"
#include "state/state_file.h"

namespace odca::state {

class Change {
 public:
  /// begin makes the directory when there is none, checks its owner and takes the lock: E_STATE_LOCKED after
  /// `lock_timeout_ms`. What a crash left behind is removed.
  static Result<Change> begin(const Setting& setting, unsigned lock_timeout_ms);

  const Directory& directory() const { return directory_; }
  /// reconcile adds the line that a crash kept from the log. Whatever fails is a warning.
  void reconcile(const State& state);

  /// store writes a bundle file durably, and reads it back.
  Status store(const BundleReference& reference, std::string_view file);
  /// store_ledger does so with a ledger and returns the hash that the state is to name; empty for an empty ledger.
  Result<std::string> store_ledger(const Ledger& ledger);
  /// commit makes `state` the one in use.
  Status commit(const State& state);
  /// sync makes what is visible durable.
  Status sync();
  /// record appends to the log, as a warning when it fails.
  void record(std::string event, std::string note, const State& state);
  /// collect_garbage removes bundles and ledgers that `state` does not need, save the newest bundles.
  void collect_garbage(const State& state);

  std::vector<Error> take_warnings() { return std::exchange(warnings_, {}); }

 private:
  Change(const Setting& setting, Directory directory, Directory bundles, Directory::Lock lock)
      : now_(setting.now), directory_(std::move(directory)), bundles_(std::move(bundles)), lock_(std::move(lock)) {}
  void warn(Status status);
  void remove_leftover(const Directory& directory, std::string_view name);
  void collect_bundles(const State& state);
  void collect_ledgers(const State& state);

  Time now_;
  // The lock is the last member: it is given back first, before the handles of the directories.
  Directory directory_;
  Directory bundles_;
  std::vector<Error> warnings_{};
  Directory::Lock lock_;
};

/// without_bad_alloc turns the end of memory into E_INTERNAL: never a success.
template <class Work>
auto without_bad_alloc(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return bundle::failure("E_INTERNAL", "memory ran out",
                           "run it again with more memory; it starts from a whole state");
  }
}

}  // namespace odca::state
