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
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  unsigned digits = 0;   // digits in the current group of four
  unsigned padding = 0;  // '=' seen
  for (const char c : text) {
    if (is_white_space(c)) continue;
    if (c == '=') {
      if (++padding + digits > 4 || digits < 2) return std::nullopt;
      continue;
    }
    const std::uint8_t value = kBase64Values[static_cast<unsigned char>(c)];  // index 0..255
    if (value == kNoDigit || padding != 0) return std::nullopt;
    group = group << 6U | value;
    if (++digits < 4) continue;
    for (const unsigned shift : {16U, 8U, 0U}) bytes.push_back(static_cast<std::uint8_t>(group >> shift & 0xffU));
    group = 0;
    digits = 0;
  }
  if (digits == 0) return padding == 0 ? std::optional(std::move(bytes)) : std::nullopt;
  if (digits + padding != 4) return std::nullopt;
  // Two digits carry one byte and four unused bits, three digits two bytes and two unused bits.
  const std::uint32_t unused = digits == 2 ? 0xfU : 0x3U;
  if ((group & unused) != 0) return std::nullopt;
  if (digits == 2) {
    bytes.push_back(static_cast<std::uint8_t>(group >> 4U));  // 8 of 12 bits
    return bytes;
  }
  bytes.push_back(static_cast<std::uint8_t>(group >> 10U & 0xffU));  // the first 8 of 18 bits
  bytes.push_back(static_cast<std::uint8_t>(group >> 2U & 0xffU));   // the next 8
  return bytes;
}

}  // namespace odca
