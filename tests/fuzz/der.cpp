// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever check_der accepts, the writer writes again to the same bytes from what the reader read; whatever
// it refuses, no part of the reader trips over. The walk and the check agree on where values begin and end.
#include "base/check.h"
#include "der/check.h"
#include "der/reader.h"
#include "der/writer.h"

namespace {

using namespace odca;
using namespace odca::der;

Bytes rewrite(const Element& element);

Bytes rewrite_members(ByteView contents) {
  Bytes out;
  Reader reader(contents);
  while (!reader.at_end()) {
    const auto member = reader.read();
    ODCA_CHECK(member.has_value());
    const Bytes again = rewrite(*member);
    out.insert(out.end(), again.begin(), again.end());
  }
  return out;
}

// The contents as the functions of the reader understand them, written by the functions of the writer.
Bytes rewrite(const Element& element) {
  const ByteView contents = element.contents;
  if ((element.tag & kConstructedBit) != 0) return value(element.tag, rewrite_members(contents));
  switch (element.tag) {
    case kBoolean:
      return boolean_value(boolean(contents).value());
    case kInteger: {
      const auto magnitude_octets = magnitude(contents);
      const auto small = small_unsigned(contents);
      const Bytes written =
          magnitude_octets ? integer_from_magnitude(*magnitude_octets) : integer_from_contents(contents).value();
      ODCA_CHECK(!small || integer(*small) == written);
      return written;
    }
    case kBitString: {
      const auto string = bit_string(contents).value();
      return string.unused == 0 ? bit_string_value(string.octets) : value(kBitString, contents);
    }
    case kNull:
      return null();
    case kOctetString:
      return octet_string(contents);
    case kObjectIdentifier:
      return oid(oid_text(contents)).value();
    case kUtcTime:
      if (const auto time = utc_time(contents)) return utc_time_value(*time).value();
      return value(kUtcTime, contents);  // whether it is a date is its reader's to say
    case kGeneralizedTime:
      if (const auto time = generalized_time(contents)) return generalized_time_value(*time).value();
      return value(kGeneralizedTime, contents);
    default:
      return string_value(element.tag, as_text(contents));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const DerCheck check = check_der(input, kDeepest);
  ODCA_CHECK(check != DerCheck::ok || check_der(input, kDeepest + 1000) == DerCheck::ok);
  if (check != DerCheck::ok) return 0;
  Reader reader(input);
  const auto element = reader.read();
  ODCA_CHECK(element.has_value() && reader.at_end());
  ODCA_CHECK(equal(rewrite(*element), input));
  // A prefix of a value is never a value.
  ODCA_CHECK(check_der(input.first(size - 1), kDeepest) != DerCheck::ok);
  return 0;
}
