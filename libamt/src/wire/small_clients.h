// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The two small clients: the watchdog, which tells whether AMT is enabled and wants TLS, and UPID.
#pragma once

#include <cstddef>
#include <cstdint>

namespace odca::amt::wire {

// IsChangeToAMTEnabled: the answer is a byte of these bits (a longer answer begins with it).
inline constexpr std::uint8_t kIsChangeToAmtEnabled[] = {0x05, 0x02, 0x51, 0x10};
inline constexpr std::uint8_t kAmtEnabledBit = 0x02;             ///< AMT is operationally enabled
inline constexpr std::uint8_t kWeakAlgorithmsRemovedBit = 0x10;  ///< SHA-384 and EC P-384 are asked for
inline constexpr std::uint8_t kTlsEnforcedBit = 0x40;            ///< local ports answer TLS alone
inline constexpr std::uint8_t kNewInterfaceBit = 0x80;           ///< the bits above count (AMT 16.1 and later)

// UPID: u8 feature 0, u8 command, u16 length of what follows; an answer has a status of 32 bits behind that.
inline constexpr std::uint8_t kUpidEnable[] = {0x00, 0x02, 0x01, 0x00, 0x01};
inline constexpr std::uint8_t kUpidDisable[] = {0x00, 0x02, 0x01, 0x00, 0x00};
inline constexpr std::uint8_t kUpidGet[] = {0x00, 0x05, 0x00, 0x00};
inline constexpr std::size_t kUpidHeader = 4;
/// The answer to kUpidGet: header, u32 status, u32 type of the OEM id, OEM id and CSME id of 32 bytes each.
inline constexpr std::size_t kUpidId = 32, kUpidAnswer = 76;
inline constexpr std::uint32_t kUpidNotSupported = 1;

}  // namespace odca::amt::wire
