// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/strings.h"

#include <algorithm>

namespace odca {
namespace {

bool is_scalar(std::uint32_t code) { return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff); }

void append_utf8(std::string& out, std::uint32_t code) {
  const auto push = [&out](std::uint32_t octet) { out.push_back(static_cast<char>(octet)); };  // below 256
  if (code < 0x80) return push(code);
  if (code < 0x800) {
    push(0xc0U | code >> 6U);
    return push(0x80U | (code & 0x3fU));
  }
  if (code < 0x10000) {
    push(0xe0U | code >> 12U);
    push(0x80U | (code >> 6U & 0x3fU));
    return push(0x80U | (code & 0x3fU));
  }
  push(0xf0U | code >> 18U);
  push(0x80U | (code >> 12U & 0x3fU));
  push(0x80U | (code >> 6U & 0x3fU));
  push(0x80U | (code & 0x3fU));
}

// The octets of a character that begins with this one; zero for octets that begin none.
std::size_t utf8_length(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;  // a continuation, or a longer form of ASCII
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

// RFC 3629: the shortest form, no surrogates, at most U+10FFFF.
bool is_utf8(ByteView octets) {
  std::size_t at = 0;
  while (at < octets.size()) {
    const std::uint8_t first = octets[at];
    const std::size_t length = utf8_length(first);
    if (length == 0 || length > octets.size() - at) return false;
    std::uint32_t code = length == 1 ? first : first & (0x7fU >> length);
    for (const std::uint8_t octet : octets.subspan(at + 1, length - 1)) {
      if ((octet & 0xc0U) != 0x80) return false;
      code = code << 6U | (octet & 0x3fU);
    }
    const bool shortest = length < 3 || code >= (length == 3 ? 0x800U : 0x10000U);
    if (!shortest || !is_scalar(code)) return false;
    at += length;
  }
  return true;
}

// Big-endian code units of `width` octets, one for each character.
std::optional<std::string> from_wide(ByteView octets, std::size_t width) {
  if (octets.size() % width != 0) return std::nullopt;
  std::string text;
  for (; !octets.empty(); octets = octets.subspan(width)) {
    std::uint32_t code = 0;
    for (const std::uint8_t octet : octets.first(width)) code = code << 8U | octet;
    if (!is_scalar(code)) return std::nullopt;
    append_utf8(text, code);
  }
  return text;
}

template <class Predicate>
std::optional<std::string> if_all(ByteView octets, Predicate allowed) {
  if (!std::all_of(octets.begin(), octets.end(), allowed)) return std::nullopt;
  return std::string(as_text(octets));
}

bool is_printable(std::uint8_t octet) { return octet >= 0x20 && octet <= 0x7e; }

}  // namespace

bool is_printable_ascii(ByteView octets) { return std::all_of(octets.begin(), octets.end(), is_printable); }

std::optional<std::string> decode_string(der::Tag tag, ByteView octets) {
  switch (tag) {
    case der::kUtf8String:
      if (!is_utf8(octets)) return std::nullopt;
      return std::string(as_text(octets));
    case der::kPrintableString:
    case der::kVisibleString:
      return if_all(octets, is_printable);
    case der::kIa5String:
      return if_all(octets, [](std::uint8_t octet) { return octet < 0x80; });
    case der::kNumericString:
      return if_all(octets, [](std::uint8_t octet) { return octet == ' ' || (octet >= '0' && octet <= '9'); });
    case der::kTeletexString:
      return from_wide(octets, 1);
    case der::kBmpString:
      return from_wide(octets, 2);
    case der::kUniversalString:
      return from_wide(octets, 4);
    default:
      return std::nullopt;
  }
}

}  // namespace odca
