// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/reader.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/check.h"
#include "base/text.h"

namespace odca::der {
namespace {

struct Header {
  std::size_t octets = 0;  // identifier and length octets
  std::size_t length = 0;  // contents octets
};

// X.690 8.1.3 with the restrictions of 10.1: definite form, the fewest octets. Four length octets reach 4 GiB.
std::optional<Header> read_header(ByteView bytes) {
  constexpr unsigned kHighTagNumber = 0x1f;
  constexpr std::size_t kMaxLengthOctets = 4;
  if (bytes.size() < 2 || (bytes[0] & kHighTagNumber) == kHighTagNumber) return std::nullopt;
  const std::uint8_t first = bytes[1];
  if (first < 0x80) return Header{2, first};
  const std::size_t count = first & 0x7fU;
  if (count == 0 || count > kMaxLengthOctets || bytes.size() < 2 + count) return std::nullopt;
  if (bytes[2] == 0) return std::nullopt;
  std::uint32_t length = 0;
  for (const std::uint8_t octet : bytes.subspan(2, count)) length = length << 8U | octet;
  if (length < 0x80) return std::nullopt;
  return Header{2 + count, length};
}

// Two decimal digits, or a value above 99 when they are none.
unsigned two_digits(ByteView text, std::size_t at) {
  constexpr unsigned kNone = 1000;
  const unsigned high = text[at] - unsigned{'0'};
  const unsigned low = text[at + 1] - unsigned{'0'};
  return high > 9 || low > 9 ? kNone : high * 10 + low;
}

// Reads MMDDHHMMSSZ.
std::optional<Time> rest_of_time(unsigned year, ByteView text) {
  const unsigned month = two_digits(text, 0);
  const unsigned day = two_digits(text, 2);
  const unsigned hour = two_digits(text, 4);
  const unsigned minute = two_digits(text, 6);
  const unsigned second = two_digits(text, 8);
  if (text[10] != 'Z' || year == 0 || month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},  // at most 9999
                                         std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return Time{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

}  // namespace

std::optional<Element> Reader::read() {
  const auto header = read_header(rest_);
  if (!header || header->length > rest_.size() - header->octets) return std::nullopt;
  const Element element{.tag = rest_.front(),
                        .contents = rest_.subspan(header->octets, header->length),
                        .whole = rest_.first(header->octets + header->length)};
  rest_ = rest_.subspan(element.whole.size());
  return element;
}

std::optional<Element> Reader::read(Tag tag) {
  if (!next_is(tag)) return std::nullopt;
  return read();
}

std::optional<Element> read_only(ByteView bytes, Tag tag) {
  Reader reader(bytes);
  const auto element = reader.read(tag);
  if (!reader.at_end()) return std::nullopt;
  return element;
}

std::optional<bool> boolean(ByteView contents) {
  if (contents.size() != 1 || (contents[0] != 0x00 && contents[0] != 0xff)) return std::nullopt;
  return contents[0] == 0xff;
}

bool is_integer(ByteView contents) {
  if (contents.empty()) return false;
  if (contents.size() == 1) return true;
  // X.690 8.3.2: "the bits of the first octet and bit 8 of the second octet shall not all be ones; and shall not all be
  // zero".
  const bool second_high = (contents[1] & 0x80U) != 0;
  return !(contents[0] == 0x00 && !second_high) && !(contents[0] == 0xff && second_high);
}

std::optional<ByteView> magnitude(ByteView contents) {
  if (!is_integer(contents) || is_negative(contents)) return std::nullopt;
  return contents.front() == 0 ? contents.subspan(1) : contents;
}

std::optional<std::uint32_t> small_unsigned(ByteView contents) {
  const auto octets = magnitude(contents);
  if (!octets || octets->size() > 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const std::uint8_t octet : *octets) value = value << 8U | octet;
  return value;
}

std::optional<BitString> bit_string(ByteView contents) {
  if (contents.empty()) return std::nullopt;
  const BitString bits{.unused = contents[0], .octets = contents.subspan(1)};
  if (bits.unused > 7 || (bits.octets.empty() && bits.unused != 0)) return std::nullopt;
  if (!bits.octets.empty() && (bits.octets.back() & ((1U << bits.unused) - 1U)) != 0) return std::nullopt;
  return bits;
}

bool is_oid(ByteView contents) {
  if (contents.empty()) return false;
  std::uint64_t arc = 0;
  bool inside = false;
  for (const std::uint8_t octet : contents) {
    if (!inside && octet == 0x80) return false;  // a leading zero septet
    if (arc >> 57U != 0) return false;           // seven more bits would not fit into 64
    arc = arc << 7U | (octet & 0x7fU);
    inside = (octet & 0x80U) != 0;
    if (!inside) arc = 0;
  }
  return !inside;
}

std::string oid_text(ByteView contents) {
  ODCA_CHECK(is_oid(contents));
  std::string text;
  const auto append = [&text](std::uint64_t arc) {
    std::array<char, 20> digits{};  // 2^64 has twenty
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), arc).ptr;
    text.append(digits.data(), end);
  };
  std::uint64_t arc = 0;
  for (const std::uint8_t octet : contents) {
    arc = arc << 7U | (octet & 0x7fU);
    if ((octet & 0x80U) != 0) continue;
    if (text.empty()) {
      // X.690 8.19.4: the first octets hold 40 * first arc + second arc, the first arc being at most 2.
      const std::uint64_t root = arc < 80 ? arc / 40 : 2;
      text.reserve(contents.size() * 3);  // most arcs have one or two octets and up to five digits
      append(root);
      arc -= root * 40;
    }
    text.push_back('.');
    append(arc);
    arc = 0;
  }
  return text;
}

std::optional<Time> utc_time(ByteView contents) {
  if (contents.size() != 13) return std::nullopt;
  const unsigned year = two_digits(contents, 0);
  if (year > 99) return std::nullopt;
  return rest_of_time(year < 50 ? 2000 + year : 1900 + year, contents.subspan(2));
}

std::optional<Time> generalized_time(ByteView contents) {
  if (contents.size() != 15) return std::nullopt;
  const unsigned century = two_digits(contents, 0);
  const unsigned year = two_digits(contents, 2);
  if (century > 99 || year > 99) return std::nullopt;
  return rest_of_time(century * 100 + year, contents.subspan(4));
}

}  // namespace odca::der
