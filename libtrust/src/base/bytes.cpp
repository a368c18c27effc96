// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/bytes.h"

#include <sodium.h>

#include <algorithm>

namespace odca {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::uint8_t> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');       // 0..9
  if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);  // 10..15
  if (digit >= 'A' && digit <= 'F') return static_cast<std::uint8_t>(digit - 'A' + 10);  // 10..15
  return std::nullopt;
}

// The value of each character in base64, or kNoDigit.
constexpr std::uint8_t kNoDigit = 0xff;
constexpr std::array<std::uint8_t, 256> base64_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i)
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<std::uint8_t>(i);  // i < 64
  return values;
}
constexpr std::array<std::uint8_t, 256> kBase64Values = base64_values();

bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// read_whole_groups decodes groups of four digits without anything between them, as nearly all text is, up to the
/// first that is another. It moves `out` on and tells how many characters it took.
std::size_t read_whole_groups(std::string_view text, std::uint8_t*& out) {
  const auto digit = [text](std::size_t at) { return kBase64Values[static_cast<unsigned char>(text[at])]; };  // 0..255
  std::size_t at = 0;
  for (; at + 4 <= text.size(); at += 4) {
    const std::uint32_t a = digit(at), b = digit(at + 1), c = digit(at + 2), d = digit(at + 3);
    if ((a | b | c | d) > 63U) break;  // kNoDigit has bits above those of a digit
    const std::uint32_t group = a << 18U | b << 12U | c << 6U | d;
    for (const unsigned shift : {16U, 8U, 0U}) *out++ = static_cast<std::uint8_t>(group >> shift & 0xffU);
  }
  return at;
}

}  // namespace

ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};  // char may be read as unsigned char
}

std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // unsigned char may be read as char
}

bool equal(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string to_hex(ByteView bytes) {
  std::string text(bytes.size() * 2, '0');
  auto out = text.begin();
  for (const std::uint8_t byte : bytes) {
    *out++ = kHexDigits[byte >> 4U];
    *out++ = kHexDigits[byte & 15U];
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  while (!text.empty()) {
    if (!bytes.empty() && text.front() == ':') text.remove_prefix(1);
    if (text.size() < 2) return std::nullopt;
    const auto high = hex_value(text[0]);
    const auto low = hex_value(text[1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4U | *low));  // two values of four bits
    text.remove_prefix(2);
  }
  return bytes;
}

std::optional<Fingerprint> fingerprint_from_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  Fingerprint fingerprint{};
  if (!bytes || bytes->size() != fingerprint.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), fingerprint.begin());
  return fingerprint;
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    const std::size_t taken = std::min<std::size_t>(bytes.size(), 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | (i < taken ? bytes[i] : 0U);
    for (std::size_t i = 0; i < 4; ++i) text.push_back(i <= taken ? kBase64Digits[group >> (18 - 6 * i) & 63U] : '=');
    bytes = bytes.subspan(taken);
  }
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3 + 3);  // never less than is written
  std::uint8_t* out = bytes.data();
  std::uint32_t group = 0;
  unsigned digits = 0;   // digits in the current group of four
  unsigned padding = 0;  // '=' seen
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (digits == 0 && padding == 0) at += read_whole_groups(text.substr(at), out);
    if (at == text.size()) break;
    const char c = text[at];
    if (is_white_space(c)) continue;
    if (c == '=') {
      if (++padding + digits > 4 || digits < 2) return std::nullopt;
      continue;
    }
    const std::uint8_t value = kBase64Values[static_cast<unsigned char>(c)];  // index 0..255
    if (value == kNoDigit || padding != 0) return std::nullopt;
    group = group << 6U | value;
    if (++digits < 4) continue;
    for (const unsigned shift : {16U, 8U, 0U}) *out++ = static_cast<std::uint8_t>(group >> shift & 0xffU);
    group = 0;
    digits = 0;
  }
  if (digits == 0 ? padding != 0 : digits + padding != 4) return std::nullopt;
  // Two digits carry one byte and four unused bits, three digits two bytes and two unused bits.
  if (digits == 2) {
    if ((group & 0xfU) != 0) return std::nullopt;
    *out++ = static_cast<std::uint8_t>(group >> 4U);  // 8 of 12 bits
  } else if (digits == 3) {
    if ((group & 0x3U) != 0) return std::nullopt;
    *out++ = static_cast<std::uint8_t>(group >> 10U & 0xffU);  // the first 8 of 18 bits
    *out++ = static_cast<std::uint8_t>(group >> 2U & 0xffU);   // the next 8
  }
  bytes.resize(static_cast<std::size_t>(out - bytes.data()));  // never negative
  return bytes;
}

}  // namespace odca
