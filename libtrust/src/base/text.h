// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Small helpers to compose messages.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace odca {

namespace detail {

inline void append(std::string& out, std::string_view part) { out.append(part); }
inline void append(std::string& out, char part) { out.push_back(part); }
template <std::integral Number>
requires(!std::same_as<Number, char> && !std::same_as<Number, bool>) void append(std::string& out, Number part) {
  out.append(std::to_string(part));
}

}  // namespace detail

/// cat joins texts, characters and integers.
template <class... Parts>
std::string cat(const Parts&... parts) {
  std::string out;
  (detail::append(out, parts), ...);
  return out;
}

/// quote puts a value between single quotes, as every message shows values. A quote or backslash in it is escaped with
/// a backslash, so that the value cannot end the quotation. The printer escapes control characters.
inline std::string quote(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back('\'');
  return quoted;
}

}  // namespace odca
