// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// steady_clock of odca/amt/time.h: the clock that Instant is of.
#include <time.h>  // nanosleep is none of <ctime>

#include <algorithm>

#include "odca/amt/time.h"

namespace odca::amt {
namespace {

class SteadyClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::steady_clock::now(); }
  /// sleep is not taken up again after a signal: that is how the program is asked to end.
  void sleep(milliseconds time) override {
    const milliseconds left = std::max(time, milliseconds(0));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const std::chrono::nanoseconds rest = left - seconds;
    const timespec length{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
    static_cast<void>(::nanosleep(&length, nullptr));  // early or not: whoever waits looks at the clock
  }
};

}  // namespace

Clock& steady_clock() {
  static SteadyClock clock;
  return clock;
}

}  // namespace odca::amt
