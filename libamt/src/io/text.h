// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// cat: texts and numbers in one string, for messages.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace odca::amt {

inline void append_to(std::string& out, std::string_view text) { out += text; }
inline void append_to(std::string& out, char character) { out += character; }
template <std::integral Number>
requires(!std::same_as<Number, char> && !std::same_as<Number, bool>) void append_to(std::string& out, Number number) {
  out += std::to_string(number);
}

/// cat is the arguments one after another.
template <class... Parts>
std::string cat(const Parts&... parts) {
  std::string out;
  (append_to(out, parts), ...);
  return out;
}

/// hex_number is a status or command as it stands in documents: "0x0400006b".
inline std::string hex_number(unsigned long long number, int digits) {
  std::string out(static_cast<std::size_t>(digits), '0');  // digits is a literal above 0
  for (std::size_t place = out.size(); place-- > 0; number >>= 4) out[place] = "0123456789abcdef"[number & 15];
  return "0x" + out;
}

}  // namespace odca::amt
