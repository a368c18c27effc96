// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "lme/apf.h"

#include "lme/big_endian.h"

namespace odca::amtsim::apf {
namespace {

using amt::wire::ApfMessage;

constexpr std::uint32_t kNoLimit = 0xFFFFFFFF;  // where SSH has the longest packet
constexpr std::uint32_t kTriggerLme = 254;      // why AMT speaks: because somebody connected to LME
// On LME the field of the UUID is not that of the device: hardware was seen to send this.
constexpr std::uint8_t kUuid[16] = {0x12, 0x34, 0x56, 0x78, 0x09};

Bytes begin(ApfMessage type) { return {static_cast<std::uint8_t>(type)}; }  // its value is the wire's

template <class... Numbers>
Bytes numbers(ApfMessage type, Numbers... each) {
  Bytes out = begin(type);
  (put_big(out, each), ...);
  return out;
}

ProtocolVersion read_protocol_version(BigEndianReader& in) {
  const ProtocolVersion out{.major = in.u32(), .minor = in.u32()};
  constexpr std::size_t kTypeAndVersion = 9;
  in.bytes(amt::wire::kApfProtocolVersion - kTypeAndVersion);
  return out;
}

/// What a global request of a host is about is not read: the firmware has none to grant.
GlobalRequest read_global_request(BigEndianReader& in) {
  in.counted();
  const GlobalRequest out{.wants_reply = in.u8() != 0};
  while (!in.at_end()) in.u8();
  return out;
}

ChannelOpen read_channel_open(BigEndianReader& in) {
  ChannelOpen out{};
  out.type = in.string();
  out.sender = in.u32();
  out.window = in.u32();
  in.u32();
  in.counted();  // the address connected to, which is always this device's
  out.port = in.u32();
  in.counted();  // where the connection came from
  in.u32();
  return out;
}

std::optional<HostMessage> read_fields(ApfMessage type, BigEndianReader& in) {
  switch (type) {
    case ApfMessage::disconnect: {
      const Disconnect out{.reason = in.u32()};
      in.bytes(2);
      return out;
    }
    case ApfMessage::service_accept:
      return ServiceAccept{.service = in.string()};
    case ApfMessage::global_request:
      return read_global_request(in);
    case ApfMessage::request_success:
      return RequestSuccess{.port = in.at_end() ? std::nullopt : std::optional(in.u32())};
    case ApfMessage::request_failure:
      return RequestFailure{};
    case ApfMessage::channel_open:
      return read_channel_open(in);
    case ApfMessage::channel_window_adjust:
      return WindowAdjust{.channel = in.u32(), .bytes = in.u32()};
    case ApfMessage::channel_data: {
      const std::uint32_t channel = in.u32();
      const ByteView data = in.counted();
      return ChannelData{.channel = channel, .data = Bytes(data.begin(), data.end())};
    }
    case ApfMessage::channel_close:
      return ChannelClose{.channel = in.u32()};
    case ApfMessage::protocol_version:
      return read_protocol_version(in);
    case ApfMessage::keepalive_request:
      return KeepaliveRequest{.cookie = in.u32()};
    case ApfMessage::keepalive_options_request:
      return KeepaliveOptionsRequest{.interval = in.u32(), .timeout = in.u32()};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<HostMessage> read_host_message(ByteView message) {
  if (message.empty()) return std::nullopt;
  BigEndianReader in(message.subspan(1));
  auto out = read_fields(ApfMessage{message[0]}, in);
  return in.read_all() ? out : std::nullopt;
}

Bytes disconnect(std::uint32_t reason) {
  Bytes out = numbers(ApfMessage::disconnect, reason);
  out.resize(out.size() + 2);  // reserved
  return out;
}

Bytes protocol_version() {
  Bytes out = numbers(ApfMessage::protocol_version, amt::wire::kApfMajor, amt::wire::kApfMinor, kTriggerLme);
  out.insert(out.end(), std::begin(kUuid), std::end(kUuid));
  out.resize(amt::wire::kApfProtocolVersion);
  return out;
}

Bytes service_request(std::string_view service) {
  Bytes out = begin(ApfMessage::service_request);
  put_string(out, service);
  return out;
}

Bytes global_request(std::string_view name, std::uint32_t port) {
  Bytes out = begin(ApfMessage::global_request);
  put_string(out, name);
  out.push_back(1);  // wants a reply
  put_string(out, "");
  put_big(out, port);
  return out;
}

Bytes request_failure() { return begin(ApfMessage::request_failure); }

Bytes open_confirmation(std::uint32_t recipient, std::uint32_t sender, std::uint32_t window) {
  return numbers(ApfMessage::channel_open_confirmation, recipient, sender, window, kNoLimit);
}

Bytes open_failure(std::uint32_t recipient, amt::wire::ApfOpenFailure reason) {
  const auto number = static_cast<std::uint32_t>(reason);  // its value is the wire's
  return numbers(ApfMessage::channel_open_failure, recipient, number, 0U, 0U);
}

Bytes window_adjust(std::uint32_t recipient, std::uint32_t bytes) {
  return numbers(ApfMessage::channel_window_adjust, recipient, bytes);
}

Bytes channel_data(std::uint32_t recipient, ByteView data) {
  Bytes out = numbers(ApfMessage::channel_data, recipient, static_cast<std::uint32_t>(data.size()));  // at most 8183
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

Bytes channel_close(std::uint32_t recipient) { return numbers(ApfMessage::channel_close, recipient); }
Bytes keepalive_reply(std::uint32_t cookie) { return numbers(ApfMessage::keepalive_reply, cookie); }
Bytes keepalive_options_reply(std::uint32_t interval, std::uint32_t timeout) {
  return numbers(ApfMessage::keepalive_options_reply, interval, timeout);
}

}  // namespace odca::amtsim::apf
