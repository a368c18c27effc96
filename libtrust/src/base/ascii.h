// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Characters of ASCII, in no locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace odca {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }  // stays in a to z

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// kWhite is what C calls white space.
inline constexpr std::string_view kWhite = " \t\v\f\r\n";

/// trimmed takes white space off both ends.
constexpr std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

}  // namespace odca
