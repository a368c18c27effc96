// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reader: strict DER (X.690 section 10), one value at a time. It allocates nothing, throws nothing, and accepts one
// encoding of every value: definite lengths in the fewest octets, tag numbers below 31, canonical primitive contents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "der/tags.h"
#include "odca/bytes.h"
#include "odca/time.h"

namespace odca::der {

/// Element is one value. All views point into the bytes that the Reader was given.
struct Element {
  Tag tag = 0;
  ByteView contents{};
  ByteView whole{};  ///< identifier, length and contents octets
};

/// Reader walks over consecutive values in `bytes`, which must outlive it and its elements.
/// A failed read consumes nothing.
class Reader {
 public:
  Reader() = default;
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  /// next_is tells whether a value with this tag comes next, without looking at its length.
  bool next_is(Tag tag) const { return !rest_.empty() && rest_.front() == tag; }
  /// read takes the next value, whatever its tag; nothing at the end or when its header is not DER.
  std::optional<Element> read();
  /// read takes the next value when it has this tag; nothing otherwise.
  std::optional<Element> read(Tag tag);

 private:
  ByteView rest_{};
};

/// read_only takes the one value that `bytes` must consist of.
std::optional<Element> read_only(ByteView bytes, Tag tag);

// The functions below read contents octets.

/// boolean accepts 00 and FF only (X.690 11.1).
std::optional<bool> boolean(ByteView contents);
/// is_integer tells whether these are the contents of an INTEGER in the fewest octets (X.690 8.3.2).
bool is_integer(ByteView contents);
/// is_negative tells the sign of an INTEGER for which is_integer holds.
inline bool is_negative(ByteView contents) { return (contents.front() & 0x80U) != 0; }
/// magnitude strips the sign octet of a non-negative INTEGER; nothing for others. Zero has an empty magnitude.
std::optional<ByteView> magnitude(ByteView contents);
/// small_unsigned reads a non-negative INTEGER of at most 32 bits.
std::optional<std::uint32_t> small_unsigned(ByteView contents);

/// BitString holds the octets of a BIT STRING; bit 0 is the highest bit of the first octet.
struct BitString {
  unsigned unused = 0;  ///< bits of the last octet that do not count; they are zero
  ByteView octets{};
};
/// bit_string accepts zero unused bits only, at most seven, and none when empty (X.690 8.6, 11.2.1).
std::optional<BitString> bit_string(ByteView contents);

/// is_oid tells whether these are the contents of an OBJECT IDENTIFIER, each arc in the fewest octets (X.690 8.19) and
/// of at most 64 bits. Differs: X.660 bounds no arc; nothing that we read has larger ones.
bool is_oid(ByteView contents);
/// oid_text prints dotted arcs; the contents must satisfy is_oid.
std::string oid_text(ByteView contents);

/// utc_time reads YYMMDDHHMMSSZ with the century of RFC 5280 4.1.2.5.1 (50 to 99 mean 1950 to 1999).
std::optional<Time> utc_time(ByteView contents);
/// generalized_time reads YYYYMMDDHHMMSSZ (RFC 5280 4.1.2.5.2), years 0001 to 9999.
std::optional<Time> generalized_time(ByteView contents);

}  // namespace odca::der
