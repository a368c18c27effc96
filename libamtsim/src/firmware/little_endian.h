// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Little-endian integers and fields of fixed width, of which every HECI message is made.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "odca/bytes.h"

namespace odca::amtsim {

/// put_u8, put_u16 and put_u32 append a number.
inline void put_u8(Bytes& out, std::uint8_t number) { out.push_back(number); }
inline void put_u16(Bytes& out, std::uint16_t number) {
  out.push_back(static_cast<std::uint8_t>(number & 0xFF));  // masked to a byte
  out.push_back(static_cast<std::uint8_t>(number >> 8));    // the upper of two bytes
}
inline void put_u32(Bytes& out, std::uint32_t number) {
  put_u16(out, static_cast<std::uint16_t>(number & 0xFFFF));  // masked to two bytes
  put_u16(out, static_cast<std::uint16_t>(number >> 16));     // the upper two of four bytes
}
/// put_text appends the characters, put_bytes the bytes.
inline void put_text(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
inline void put_bytes(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
/// put_field appends a text in `width` bytes, cut off or filled up with zeros.
inline void put_field(Bytes& out, std::string_view text, std::size_t width) {
  put_text(out, text.substr(0, width));
  out.insert(out.end(), width - std::min(width, text.size()), std::uint8_t{0});
}
/// put_ansi appends a text of at most 65535 characters behind its length.
inline void put_ansi(Bytes& out, std::string_view text) {
  put_u16(out, static_cast<std::uint16_t>(text.size()));  // callers have short texts
  put_text(out, text);
}

/// u16_at and u32_at read a number that must be there.
inline std::uint16_t u16_at(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(bytes[offset] | bytes[offset + 1] << 8);  // of two bytes
}
inline std::uint32_t u32_at(ByteView bytes, std::size_t offset) {
  return u16_at(bytes, offset) | std::uint32_t{u16_at(bytes, offset + 2)} << 16;
}

}  // namespace odca::amtsim
