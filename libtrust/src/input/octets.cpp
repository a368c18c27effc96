// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/octets.h"

#include <algorithm>

#include "base/ascii.h"

namespace odca {

namespace {

constexpr std::size_t kLongestSeparator = 64;
/// kShortestLine: shorter lines hold a number each.
constexpr std::size_t kShortestLine = 8;
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::uint8_t octet_of(unsigned high, unsigned low) {
  return static_cast<std::uint8_t>(high << 4U | low);  // two digits of four bits
}

/// goes_on_in_next_line moves `at` to the first digit of the next line when that line has digits alone.
bool goes_on_in_next_line(std::string_view text, std::size_t& at) {
  constexpr CharSet kLineEnds(" \t\r\n");
  const std::size_t next = behind_separators(text, at, kLineEnds);
  if (next == at || next >= text.size()) return false;
  if (text.substr(at, next - at).find_first_of("\r\n\\") == std::string_view::npos) return false;
  const std::size_t end = std::min(text.find_first_not_of(kHexDigits, next), text.size());
  if (end == next || (end < text.size() && !is_one_of(text[end], " \t\r\n\\\"',;)]}>|"))) return false;
  at = next;
  return true;
}

/// Groups are runs of digits of one length with a blank between them, as xxd prints them.
struct Groups {
  std::size_t length = 0;
  std::size_t begin = 0;

  /// goes_on moves `at` behind the blank when a group of that length ends there and another begins.
  bool goes_on(std::string_view text, std::size_t& at) {
    if (text[at] != ' ' || at + 1 >= text.size() || !hex_digit(text[at + 1])) return false;
    if (length == 0 && (at - begin == 4 || at - begin == 8)) length = at - begin;
    if (length == 0 || at - begin != length) return false;
    const std::size_t end = std::min(text.find_first_not_of(kHexDigits, at + 1), text.size());
    if (end - at - 1 > length) return false;
    begin = ++at;
    return true;
  }
};

/// HexToken is one octet with what marks it as a number.
struct HexToken {
  std::uint8_t octet = 0;
  bool marked = false;  ///< "0x30" or "\x30": nothing need be between such numbers
  std::size_t end = 0;
};

/// behind_mark returns where the digits begin: behind "0x", or behind "\x" with any number of backslashes.
std::size_t behind_mark(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("0x") || text.substr(at).starts_with("0X")) return at + 2;
  if (text[at] != '\\') return at;
  const std::size_t escaped = text.find_first_not_of('\\', at);
  return escaped != std::string_view::npos && text[escaped] == 'x' ? escaped + 1 : at;
}

std::optional<HexToken> hex_token(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  std::size_t end = behind_mark(text, at);
  const bool marked = end != at;
  const auto first = end < text.size() ? hex_digit(text[end]) : std::nullopt;
  if (!first) return std::nullopt;
  const auto second = ++end < text.size() ? hex_digit(text[end]) : std::nullopt;
  if (!second && !marked) return std::nullopt;
  if (second) ++end;
  if (!marked && end < text.size() && text[end] == 'h') ++end;
  if (end < text.size() && (is_word(text[end]) || text[end] == '=')) return std::nullopt;
  return HexToken{.octet = second ? octet_of(*first, *second) : octet_of(0, *first), .marked = marked, .end = end};
}

struct DecimalToken {
  int value = 0;
  std::size_t end = 0;
};

std::optional<DecimalToken> decimal_token(std::string_view text, std::size_t at) {
  const bool negative = at < text.size() && text[at] == '-';
  std::size_t end = negative ? at + 1 : at;
  const std::size_t first = end;
  int value = 0;
  while (end < text.size() && end - first < 4 && is_digit(text[end])) value = value * 10 + (text[end++] - '0');
  if (end == first || value > (negative ? 128 : 255)) return std::nullopt;
  if (end < text.size() && (is_word(text[end]) || is_one_of(text[end], ".=:"))) return std::nullopt;
  return DecimalToken{.value = negative ? -value : value, .end = end};
}

/// token_before returns where the token begins that ends at `end`; nothing when none does.
std::optional<std::size_t> hex_token_before(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && end - at < 3 && hex_digit(text[at - 1])) --at;
  const std::size_t digits = end - at;
  if (digits == 0 || digits > 2) return std::nullopt;
  const bool marked =
      at > 1 && (text[at - 1] == 'x' || text[at - 1] == 'X') && (text[at - 2] == '0' || text[at - 2] == '\\');
  if (marked) return at - 2;
  if (digits != 2 || (at > 0 && is_word(text[at - 1]))) return std::nullopt;
  return at;
}

