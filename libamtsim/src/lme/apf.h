// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// APF as the firmware speaks it: messages of the host are read, its own are written. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "odca/bytes.h"
#include "wire/apf.h"

namespace odca::amtsim::apf {

// What a host may send.
struct Disconnect {
  std::uint32_t reason;
};
struct ProtocolVersion {
  std::uint32_t major, minor;
};
struct ServiceAccept {
  std::string service;
};
struct GlobalRequest {
  bool wants_reply;
};
struct RequestSuccess {
  std::optional<std::uint32_t> port;
};
struct RequestFailure {};
struct ChannelOpen {
  std::string type;
  std::uint32_t sender, window, port;
};
struct WindowAdjust {
  std::uint32_t channel, bytes;
};
struct ChannelData {
  std::uint32_t channel;
  Bytes data;
};
struct ChannelClose {
  std::uint32_t channel;
};
struct KeepaliveRequest {
  std::uint32_t cookie;
};
struct KeepaliveOptionsRequest {
  std::uint32_t interval, timeout;
};
using HostMessage =
    std::variant<Disconnect, ProtocolVersion, ServiceAccept, GlobalRequest, RequestSuccess, RequestFailure, ChannelOpen,
                 WindowAdjust, ChannelData, ChannelClose, KeepaliveRequest, KeepaliveOptionsRequest>;

/// read_host_message is nothing for a message that is too short or too long for its type, and for one of a type that
/// no host has reason to send: AMT opens no channels and asks for no authentication here.
std::optional<HostMessage> read_host_message(ByteView message);

/// Each is one message of the firmware. `recipient` is the number that the host gave to a channel, `sender` is AMT's.
Bytes disconnect(std::uint32_t reason);
Bytes protocol_version();
Bytes service_request(std::string_view service);
/// global_request is `name` for a port at no particular address, which wants a reply.
Bytes global_request(std::string_view name, std::uint32_t port);
Bytes request_failure();
Bytes open_confirmation(std::uint32_t recipient, std::uint32_t sender, std::uint32_t window);
Bytes open_failure(std::uint32_t recipient, amt::wire::ApfOpenFailure reason);
Bytes window_adjust(std::uint32_t recipient, std::uint32_t bytes);
/// channel_data has at most kMostData bytes.
Bytes channel_data(std::uint32_t recipient, ByteView data);
Bytes channel_close(std::uint32_t recipient);
Bytes keepalive_reply(std::uint32_t cookie);
Bytes keepalive_options_reply(std::uint32_t interval, std::uint32_t timeout);

inline constexpr std::size_t kMostData = amt::wire::kLmeMaxMessage - amt::wire::kApfDataHeader;

}  // namespace odca::amtsim::apf
