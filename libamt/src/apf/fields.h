// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Fields: the fields of a message, one after the other, big-endian. The first one that is not there makes all that
// follow zero or empty, and is_whole() false: a decoder asks once, at its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "odca/bytes.h"

namespace odca::amt::apf {

class Fields {
 public:
  explicit Fields(ByteView bytes) : left_(bytes) {}

  ByteView take(std::size_t count) {
    valid_ = valid_ && count <= left_.size();
    if (!valid_) return {};
    const ByteView taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }
  std::uint32_t u32() { return number(4); }
  /// flag is one byte, 0 or 1.
  bool flag() {
    const std::uint32_t value = number(1);
    valid_ = valid_ && value <= 1;
    return value == 1;
  }
  /// counted is a length of 32 bits and as many bytes.
  ByteView counted() { return take(u32()); }
  /// text is counted, with at most `most` bytes. They are compared, and never shown to anybody.
  std::string text(std::size_t most) {
    const std::size_t size = u32();
    valid_ = valid_ && size <= most;
    return std::string(as_text(take(size)));
  }
  /// skip_rest takes what is left, whatever it is.
  void skip_rest() { left_ = {}; }

  /// is_whole: every field was there and valid, and nothing is left over.
  bool is_whole() const { return valid_ && left_.empty(); }

 private:
  std::uint32_t number(std::size_t count) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : take(count)) value = value << 8U | byte;
    return value;
  }
  ByteView left_;
  bool valid_ = true;
};

}  // namespace odca::amt::apf
