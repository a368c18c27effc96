// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Confined: a job in a child process of its own, with limits of time and memory, so that what explodes ends alone and
// what it took can be told.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

namespace odca::bench {

/// Confinement limits the child: processor time in whole seconds (setrlimit knows no finer ones), and address space.
struct Confinement {
  unsigned seconds = 5;
  unsigned mib = 4096;
};

/// Told is what a job has to tell.
struct Told {
  bool answer = false;
  std::size_t checks = 0;
  std::size_t steps = 0;
};

/// Cost is what a job took beyond what its process had before.
struct Cost {
  double ms = 0;   ///< processor time, the median of several runs when they are short
  double mib = 0;  ///< growth of the peak of resident memory in the first run
  Told told{};
};

/// run_confined calls `prepare` once, unmeasured, then `job`, in a child. Empty when a limit ended it. Throws
/// std::runtime_error when it ended in any other way than with an answer.
std::optional<Cost> run_confined(const Confinement& limits, const std::function<void()>& prepare,
                                 const std::function<Told()>& job);

}  // namespace odca::bench
