// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Characters: which bytes a YAML file of ours may have.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace odca::yaml {

/// BadCharacter is the first place in a text that is not plain UTF-8 text.
struct BadCharacter {
  enum class Kind { encoding, control };
  Kind kind = Kind::encoding;
  std::size_t offset = 0;
  char32_t character = 0;  ///< for control
};

/// find_bad_character returns the first byte that is not UTF-8 (RFC 3629), or the first character that a person who
/// reads the file does not see as it is: control characters except tab and line ends, a carriage return without line
/// feed, byte order marks, line and paragraph separators, bidirectional controls, and characters that are none.
std::optional<BadCharacter> find_bad_character(std::string_view text);

}  // namespace odca::yaml
