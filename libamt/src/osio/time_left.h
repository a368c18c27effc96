// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// time_left: how long poll may wait for a deadline.
#pragma once

#include <algorithm>

#include "odca/amt/time.h"

namespace odca::amt {

/// time_left is 0 when the deadline has passed. It is rounded up, or the last millisecond would be spent in calls that
/// wait for nothing; a minute is all that one call waits, so that the number fits whatever a deadline says.
inline milliseconds time_left(Instant now, Deadline deadline) {
  if (now >= deadline.at) return milliseconds(0);
  constexpr std::chrono::minutes kLongest{1};
  if (deadline.at - now >= kLongest) return kLongest;
  return std::chrono::ceil<milliseconds>(deadline.at - now);
}

}  // namespace odca::amt