std::optional<std::size_t> decimal_token_before(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && end - at < 4 && is_digit(text[at - 1])) --at;
  if (at > 0 && text[at - 1] == '-') --at;
  if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == ':')) return std::nullopt;
  const auto token = decimal_token(text, at);
  return token && token->end == end ? std::optional(at) : std::nullopt;
}

using TokenBefore = std::optional<std::size_t> (*)(std::string_view text, std::size_t end);

/// tokens_before goes back from token to token; those that are marked need nothing between them.
std::size_t tokens_before(std::string_view text, std::size_t at, const CharSet& separators, TokenBefore before) {
  std::size_t count = 0;
  while (count < kFewInFront) {
    std::size_t end = at;
    while (end > 0 && at - end < kLongestSeparator && separators.has(text[end - 1])) --end;
    if (end == at && (at >= text.size() || text[at] != '\\')) break;
    const auto token = before(text, end);
    if (!token) break;
    at = *token;
    ++count;
  }
  return count;
}

/// line_before returns the line that ends where the one with `start` begins, without blanks; not more than its last
/// 256 characters.
std::string_view line_before(std::string_view text, std::size_t start) {
  constexpr std::size_t kNear = 256;
  const std::size_t near = start > kNear ? start - kNear : 0;
  std::string_view lines = text.substr(near, start - near);
  const std::size_t last = lines.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || lines.find('\n', last) == std::string_view::npos) return {};
  lines = lines.substr(0, last + 1);
  const std::size_t first = lines.find_last_of(" \t\r\n");
  return first == std::string_view::npos ? lines : lines.substr(first + 1);
}

}  // namespace

std::size_t behind_separators(std::string_view text, std::size_t at, const CharSet& separators) {
  const std::size_t start = at;
  while (at < text.size() && at - start < kLongestSeparator) {
    if (separators.has(text[at])) {
      ++at;
      continue;
    }
    if (text[at] != '\\') break;
    const std::size_t escaped = text.substr(0, at + kLongestSeparator).find_first_not_of('\\', at);
    if (escaped == std::string_view::npos || !is_one_of(text[escaped], "nrt\r\n")) break;
    at = escaped + 1;
  }
  return at;
}

PrintedOctets glued_hex(std::string_view text, std::size_t at) {
  PrintedOctets run{.end = at};
  std::optional<unsigned> high{};
  Groups groups{.begin = at};
  std::size_t line = at;
  while (at < text.size()) {
    const auto digit = hex_digit(text[at]);
    if (!digit) {
      if (groups.goes_on(text, at)) continue;
      if (at - line < kShortestLine || !goes_on_in_next_line(text, at)) break;
      groups.begin = line = at;
      continue;
    }
    ++at;
    if (high) {
      run.octets.push_back(octet_of(*high, *digit));
      run.end = at;
    }
    high = high ? std::nullopt : digit;
  }
  return run;
}

PrintedOctets separated_hex(std::string_view text, std::size_t at) {
  PrintedOctets run{.end = at};
  while (const auto token = hex_token(text, at)) {
    run.octets.push_back(token->octet);
    run.end = token->end;
    at = behind_separators(text, token->end, kHexSeparators);
    if (at != token->end) continue;
    if (at >= text.size() || text[at] != '\\') break;  // the mark of the next number
  }
  return run;
}

PrintedOctets decimal_octets(std::string_view text, std::size_t at) {
  PrintedOctets run{.end = at};
  int least = 0;
  int most = 0;
  while (const auto token = decimal_token(text, at)) {
    least = std::min(least, token->value);
    most = std::max(most, token->value);
    if (least < 0 && most > 127) break;  // signed and unsigned in one list: it is none of octets
    run.octets.push_back(static_cast<std::uint8_t>(token->value & 0xff));  // two's complement of -128 to -1
    run.end = token->end;
    at = behind_separators(text, token->end, kDecimalSeparators);
    if (at == token->end) break;
  }
  return run;
}

std::size_t glued_before(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && at - start < 2 * kFewInFront && hex_digit(text[start - 1])) --start;
  if (start != at) return (at - start) / 2;
  // A print in lines of one length: only the last may be shorter, and this one has something behind it.
  const std::string_view line = line_before(text, at);
  const std::size_t here = std::min(text.find_first_not_of(kHexDigits, at), text.size()) - at;
  const bool same = line.size() == here && line.find_first_not_of(kHexDigits) == std::string_view::npos;
  return same ? std::min(line.size() / 2, kFewInFront) : 0;
}

std::size_t separated_before(std::string_view text, std::size_t at) {
  return tokens_before(text, at, kHexSeparators, hex_token_before);
}

std::size_t decimals_before(std::string_view text, std::size_t at) {
  return tokens_before(text, at, kDecimalSeparators, decimal_token_before);
}

}  // namespace odca
