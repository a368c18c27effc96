// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Fields: the values of an answer, one after the other, little-endian. The first one that is not there makes all that
// follow zero or empty, and is_whole() false: a decoder asks once, at its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::amt {

class Fields {
 public:
  explicit Fields(ByteView bytes) : left_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }     // one byte
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }  // two bytes
  std::uint32_t u32() { return number(4); }
  /// boolean is an AMT_BOOLEAN: 32 bits, 0 or 1.
  bool boolean() { return flag(u32()); }
  /// flag is false for another number than 0 and 1, and is_whole() too.
  bool flag(std::uint32_t value) {
    valid_ = valid_ && value <= 1;
    return value == 1;
  }
  ByteView take(std::size_t count);
  /// zeros are `count` bytes that must be 0.
  void zeros(std::size_t count);
  /// text is `count` characters of printable ASCII. No name or password that AMT knows holds others, and whoever prints
  /// it needs to fear none.
  std::string_view text(std::size_t count);
  /// counted_text is u16 and as many characters, at most `most`.
  std::string_view counted_text(std::size_t most);
  /// padded_text is text in a field of `width` bytes, which ends with at least one 0.
  std::string_view padded_text(std::size_t width);
  /// require makes is_whole() false when a value is none of those that there are.
  void require(bool condition) { valid_ = valid_ && condition; }

  std::size_t left() const { return left_.size(); }
  /// is_whole: every field was there and valid, and nothing is left over.
  bool is_whole() const { return valid_ && left_.empty(); }
  bool is_valid() const { return valid_; }

 private:
  std::uint32_t number(std::size_t count);
  ByteView left_;
  bool valid_ = true;
};

/// malformed is the error for an answer that is none: "the firmware's answer to 'GetUUID' is malformed: ...".
Error malformed(std::string_view answer, std::string_view fault);

}  // namespace odca::amt
