// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading UTF-8 that somebody else wrote, and telling which characters must not reach a terminal or a log as they are.
#pragma once

#include <cstddef>
#include <string_view>

namespace odca {

/// CodePoint is one step of reading UTF-8. Where the bytes are not UTF-8 (RFC 3629: overlong forms, surrogates and
/// values above U+10FFFF included), `valid` is false, `length` is 1 and `value` is the byte.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
  bool valid = false;
};

/// code_point_at reads the character that starts at `at`, which must be inside the text.
CodePoint code_point_at(std::string_view text, std::size_t at);

/// is_deceptive tells whether a character can move the cursor, reorder or hide its neighbours, or pass for a plain
/// space: controls (C0, DEL, C1), line separators, bidirectional controls, invisible characters, spaces other than
/// U+0020, and noncharacters.
bool is_deceptive(char32_t character);

}  // namespace odca
