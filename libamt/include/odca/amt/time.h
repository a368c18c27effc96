// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Clock: waiting, and how long for. Nothing in libamt reads a clock that was not given to it.
#pragma once

#include <chrono>

namespace odca::amt {

using Instant = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

/// Deadline is the moment at which a call gives up. It is a moment and not a duration, so that a loop of short reads
/// cannot last longer than was meant.
struct Deadline {
  Instant at;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  /// sleep waits, and returns early when the program was asked to end.
  virtual void sleep(milliseconds time) = 0;
  Deadline in(milliseconds time) const { return {now() + time}; }
};

/// steady_clock is that of this machine. The reference is valid as long as the program runs.
Clock& steady_clock();

}  // namespace odca::amt
