// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Octets that were printed as numbers: pairs of hexadecimal digits or decimal numbers, with the separators of the usual
// printers (xxd, tshark, C and Go and Python sources, .NET, PowerShell, loggers).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// hex_digit returns the value of a digit of either case.
inline std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');       // 0 to 9
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;  // 10 to 15
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;  // 10 to 15
  return std::nullopt;
}

/// CharSet answers for each character whether it is one of a few, without looking for it.
class CharSet {
 public:
  constexpr explicit CharSet(std::string_view characters) {
    for (const char c : characters) has_[static_cast<unsigned char>(c)] = true;  // an index of 0 to 255
  }
  constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> has_{};
};

/// PrintedOctets is a run of octets; it ends at `end` of the text.
struct PrintedOctets {
  Bytes octets{};
  std::size_t end = 0;
};

/// glued_hex reads digits without anything between them. They may be broken into lines anywhere, also within a pair;
/// the run goes on with lines of nothing but digits, and behind a blank with groups of four or eight.
PrintedOctets glued_hex(std::string_view text, std::size_t at);

/// separated_hex reads pairs with something between them: blanks, commas, colons, hyphens, line ends, the quotation
/// marks of strings that go on in the next line; each with "0x" (then one digit does) or "\x" before it, or 'h' behind
/// it.
PrintedOctets separated_hex(std::string_view text, std::size_t at);

/// decimal_octets reads numbers of 0 to 255, or of -128 to 127 as Java prints them, with blanks, commas or semicolons
/// between them.
PrintedOctets decimal_octets(std::string_view text, std::size_t at);

/// kFewInFront: what has fewer octets in front is preceded by a time or a word that happens to be hexadecimal; a TLS
/// message has at least ten before its first certificate (RFC 5246 7.4, 7.4.2).
inline constexpr std::size_t kFewInFront = 10;

/// glued_before, separated_before and decimals_before count the octets that are directly before `at` in the same
/// print, up to kFewInFront.
std::size_t glued_before(std::string_view text, std::size_t at);
std::size_t separated_before(std::string_view text, std::size_t at);
std::size_t decimals_before(std::string_view text, std::size_t at);

/// behind_separators moves over separators and escaped line ends, but not further than a line is indented.
std::size_t behind_separators(std::string_view text, std::size_t at, const CharSet& separators);

inline constexpr CharSet kHexSeparators(" \t\r\n,;:-'\"+");
inline constexpr CharSet kDecimalSeparators(" \t\r\n,;");

}  // namespace odca
