// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Running other programs and measuring them whole: wall-clock time, processor time, peak of resident memory.
#pragma once

#include <string>
#include <vector>

namespace odca::bench {

/// Program is a command line; `input` and `output` are files, empty for /dev/null.
struct Program {
  std::vector<std::string> words{};
  std::string input{};
  std::string output{};
};

struct Ran {
  int status = 0;  ///< exit status; 128 and the signal when it was killed
  double wall_ms = 0;
  double cpu_ms = 0;
  /// peak_mib is ru_maxrss. Linux counts in what the caller held when it started the program, so a caller has to be
  /// small itself.
  double peak_mib = 0;
};

/// run starts a program, waits for its end, and throws std::runtime_error when it cannot be started.
Ran run(const Program& program);
/// run_piped runs `from | to` and measures `to`. Throws also when `from` fails.
Ran run_piped(const Program& from, const Program& to);

}  // namespace odca::bench
