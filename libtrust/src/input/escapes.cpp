// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/escapes.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace odca {

namespace {

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');       // 0 to 9
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;  // 10 to 15
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;  // 10 to 15
  return std::nullopt;
}

/// ascii reads "uXXXX" or "xXX" of an ASCII character; `length` becomes its length.
std::optional<char> ascii(std::string_view text, std::size_t& length) {
  if (text.empty() || (text[0] != 'u' && text[0] != 'x')) return std::nullopt;
  length = text[0] == 'u' ? 5 : 3;
  if (text.size() < length) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(1, length - 1)) {
    const std::optional<unsigned> d = digit(c);
    if (!d) return std::nullopt;
    value = value << 4U | *d;
  }
  if (value >= 0x80) return std::nullopt;
  return static_cast<char>(value);  // ASCII
}

std::optional<char> single(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '/':
    case '"':
      return c;
    default:
      return std::nullopt;
  }
}

/// undo replaces every escape by its character; `other` is written for a run of backslashes that starts none.
template <class Other>
std::string undo(std::string_view text, Other other) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      out.push_back(text[i++]);
      continue;
    }
    const std::size_t escaped = std::min(text.find_first_not_of('\\', i), text.size());
    const std::string_view rest = text.substr(escaped);
    std::size_t length = 1;
    std::optional<char> meant = rest.empty() ? std::nullopt : single(rest[0]);
    if (!meant) meant = ascii(rest, length);
    if (meant)
      out.push_back(*meant);
    else
      out.append(other(text.substr(i, escaped - i)));
    i = meant ? escaped + length : escaped;
  }
  return out;
}

/// kLineEnds: what rsyslog, journald and XML have for LF and CR.
constexpr std::string_view kLineEnds[] = {"#012",  "#015",  "\\012", "\\015", "^J",    "^M",
                                          "&#xa;", "&#xA;", "&#10;", "&#xd;", "&#xD;", "&#13;"};

std::size_t line_end_at(std::string_view text, std::size_t at) {
  for (const std::string_view each : kLineEnds)
    if (text.substr(at).starts_with(each)) return each.size();
  return 0;
}

bool holds_escaped_line_ends(std::string_view text) {
  return std::any_of(std::begin(kLineEnds), std::end(kLineEnds),
                     [&](std::string_view each) { return text.find(each) != std::string_view::npos; });
}

std::string without_escaped_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = line_end_at(text, at);
    if (length == 0) out.push_back(text[at]);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace

std::string without_escapes(std::string_view text) {
  if (holds_escaped_line_ends(text)) return without_escapes(without_escaped_line_ends(text));
  std::string out = undo(text, [](std::string_view) { return std::string_view("\\"); });
  out.erase(std::remove_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }),
            out.end());
  return out;
}

std::string unescaped(std::string_view text) {
  return undo(text, [](std::string_view backslashes) { return backslashes; });
}

std::string percent_decoded(std::string_view text) {
  const bool form = text.find("BEGIN+") != std::string_view::npos;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (form && text[i] == '+') {
      out.push_back(' ');
      continue;
    }
    const auto high = text[i] == '%' && i + 2 < text.size() ? digit(text[i + 1]) : std::nullopt;
    const auto low = high ? digit(text[i + 2]) : std::nullopt;
    if (!low) {
      out.push_back(text[i]);
      continue;
    }
    out.push_back(static_cast<char>(*high << 4U | *low));  // two digits
    i += 2;
  }
  return out;
}

std::string markup_decoded(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNames[] = {
      {"&lt;", '<'},  {"&gt;", '>'},  {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}, {"&#60;", '<'},
      {"&#62;", '>'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&#10;", '\n'},  {"&#13;", '\r'}};
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto* name = std::find_if(std::begin(kNames), std::end(kNames), [&](const auto& each) {
      return text[at] == '&' && text.substr(at).starts_with(each.first);
    });
    const bool known = name != std::end(kNames);
    out.push_back(known ? name->second : text[at]);
    at += known ? name->first.size() : 1;
  }
  return out;
}

bool holds_escaped_octets(std::string_view text) {
  for (std::size_t at = text.find("\\x"); at != std::string_view::npos; at = text.find("\\x", at + 2))
    if (at + 2 < text.size() && digit(text[at + 2]).value_or(0) >= 8) return true;
  return false;
}

bool has_escapes(std::string_view text) { return text.find('\\') != std::string_view::npos; }

}  // namespace odca
