// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Identifier octets of DER values (X.690 8.1.2). Tag numbers above 30 do not occur in
// certificates and are refused, so one octet is always enough.
#pragma once

#include <cstdint>

namespace odca::der {

using Tag = std::uint8_t;

inline constexpr Tag kBoolean = 0x01;
inline constexpr Tag kInteger = 0x02;
inline constexpr Tag kBitString = 0x03;
inline constexpr Tag kOctetString = 0x04;
inline constexpr Tag kNull = 0x05;
inline constexpr Tag kObjectIdentifier = 0x06;
inline constexpr Tag kEnumerated = 0x0a;
inline constexpr Tag kUtf8String = 0x0c;
inline constexpr Tag kNumericString = 0x12;
inline constexpr Tag kPrintableString = 0x13;
inline constexpr Tag kTeletexString = 0x14;
inline constexpr Tag kIa5String = 0x16;
inline constexpr Tag kUtcTime = 0x17;
inline constexpr Tag kGeneralizedTime = 0x18;
inline constexpr Tag kVisibleString = 0x1a;
inline constexpr Tag kUniversalString = 0x1c;
inline constexpr Tag kBmpString = 0x1e;
inline constexpr Tag kSequence = 0x30;
inline constexpr Tag kSet = 0x31;

inline constexpr Tag kConstructedBit = 0x20;

/// context is the identifier octet of an implicitly tagged primitive value, [n] IMPLICIT.
constexpr Tag context(unsigned n) { return static_cast<Tag>(0x80U | n); }  // n < 31
/// context_constructed is the identifier octet of [n] EXPLICIT, and of [n] IMPLICIT before a SEQUENCE or SET.
constexpr Tag context_constructed(unsigned n) { return static_cast<Tag>(0xa0U | n); }  // n < 31

}  // namespace odca::der
