// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "base/text.h"
#include "state/installer.h"
#include "state/state_directory.h"

namespace odca::state {
namespace {

/// No lock is taken: what an install changed meanwhile is read again. So many in a row are not an install.
constexpr int kMaxTries = 100;

/// compare_with_log says where the record and the state disagree.
void compare_with_log(const State& state, LogReport& log) {
  log.lags = log.last_sequence < state.sequence;
  if (log.last_sequence > state.sequence)
    log.problems.push_back(cat("the log ends at commit ", log.last_sequence, ", the state is at commit ",
                               state.sequence, ": it was replaced by an older one"));
}

}  // namespace

Result<LogReport> verify_log(FileSystem& files, const std::string& path) {
  ODCA_TRY_ASSIGN(const std::optional<Directory> directory, Directory::open(files, path));
  if (!directory) return LogReport{};
  ODCA_TRY(directory->check_owner());
  for (int tries = 1;; ++tries) {
    const auto state = read_committed(*directory);
    ODCA_TRY_ASSIGN(LogReport log, read_log(*directory));
    const auto now = read_committed(*directory);
    const bool changed = state && now && *state != *now;
    if (changed && tries < kMaxTries) continue;
    if (!state && state.error().reason != "E_STATE_CORRUPT") return state.error();
    if (!state) log.problems.push_back(describe(state.error()));
    if (state && *state) compare_with_log(**state, log);
    return log;
  }
}

StatusReport status(const Setting& setting) {
  return {.loaded = load(setting), .log = verify_log(setting.files, setting.path)};
}

}  // namespace odca::state
