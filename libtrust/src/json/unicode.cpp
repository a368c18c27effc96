// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "json/unicode.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace odca {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Sorted. Unicode 15: general categories Cc, Zl, Zp, Zs (without U+0020) and Cf, the default-ignorable characters
// (DerivedCoreProperties), and the noncharacters below U+10000.
constexpr Range kDeceptive[] = {
    {0x0000, 0x001F},  // C0 controls
    {0x007F, 0x00A0},  // DEL, C1 controls, no-break space
    {0x00AD, 0x00AD},  // soft hyphen
    {0x034F, 0x034F},  // combining grapheme joiner
    {0x0600, 0x0605},  // Arabic number signs, which enclose what follows
    {0x061C, 0x061C},  // Arabic letter mark
    {0x06DD, 0x06DD},  // Arabic end of ayah
    {0x070F, 0x070F},  // Syriac abbreviation mark
    {0x0890, 0x0891},  // Arabic currency marks above
    {0x08E2, 0x08E2},  // Arabic disputed end of ayah
    {0x115F, 0x1160},  // Hangul fillers
    {0x1680, 0x1680},  // Ogham space
    {0x17B4, 0x17B5},  // Khmer inherent vowels
    {0x180B, 0x180F},  // Mongolian selectors and vowel separator
    {0x2000, 0x200F},  // spaces, zero-width characters, left-to-right and right-to-left marks
    {0x2028, 0x202F},  // line and paragraph separators, bidirectional embeddings and overrides, narrow space
    {0x205F, 0x206F},  // mathematical space, invisible operators, bidirectional isolates, deprecated format characters
    {0x2800, 0x2800},  // Braille blank
    {0x3000, 0x3000},  // ideographic space
    {0x3164, 0x3164},  // Hangul filler
    {0xD800, 0xDFFF},  // surrogates, which no text may hold
    {0xFDD0, 0xFDEF},  // noncharacters
    {0xFE00, 0xFE0F},  // variation selectors
    {0xFEFF, 0xFEFF},  // zero-width no-break space, byte order mark
    {0xFFA0, 0xFFA0},  // half-width Hangul filler
    {0xFFF0, 0xFFFB},  // specials, interlinear annotation
    {0xFFFE, 0xFFFF},  // noncharacters
    {0x110BD, 0x110BD},  // Kaithi number sign
    {0x110CD, 0x110CD},  // Kaithi number sign above
    {0x13430, 0x1343F},  // Egyptian hieroglyph format controls
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D173, 0x1D17A},  // musical format controls
    {0xE0000, 0xE0FFF},  // tags and further variation selectors
};

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };  // char may be signed
  const unsigned char lead = byte(0);
  const CodePoint invalid{.value = lead, .length = 1, .valid = false};
  if (lead < 0x80) return {.value = lead, .length = 1, .valid = true};
  // RFC 3629 section 4: C0, C1 and F5 to FF never occur.
  if (lead < 0xC2 || lead > 0xF4) return invalid;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return invalid;
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[at + i])) return invalid;
    value = value << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[length] || value > 0x10FFFF || surrogate) return invalid;
  return {.value = value, .length = length, .valid = true};
}

bool is_deceptive(char32_t character) {
  if (character >= 0x10000 && (character & 0xFFFEU) == 0xFFFEU) return true;  // the last two of every plane
  const auto* after = std::upper_bound(std::begin(kDeceptive), std::end(kDeceptive), character,
                                       [](char32_t c, const Range& range) { return c < range.first; });
  return after != std::begin(kDeceptive) && character <= std::prev(after)->last;
}

}  // namespace odca
