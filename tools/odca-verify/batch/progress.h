// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Progress of a fleet run: one line on a terminal, rewritten in place, with rate and time left.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace odca::batch {

/// Pace is what is known of a run at one moment; pure, so that its line can be tested without a clock.
struct Pace {
  std::uint64_t done = 0;
  std::uint64_t skipped = 0;
  std::uint64_t rejected = 0;
  std::uint64_t unreadable = 0;
  std::optional<std::uint64_t> total{};  ///< when it can be known without reading everything
  std::chrono::milliseconds elapsed{};
};

/// progress_line prints "  41 % [####      ] 41000 of 100000, 1520/s, 12 rejected, 39 s left" in at most `width`
/// columns.
std::string progress_line(const Pace& pace, std::size_t width);

}  // namespace odca::batch
