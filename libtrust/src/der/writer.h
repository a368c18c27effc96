// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Writer: DER values from facts, as the strict reader accepts them. Each function returns one whole value, so that
// values nest by nesting the calls: sequence({integer(1), null()}).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "der/tags.h"
#include "odca/bytes.h"
#include "odca/time.h"

namespace odca::der {

/// value puts identifier and length before contents octets that are right already.
Bytes value(Tag tag, ByteView contents);
/// join puts whole values behind one another.
Bytes join(std::span<const Bytes> values);

Bytes sequence(std::span<const Bytes> members);
Bytes sequence(std::initializer_list<Bytes> members);
/// set_of sorts its members as X.690 11.6 demands.
Bytes set_of(std::span<const Bytes> members);
Bytes set_of(std::initializer_list<Bytes> members);

Bytes boolean_value(bool truth);
Bytes null();
Bytes integer(std::uint64_t number);
/// integer_from_magnitude writes a non-negative INTEGER of any size from big-endian octets; leading zeros are free.
Bytes integer_from_magnitude(ByteView magnitude);
/// integer_from_contents writes an INTEGER from its two's complement; nothing when that is not the shortest form.
std::optional<Bytes> integer_from_contents(ByteView contents);
Bytes octet_string(ByteView octets);
/// bit_string_value writes whole octets, no unused bits.
Bytes bit_string_value(ByteView octets);
/// named_bits writes bit n of `bits` as named bit n, without trailing zero bits (X.690 11.2.2).
Bytes named_bits(std::uint16_t bits);
/// oid reads dotted arcs; nothing when they are not an object identifier with arcs of at most 64 bits.
std::optional<Bytes> oid(std::string_view dotted);
/// string_value writes the characters as they are; the caller knows that they fit the string type.
Bytes string_value(Tag string_tag, std::string_view characters);

/// utc_time_value writes years 1950 to 2049; nothing for others.
std::optional<Bytes> utc_time_value(Time time);
/// generalized_time_value writes years 0001 to 9999; nothing for others.
std::optional<Bytes> generalized_time_value(Time time);
/// time_value picks the type as RFC 5280 4.1.2.5 demands: UTCTime through 2049, GeneralizedTime from 2050.
std::optional<Bytes> time_value(Time time);

/// explicit_tag writes [n] EXPLICIT around a whole value (or several, for [n] IMPLICIT SEQUENCE OF).
Bytes explicit_tag(unsigned n, ByteView whole_values);
/// implicit_tag writes [n] IMPLICIT before the contents of a primitive value.
Bytes implicit_tag(unsigned n, ByteView contents);

}  // namespace odca::der
