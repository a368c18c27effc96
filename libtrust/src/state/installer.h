// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Changing what is installed: install, rollback, recover. Each holds the lock of the state directory, writes new files
// beside the old ones, and commits by renaming one file; a crash at any point leaves the old state or the new one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "state/loader.h"
#include "state/log.h"
#include "state/setting.h"
#include "state/state_file.h"

namespace odca::state {

struct InstallOptions {
  bool dry_run = false;       ///< say what would change, and whether this user may write it
  bool no_expansion = false;  ///< refuse what adds trust: E_EXPANSION, in a dry run too
  /// confirm is asked before anything is written; unset means yes.
  std::function<bool(const bundle::VerifiedBundle&, const Changes&)> confirm{};
  /// recheck looks at what was installed as consumers will, after the commit and before another installer may come; an
  /// error of it is the error of the install, and what was installed stays.
  std::function<Status(const Situation& installed)> recheck{};
  unsigned lock_timeout_ms = 10'000;
};

struct InstallReport {
  enum class Outcome { declined, dry_run, already_installed, installed };
  Outcome outcome = Outcome::declined;
  bundle::VerifiedBundle bundle{};
  Changes changes{};
  std::optional<BundleReference> replaced{};  ///< what was in use, if it was another bundle
  std::vector<Error> warnings{};              ///< of steps that do not decide: log, garbage
  std::optional<Error> would_fail{};          ///< of a dry run: how the run would end for this user
};

/// install runs the steps of docs/bundles.md 6 with the bytes of a bundle. An Error means that the old state is in use,
/// save E_DURABILITY and E_INTERNAL, whose message says when the new one is.
Result<InstallReport> install(const Setting& setting, std::string_view file, const InstallOptions& options);

struct ChangeReport {
  bool changed = false;
  State state{};
  std::vector<Error> warnings{};
};

/// rollback makes the previous bundle active if it verifies. Floor and ledger stay.
Result<ChangeReport> rollback(const Setting& setting, unsigned lock_timeout_ms);

struct RecoverOptions {
  bool accept_floor_loss = false;  ///< rebuild a state or ledger that cannot be read from what is on the disk
  bool reset_clock = false;        ///< forget the time of the last install
  /// The root of trust is that of another publisher: what was accepted of the former one is given up, save what was
  /// denied. E_USAGE when what is in use verifies from the root of trust.
  bool accept_new_publisher = false;
  unsigned lock_timeout_ms = 10'000;
};
/// recover puts the best bundle on the disk in use when the active one does not verify. A floor that can be read is
/// kept.
Result<ChangeReport> recover(const Setting& setting, const RecoverOptions& options);

/// verify_log reads the whole record and compares it with the state; a directory that is not there has an empty one. It
/// needs no root of trust. Fails when there is no reading the log: E_STATE_PERM, E_STATE_SYMLINK, E_IO.
Result<LogReport> verify_log(FileSystem& files, const std::string& path);

/// StatusReport is what status shows. There is always an answer.
struct StatusReport {
  Loaded loaded{};
  Result<LogReport> log;
};
StatusReport status(const Setting& setting);

}  // namespace odca::state
