// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/progress.h"

#include <algorithm>

#include "base/text.h"

namespace odca::batch {
namespace {

std::string duration(std::uint64_t seconds) {
  if (seconds < 120) return cat(seconds, " s");
  if (seconds < 7200) return cat(seconds / 60, " min");
  return cat(seconds / 3600, " h ", seconds % 3600 / 60, " min");
}

}  // namespace

std::string progress_line(const Pace& pace, std::size_t width) {
  const std::uint64_t milliseconds =
      static_cast<std::uint64_t>(std::max<std::int64_t>(1, pace.elapsed.count()));  // > 0
  const std::uint64_t fresh = pace.done - std::min(pace.done, pace.skipped);
  const std::uint64_t rate = fresh * 1000 / milliseconds;
  std::string text;
  if (pace.total && *pace.total > 0) {
    constexpr std::uint64_t kCells = 20;
    const std::uint64_t total = std::max(*pace.total, pace.done);
    const std::uint64_t filled = pace.done * kCells / total;
    text = cat(pace.done * 100 / total, " % [", std::string(filled, '#'), std::string(kCells - filled, ' '), "] ",
               pace.done, " of ", total);
  } else {
    text = cat(pace.done, " devices");
  }
  text += cat(", ", rate, "/s");
  if (pace.rejected != 0) text += cat(", ", pace.rejected, " rejected");
  if (pace.unreadable != 0) text += cat(", ", pace.unreadable, " unreadable");
  if (pace.total && rate > 0 && *pace.total > pace.done)
    text += cat(", ", duration((*pace.total - pace.done) / rate), " left");
  return text.substr(0, width);
}

}  // namespace odca::batch
