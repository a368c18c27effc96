// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Escaping for people: what a certificate says must not move the cursor, reorder the line or hide.
#include "json/unicode.h"
#include "odca/report.h"

namespace odca {
namespace {

std::string braced(char32_t value, char kind) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (; value != 0 || digits.size() < 2; value >>= 4) digits.insert(digits.begin(), kDigits[value & 0xFU]);
  return std::string("\\") + kind + '{' + digits + '}';
}

/// Genuine names have up to three blanks in a row (docs/hierarchy.md 2). With more of them a name could look like the
/// next column of a report.
constexpr std::size_t kMostBlanks = 3;

}  // namespace

std::string escape_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t blanks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    blanks = point.valid && point.value == U' ' ? blanks + 1 : 0;
    if (!point.valid)
      out += braced(point.value, 'x');
    else if (is_deceptive(point.value) || blanks > kMostBlanks)
      out += braced(point.value, 'u');
    else
      out += text.substr(at, point.length);
    at += point.length;
  }
  return out;
}

}  // namespace odca
