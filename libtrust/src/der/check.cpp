// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "der/check.h"

#include <algorithm>
#include <array>

#include "der/reader.h"

namespace odca::der {
namespace {

bool is_universal(Tag tag) { return (tag & 0xc0U) == 0; }
bool is_constructed(Tag tag) { return (tag & kConstructedBit) != 0; }

// X.690 8.9, 8.11: SEQUENCE and SET are constructed, as are EXTERNAL, EMBEDDED PDV and CHARACTER STRING; 10.2: string
// types are primitive in DER.
bool form_is_right(Tag tag) {
  constexpr std::array<unsigned, 5> kConstructedTypes{8, 11, 16, 17, 29};
  const unsigned number = tag & 0x1fU;
  const bool wants_constructed =
      std::find(kConstructedTypes.begin(), kConstructedTypes.end(), number) != kConstructedTypes.end();
  return number != 0 && is_constructed(tag) == wants_constructed;
}

bool contents_are_canonical(Tag tag, ByteView contents) {
  switch (tag) {
    case kBoolean:
      return boolean(contents).has_value();
    case kInteger:
    case kEnumerated:
      return is_integer(contents);
    case kBitString:
      return bit_string(contents).has_value();
    case kNull:
      return contents.empty();
    case kObjectIdentifier:
      return is_oid(contents);
    default:
      return true;
  }
}

}  // namespace

DerCheck check_der(ByteView bytes, std::size_t max_depth) {
  const std::size_t deepest = std::min(max_depth, kDeepest);
  std::array<Reader, kDeepest> open{};  // what is left of each enclosing value, outermost first
  std::size_t depth = 0;                // how many of them there are

  Reader input(bytes);
  for (auto element = input.read(); element; element = open[depth - 1].read()) {
    if (depth == deepest) return DerCheck::too_deep;
    const bool constructed = is_constructed(element->tag);
    if (is_universal(element->tag)) {
      if (!form_is_right(element->tag)) return DerCheck::not_der;
      if (!constructed && !contents_are_canonical(element->tag, element->contents)) return DerCheck::not_der;
    }
    if (constructed) open[depth++] = Reader(element->contents);
    while (depth > 0 && open[depth - 1].at_end()) --depth;
    if (depth == 0) return input.at_end() ? DerCheck::ok : DerCheck::trailing;
  }
  return DerCheck::not_der;
}

}  // namespace odca::der
