// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// APF (AMT Port Forwarding) on the wire of LME: one message of APF in one message of HECI; all integers big-endian, a
// string is a length of 32 bits and its bytes. "Recipient channel" is the number that the receiver gave.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace odca::amt::wire {

enum class ApfMessage : std::uint8_t {
  disconnect = 1,
  service_request = 5,
  service_accept = 6,
  userauth_request = 50,
  userauth_failure = 51,
  userauth_success = 52,
  global_request = 80,
  request_success = 81,
  request_failure = 82,
  channel_open = 90,
  channel_open_confirmation = 91,
  channel_open_failure = 92,
  channel_window_adjust = 93,
  channel_data = 94,
  channel_close = 97,
  protocol_version = 192,
  keepalive_request = 208,
  keepalive_reply = 209,
  keepalive_options_request = 210,
  keepalive_options_reply = 211,
};

inline constexpr std::size_t kLmeMaxMessage = 8192;  ///< as seen on hardware, with protocol version 4
inline constexpr std::size_t kApfProtocolVersion = 93, kApfDataHeader = 9;
inline constexpr std::uint32_t kApfMajor = 1, kApfMinor = 0;
inline constexpr std::string_view kApfForwarding = "pfwd@amt.intel.com", kApfAuthentication = "auth@amt.intel.com";
inline constexpr std::string_view kApfForward = "tcpip-forward", kApfCancelForward = "cancel-tcpip-forward";
inline constexpr std::string_view kApfForwardedChannel = "forwarded-tcpip", kApfDirectChannel = "direct-tcpip";
inline constexpr std::size_t kAmtChannels = 8;  ///< AMT has no more at a time

enum class ApfOpenFailure : std::uint32_t {
  prohibited = 1,
  connect_failed = 2,
  unknown_channel_type = 3,
  resource_shortage = 4,
};
enum class ApfDisconnect : std::uint32_t { protocol_error = 2, connection_lost = 10, by_application = 11 };

}  // namespace odca::amt::wire
