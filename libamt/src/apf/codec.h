// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// APF as a host speaks it: messages of AMT are read, our own are written. Pure: bytes in, bytes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "odca/bytes.h"
#include "odca/result.h"
#include "wire/apf.h"

namespace odca::amt::apf {

/// kMostText is above any name and address that AMT knows.
inline constexpr std::size_t kMostText = 256;

// What AMT may send. Fields that nobody needs are checked for their length and left out.
struct Disconnect {
  std::uint32_t reason;
};
struct ServiceRequest {
  std::string service;
};
struct UserauthRequest {};
struct ForwardRequest {
  bool wants_reply;
  std::uint32_t port;
};
struct CancelForward {
  bool wants_reply;
  std::uint32_t port;
};
/// OtherRequest is a global request that a host of LME has no use for, as "udp-send-to@amt.intel.com".
struct OtherRequest {
  bool wants_reply;
};
struct ChannelOpen {
  std::string type;
  std::uint32_t sender;
};
struct OpenConfirmation {
  std::uint32_t recipient, sender, window;
};
struct OpenFailure {
  std::uint32_t recipient, reason;
};
struct WindowAdjust {
  std::uint32_t recipient, bytes;
};
struct ChannelData {
  std::uint32_t recipient;
  Bytes data;
};
struct ChannelClose {
  std::uint32_t recipient;
};
struct ProtocolVersion {
  std::uint32_t major, minor;
};
struct KeepaliveRequest {
  std::uint32_t cookie;
};
struct KeepaliveOptionsRequest {
  std::uint32_t interval, timeout;
};
using AmtMessage = std::variant<Disconnect, ServiceRequest, UserauthRequest, ForwardRequest, CancelForward,
                                OtherRequest, ChannelOpen, OpenConfirmation, OpenFailure, WindowAdjust, ChannelData,
                                ChannelClose, ProtocolVersion, KeepaliveRequest, KeepaliveOptionsRequest>;

/// decode fails with Errc::protocol ("apf-syntax") for a message that is too short or too long for its type, has a
/// longer text than kMostText, or is of a type that AMT has no reason to send: a host asks for nothing that AMT answers
/// but channels.
Result<AmtMessage> decode(ByteView message);

/// malformed is the error for what has no place in APF.
Error malformed(std::string message);

// Each is one message of the host. `recipient` is the number that AMT gave to a channel, `number` and `sender` are
// ours.
Bytes disconnect(wire::ApfDisconnect reason);
Bytes protocol_version();
Bytes service_accept(std::string_view service);
/// userauth_failure names "password" as the way that remains, since some way must be named.
Bytes userauth_failure();
Bytes request_success(std::uint32_t port);
/// request_success without a port answers the cancelling of a forward.
Bytes request_success();
Bytes request_failure();
/// channel_open asks for a connection to a forwarded port of AMT, as if a local client had connected.
Bytes channel_open(std::uint32_t number, std::uint32_t window, std::uint16_t port);
Bytes open_failure(std::uint32_t recipient, wire::ApfOpenFailure reason);
Bytes window_adjust(std::uint32_t recipient, std::uint32_t bytes);
/// channel_data has at most 32 bits of length; callers keep to windows, which are shorter.
Bytes channel_data(std::uint32_t recipient, ByteView data);
Bytes channel_close(std::uint32_t recipient);
Bytes keepalive_reply(std::uint32_t cookie);
Bytes keepalive_options_reply(std::uint32_t interval, std::uint32_t timeout);

}  // namespace odca::amt::apf
