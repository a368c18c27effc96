// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Time: whole seconds in UTC, wide enough for the year 9999 (std::chrono::system_clock stops at 2262).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca {

using Time = std::chrono::sys_seconds;

/// Validity is a closed interval: both ends are inside (RFC 5280 4.1.2.5).
struct Validity {
  Time not_before{};
  Time not_after{};
  bool contains(Time t) const { return not_before <= t && t <= not_after; }
};

/// parse_time reads RFC 3339 ("2026-03-01T00:00:00Z", an offset, or a bare date meaning midnight UTC); fractions of a
/// second are dropped. Fails with Errc::syntax on anything else, and outside years 0001 to 9999.
Result<Time> parse_time(std::string_view text);
/// format_time prints RFC 3339 in UTC: "2026-03-01T00:00:00Z".
std::string format_time(Time t);

}  // namespace odca
