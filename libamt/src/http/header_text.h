// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Texts that may stand in a header of ours. A control character would let a text end its line and begin another header.
#pragma once

#include <algorithm>
#include <exception>
#include <string_view>

namespace odca::amt {

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }  // char may be signed

/// header_text is `text`. A control character in it ends the program: whatever came from outside was checked before,
/// and a request with a stranger's header in it must not leave.
inline std::string_view header_text(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control)) std::terminate();
  return text;
}

}  // namespace odca::amt
