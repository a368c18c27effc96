// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Messages of APF as tests write them: by hand, from the tables of the protocol, and not by the code under test.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "firmware/test_bytes.h"

namespace odca::amtsim::testing {

/// big is the eight digits of a number.
inline std::string big(std::uint32_t number) {
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08x", number);
  return digits;
}

// Of the host.
inline const Bytes kHostVersion = hex("c0 00000001 00000000 00000009" + zeros(80));
inline const Bytes kAccept = hex("06 00000012" + digits("pfwd@amt.intel.com"));
inline const Bytes kForwarded16993 = hex("51 00004261"), kForwarded664 = hex("51 00000298");
inline Bytes open_channel(std::uint32_t number, std::uint32_t window, std::uint32_t port = 16993,
                          const std::string& type = "forwarded-tcpip") {
  return hex("5a" + big(static_cast<std::uint32_t>(type.size())) + digits(type) + big(number) + big(window) +
             "ffffffff 00000003" + digits("::1") + big(port) + "00000003" + digits("::1") + "0000007b");
}

// Of either side: the number of a channel is that which the receiver gave.
inline Bytes data_for(std::uint32_t channel, ByteView data) {
  return hex("5e" + big(channel) + big(static_cast<std::uint32_t>(data.size())) + to_hex(data));
}
inline Bytes adjust(std::uint32_t channel, std::uint32_t bytes) { return hex("5d" + big(channel) + big(bytes)); }
inline Bytes close_of(std::uint32_t channel) { return hex("61" + big(channel)); }

// Of AMT.
inline const Bytes kAmtVersion = hex("c0 00000001 00000000 000000fe 12345678 09000000 00000000 00000000" + zeros(64));
inline const Bytes kOffer = hex("05 00000012" + digits("pfwd@amt.intel.com"));
inline Bytes forward(std::uint32_t port) {
  return hex("50 0000000d" + digits("tcpip-forward") + "01 00000000" + big(port));
}
inline Bytes cancel(std::uint32_t port) {
  return hex("50 00000014" + digits("cancel-tcpip-forward") + "01 00000000" + big(port));
}
inline Bytes confirmed(std::uint32_t host, std::uint32_t amt) {
  return hex("5b" + big(host) + big(amt) + "00001000 ffffffff");
}
inline Bytes refused(std::uint32_t host, std::uint32_t reason) {
  return hex("5c" + big(host) + big(reason) + zeros(8));
}
inline const Bytes kProtocolError = hex("01 00000002 0000");

}  // namespace odca::amtsim::testing
