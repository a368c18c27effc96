// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "yaml/characters.h"

#include <cstdint>

namespace odca::yaml {
namespace {

struct Decoded {
  char32_t character = 0;
  std::size_t length = 0;  // 0: not UTF-8
};

// RFC 3629 section 4, table "UTF8-octets": no overlong forms, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<std::uint8_t>(text[at + i]); };  // char to byte
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : (lead & 0xF0U) == 0xE0       ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || text.size() - at < length) return {};
  char32_t character = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    character = character << 6U | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return {};
  return {character, length};
}

bool misleads(char32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  if (c >= 0x7F && c <= 0x9F) return true;                     // DEL and C1
  if (c == 0x061C || c == 0x200E || c == 0x200F) return true;  // direction marks
  if (c >= 0x2028 && c <= 0x202E) return true;                 // separators, bidirectional embeddings
  if (c >= 0x2066 && c <= 0x2069) return true;                 // bidirectional isolates
  return c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFE;  // byte order mark, noncharacters
}

}  // namespace

std::optional<BadCharacter> find_bad_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, length] = decode(text, at);
    if (length == 0) return BadCharacter{.kind = BadCharacter::Kind::encoding, .offset = at};
    const bool lone_return = character == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (misleads(character) || lone_return)
      return BadCharacter{.kind = BadCharacter::Kind::control, .offset = at, .character = character};
    at += length;
  }
  return std::nullopt;
}

}  // namespace odca::yaml
