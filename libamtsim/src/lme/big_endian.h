// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Big-endian integers and counted strings, of which every message of APF is made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca::amtsim {

/// put_big appends a number of 32 bits.
inline void put_big(Bytes& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(number >> shift & 0xFF));  // a byte
}
/// put_string appends a short text behind its length.
inline void put_string(Bytes& out, std::string_view text) {
  put_big(out, static_cast<std::uint32_t>(text.size()));  // callers have short texts
  out.insert(out.end(), text.begin(), text.end());
}

/// BigEndianReader takes fields from the front. Once one is missing, every further one is too.
class BigEndianReader {
 public:
  explicit BigEndianReader(ByteView bytes) : rest_(bytes) {}

  ByteView bytes(std::size_t count) {
    if (count > rest_.size()) whole_ = false;
    const ByteView taken = whole_ ? rest_.first(count) : ByteView{};
    rest_ = whole_ ? rest_.subspan(count) : ByteView{};
    return taken;
  }
  std::uint8_t u8() {
    const ByteView taken = bytes(1);
    return taken.empty() ? std::uint8_t{0} : taken[0];
  }
  std::uint32_t u32() {
    std::uint32_t number = 0;
    for (const std::uint8_t each : bytes(4)) number = number << 8 | each;
    return number;
  }
  ByteView counted() { return bytes(u32()); }
  std::string string() { return std::string(as_text(counted())); }

  bool at_end() const { return rest_.empty(); }
  /// read_all: every field was there, and nothing follows them.
  bool read_all() const { return whole_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool whole_ = true;
};

}  // namespace odca::amtsim
