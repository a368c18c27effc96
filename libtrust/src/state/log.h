// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The file `log`: one line of canonical JSON for each commit, each with the hash of the line before, so that a line
// cannot be changed or taken out unseen, nor the state be set back without the numbers telling. It is a record for
// people: nothing is decided by it, save that a log without a state means a lost state.
//
//   {"event":"install","note":"…","prev":HEX,"sequence":5,"time":"2026-03-01T00:00:00Z","version":7}
//
// `prev` is the SHA-256 of the line before without its line feed, for the first 64 zeros. A line that a crash tore is
// left as it is and followed by one with the event "torn", whose `prev` is the hash of the torn bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"
#include "odca/time.h"
#include "state/directory.h"

namespace odca::state {

inline constexpr std::string_view kLogName = "log";
inline constexpr std::size_t kMaxLogBytes = std::size_t{64} << 20U;

struct LogEntry {
  std::string event{};  ///< "install", "rollback", "recover", "recovered", "torn"
  std::string note{};
  std::uint64_t sequence = 0;  ///< of the state that was committed
  std::uint64_t version = 0;   ///< of the bundle that became active; 0: the embedded store
  Time time{};
  std::string prev{};
};

/// LogReport is what a reading of the whole log found. Problems say which line, and why.
struct LogReport {
  std::vector<LogEntry> entries{};
  std::vector<std::string> problems{};
  std::uint64_t last_sequence = 0;
  std::string last_hash{};  ///< what the next line must name
  bool ends_torn = false;   ///< the last line is no entry; the next append closes it
  bool ends_open = false;   ///< the last line lacks its line feed
  bool lags =
      false;  ///< the last commit has no line: a crash came between (the next change adds it), or a change is under way
};

/// check_log reads a log's content.
LogReport check_log(std::string_view content);
/// read_log does so with the file; a log that is not there is empty.
Result<LogReport> read_log(const Directory& directory);
/// append_log closes a torn tail and adds a line; `prev` is filled in.
Status append_log(const Directory& directory, LogEntry entry);

}  // namespace odca::state
