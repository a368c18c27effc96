// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Quoting untrusted text: its beginning is enough to recognise it, and bounds the length of a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace odca {

inline constexpr std::size_t kMaxExcerpt = 100;  // octets: more than any name that is known, less than two lines

/// excerpt is a text of at most kMaxExcerpt octets itself, and the beginning of a longer one with "…" after it. UTF-8
/// is not cut within a character.
inline std::string excerpt(std::string_view value) {
  if (value.size() <= kMaxExcerpt) return std::string(value);
  const auto continues = [value](std::size_t at) { return (static_cast<unsigned char>(value[at]) & 0xC0U) == 0x80U; };
  std::size_t end = kMaxExcerpt;
  while (end > kMaxExcerpt - 3 && continues(end)) --end;  // a character has three octets after its first
  return cat(value.substr(0, end), "…");
}
inline std::string quote_excerpt(std::string_view value) { return quote(excerpt(value)); }

}  // namespace odca
