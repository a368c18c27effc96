// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/writer.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <vector>

#include "base/check.h"
#include "der/reader.h"

namespace odca::der {
namespace {

void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }

void append_length(Bytes& out, std::size_t length) {
  ODCA_CHECK(length <= std::numeric_limits<std::uint32_t>::max());  // what the reader accepts
  if (length < 0x80) {
    out.push_back(static_cast<std::uint8_t>(length));  // below 128
    return;
  }
  unsigned count = 1;
  while (length >> (8U * count) != 0) ++count;
  out.push_back(static_cast<std::uint8_t>(0x80U | count));  // count is at most 4
  for (unsigned i = count; i-- > 0;) out.push_back(static_cast<std::uint8_t>(length >> (8U * i) & 0xffU));
}

void append_arc(Bytes& out, std::uint64_t arc) {
  unsigned septets = 1;
  while (septets < 10 && arc >> (7U * septets) != 0) ++septets;
  for (unsigned i = septets; i-- > 0;) {
    const auto septet = static_cast<std::uint8_t>(arc >> (7U * i) & 0x7fU);  // seven bits
    out.push_back(i == 0 ? septet : static_cast<std::uint8_t>(septet | 0x80U));
  }
}

// One arc in decimal digits without leading zeros, taken from the front of `text` with the dot behind it.
std::optional<std::uint64_t> take_arc(std::string_view& text) {
  std::uint64_t arc = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), arc);
  const auto length = static_cast<std::size_t>(end - text.data());  // end is not before the start
  if (failed != std::errc{} || (text.front() == '0' && length > 1)) return std::nullopt;
  text.remove_prefix(length);
  if (text.empty()) return arc;
  if (text.front() != '.' || text.size() == 1) return std::nullopt;
  text.remove_prefix(1);
  return arc;
}

// The digits of a time in UTC, without the 'Z'; nothing outside years 0001 to 9999.
std::optional<std::string> time_digits(Time time) {
  std::string text = format_time(time);  // "YYYY-MM-DDTHH:MM:SSZ"
  if (text.size() != 20 || text.starts_with("0000") || text.starts_with('-')) return std::nullopt;
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text;
}

}  // namespace

Bytes value(Tag tag, ByteView contents) {
  Bytes out;
  out.reserve(contents.size() + 6);
  out.push_back(tag);
  append_length(out, contents.size());
  append(out, contents);
  return out;
}

Bytes join(std::span<const Bytes> values) {
  Bytes out;
  for (const Bytes& each : values) append(out, each);
  return out;
}

Bytes sequence(std::span<const Bytes> members) { return value(kSequence, join(members)); }
Bytes sequence(std::initializer_list<Bytes> members) { return sequence(std::span(members.begin(), members.size())); }

Bytes set_of(std::span<const Bytes> members) {
  std::vector<Bytes> sorted(members.begin(), members.end());
  std::sort(sorted.begin(), sorted.end());
  return value(kSet, join(sorted));
}
Bytes set_of(std::initializer_list<Bytes> members) { return set_of(std::span(members.begin(), members.size())); }

Bytes boolean_value(bool truth) { return {kBoolean, 1, static_cast<std::uint8_t>(truth ? 0xff : 0x00)}; }
Bytes null() { return {kNull, 0}; }

Bytes integer(std::uint64_t number) {
  Bytes magnitude;
  for (unsigned i = 8; i-- > 0;) magnitude.push_back(static_cast<std::uint8_t>(number >> (8U * i) & 0xffU));
  return integer_from_magnitude(magnitude);
}

Bytes integer_from_magnitude(ByteView magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  Bytes contents;
  if (magnitude.empty() || (magnitude.front() & 0x80U) != 0) contents.push_back(0);
  append(contents, magnitude);
  return value(kInteger, contents);
}

std::optional<Bytes> integer_from_contents(ByteView contents) {
  if (!is_integer(contents)) return std::nullopt;
  return value(kInteger, contents);
}

Bytes octet_string(ByteView octets) { return value(kOctetString, octets); }

Bytes bit_string_value(ByteView octets) {
  Bytes contents{0};
  append(contents, octets);
  return value(kBitString, contents);
}

Bytes named_bits(std::uint16_t bits) {
  Bytes contents{0};
  for (unsigned bit = 0; bit < 16; ++bit) {
    if ((bits >> bit & 1U) == 0) continue;
    contents.resize(2 + bit / 8);
    contents.back() = static_cast<std::uint8_t>(contents.back() | 0x80U >> bit % 8);  // one of eight bits
    contents.front() = static_cast<std::uint8_t>(7 - bit % 8);                        // 0..7
  }
  return value(kBitString, contents);
}

std::optional<Bytes> oid(std::string_view dotted) {
  if (dotted.empty()) return std::nullopt;
  const auto root = take_arc(dotted);
  if (!root || *root > 2 || dotted.empty()) return std::nullopt;
  const auto second = take_arc(dotted);
  if (!second || (*root < 2 && *second > 39)) return std::nullopt;
  if (*second > std::numeric_limits<std::uint64_t>::max() - 80) return std::nullopt;
  Bytes contents;
  append_arc(contents, *root * 40 + *second);
  while (!dotted.empty()) {
    const auto arc = take_arc(dotted);
    if (!arc) return std::nullopt;
    append_arc(contents, *arc);
  }
  return value(kObjectIdentifier, contents);
}

Bytes string_value(Tag string_tag, std::string_view characters) { return value(string_tag, as_bytes(characters)); }

std::optional<Bytes> utc_time_value(Time time) {
  const auto digits = time_digits(time);
  if (!digits || *digits < "1950" || *digits >= "2050") return std::nullopt;
  return string_value(kUtcTime, digits->substr(2) + "Z");
}

std::optional<Bytes> generalized_time_value(Time time) {
  const auto digits = time_digits(time);
  if (!digits) return std::nullopt;
  return string_value(kGeneralizedTime, *digits + "Z");
}

std::optional<Bytes> time_value(Time time) {
  if (auto utc = utc_time_value(time)) return utc;
  return generalized_time_value(time);
}

Bytes explicit_tag(unsigned n, ByteView whole_values) {
  ODCA_CHECK(n < 31);
  return value(context_constructed(n), whole_values);
}

Bytes implicit_tag(unsigned n, ByteView contents) {
  ODCA_CHECK(n < 31);
  return value(context(n), contents);
}

}  // namespace odca::der
