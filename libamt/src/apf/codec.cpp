// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Two halves: a table of what AMT sends, and functions for what we send. What is too short, too long or out of range is
// refused, never mended; reserved fields may hold anything.
#include "apf/codec.h"

#include <utility>

#include "apf/fields.h"
#include "io/text.h"

namespace odca::amt::apf {
namespace {

using wire::ApfMessage;

constexpr std::string_view kPassword = "password";
/// kOurTrigger says that a user began it (2 would be an alert, 254 LME itself). AMT does not look at it.
constexpr std::uint32_t kOurTrigger = 1;
constexpr std::uint32_t kReserved = 0xffffffff;
/// kOriginator is where a local client would come from; AMT compares it with nothing.
constexpr std::string_view kOriginator = "127.0.0.1";
constexpr std::uint32_t kOriginatorPort = 49152;  // the first that a system gives to clients (RFC 6335 6)

AmtMessage read_userauth(Fields& fields) {
  fields.text(kMostText);  // user
  fields.text(kMostText);  // service
  if (fields.text(kMostText) == kPassword) {
    fields.flag();  // whether the password is to be changed
    fields.text(kMostText);
  } else {
    fields.skip_rest();  // each method has fields of its own
  }
  return UserauthRequest{};
}

AmtMessage read_global_request(Fields& fields) {
  const std::string name = fields.text(kMostText);
  const bool wants_reply = fields.flag();
  if (name != wire::kApfForward && name != wire::kApfCancelForward) {
    fields.skip_rest();  // each request has fields of its own
    return OtherRequest{wants_reply};
  }
  fields.text(kMostText);  // at which address: a host has one
  const std::uint32_t port = fields.u32();
  if (name == wire::kApfForward) return ForwardRequest{wants_reply, port};
  return CancelForward{wants_reply, port};
}

AmtMessage read_channel_open(Fields& fields) {
  ChannelOpen open{.type = fields.text(kMostText), .sender = fields.u32()};
  fields.take(8);  // window and a reserved number
  if (open.type != wire::kApfDirectChannel) {
    fields.skip_rest();  // each type has fields of its own
    return open;
  }
  for (int end = 0; end < 2; ++end) {  // where to, and where from
    fields.text(kMostText);
    fields.u32();
  }
  return open;
}

AmtMessage read_confirmation(Fields& fields) {
  const OpenConfirmation confirmation{fields.u32(), fields.u32(), fields.u32()};
  fields.take(4);
  return confirmation;
}

AmtMessage read_failure(Fields& fields) {
  const OpenFailure failure{fields.u32(), fields.u32()};
  fields.take(8);
  return failure;
}

AmtMessage read_data(Fields& fields) {
  const std::uint32_t recipient = fields.u32();
  const ByteView data = fields.counted();
  return ChannelData{recipient, Bytes(data.begin(), data.end())};
}

AmtMessage read_version(Fields& fields) {
  const ProtocolVersion version{fields.u32(), fields.u32()};
  fields.take(wire::kApfProtocolVersion - 9);  // trigger, UUID (on LME that of nothing), reserved
  return version;
}

AmtMessage read_disconnect(Fields& fields) {
  const Disconnect disconnect{fields.u32()};
  fields.take(2);
  return disconnect;
}

/// Row is a type of message that AMT may send.
struct Row {
  ApfMessage type;
  std::string_view name;
  AmtMessage (*read)(Fields&);
};
constexpr Row kRows[] = {
    {ApfMessage::disconnect, "DISCONNECT", read_disconnect},
    {ApfMessage::service_request, "SERVICE_REQUEST",
     [](Fields& f) -> AmtMessage { return ServiceRequest{f.text(kMostText)}; }},
    {ApfMessage::userauth_request, "USERAUTH_REQUEST", read_userauth},
    {ApfMessage::global_request, "GLOBAL_REQUEST", read_global_request},
    {ApfMessage::channel_open, "CHANNEL_OPEN", read_channel_open},
    {ApfMessage::channel_open_confirmation, "CHANNEL_OPEN_CONFIRMATION", read_confirmation},
    {ApfMessage::channel_open_failure, "CHANNEL_OPEN_FAILURE", read_failure},
    {ApfMessage::channel_window_adjust, "CHANNEL_WINDOW_ADJUST",
     [](Fields& f) -> AmtMessage {
       return WindowAdjust{f.u32(), f.u32()};
     }},
    {ApfMessage::channel_data, "CHANNEL_DATA", read_data},
    {ApfMessage::channel_close, "CHANNEL_CLOSE", [](Fields& f) -> AmtMessage { return ChannelClose{f.u32()}; }},
    {ApfMessage::protocol_version, "PROTOCOLVERSION", read_version},
    {ApfMessage::keepalive_request, "KEEPALIVE_REQUEST",
     [](Fields& f) -> AmtMessage { return KeepaliveRequest{f.u32()}; }},
    {ApfMessage::keepalive_options_request, "KEEPALIVE_OPTIONS_REQUEST",
     [](Fields& f) -> AmtMessage {
       return KeepaliveOptionsRequest{f.u32(), f.u32()};
     }},
};

/// Written is a message of the host, field by field.
class Written {
 public:
  explicit Written(ApfMessage type) { byte(static_cast<std::uint8_t>(type)); }  // its number
  Written& byte(std::uint8_t value) {
    out_.push_back(value);
    return *this;
  }
  Written& u32(std::uint32_t value) {
    for (unsigned shift = 32; shift > 0;) byte(static_cast<std::uint8_t>(value >> (shift -= 8U) & 0xffU));  // one byte
    return *this;
  }
  Written& counted(ByteView bytes) {
    u32(static_cast<std::uint32_t>(bytes.size()));  // texts of ours, and data within a window
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Written& text(std::string_view text) { return counted(as_bytes(text)); }
  Written& zeros(std::size_t count) {
    out_.resize(out_.size() + count);
    return *this;
  }
  Bytes done() { return std::move(out_); }

 private:
  Bytes out_{};
};

}  // namespace

Error malformed(std::string message) {
  return {.code = Errc::protocol,
          .message = std::move(message),
          .hint = "report it with the version of the firmware",
          .reason = "apf-syntax"};
}

Result<AmtMessage> decode(ByteView message) {
  if (message.empty()) return malformed("the firmware's LME sent an empty message");
  for (const Row& row : kRows) {
    if (static_cast<std::uint8_t>(row.type) != message.front()) continue;  // its number
    Fields fields(message.subspan(1));
    AmtMessage read = row.read(fields);
    if (fields.is_whole()) return read;
    return malformed(cat("the firmware's message '", row.name, "' of '", message.size(), "' bytes is malformed"));
  }
  return malformed(
      cat("the firmware's LME sent a message of type '", message.front(), "', which it has no reason for"));
}

Bytes disconnect(wire::ApfDisconnect reason) {
  return Written(ApfMessage::disconnect).u32(static_cast<std::uint32_t>(reason)).zeros(2).done();  // its number
}
Bytes protocol_version() {
  Written written(ApfMessage::protocol_version);
  return written.u32(wire::kApfMajor).u32(wire::kApfMinor).u32(kOurTrigger).zeros(16 + 64).done();
}
Bytes service_accept(std::string_view service) { return Written(ApfMessage::service_accept).text(service).done(); }
Bytes userauth_failure() { return Written(ApfMessage::userauth_failure).text(kPassword).byte(0).done(); }
Bytes request_success(std::uint32_t port) { return Written(ApfMessage::request_success).u32(port).done(); }
Bytes request_success() { return Written(ApfMessage::request_success).done(); }
Bytes request_failure() { return Written(ApfMessage::request_failure).done(); }

Bytes channel_open(std::uint32_t number, std::uint32_t window, std::uint16_t port) {
  Written written(ApfMessage::channel_open);
  written.text(wire::kApfForwardedChannel).u32(number).u32(window).u32(kReserved);
  return written.text(kOriginator).u32(port).text(kOriginator).u32(kOriginatorPort).done();
}
Bytes open_failure(std::uint32_t recipient, wire::ApfOpenFailure reason) {
  Written written(ApfMessage::channel_open_failure);
  return written.u32(recipient).u32(static_cast<std::uint32_t>(reason)).zeros(8).done();  // its number
}
Bytes window_adjust(std::uint32_t recipient, std::uint32_t bytes) {
  return Written(ApfMessage::channel_window_adjust).u32(recipient).u32(bytes).done();
}
Bytes channel_data(std::uint32_t recipient, ByteView data) {
  return Written(ApfMessage::channel_data).u32(recipient).counted(data).done();
}
Bytes channel_close(std::uint32_t recipient) { return Written(ApfMessage::channel_close).u32(recipient).done(); }

Bytes keepalive_reply(std::uint32_t cookie) { return Written(ApfMessage::keepalive_reply).u32(cookie).done(); }
Bytes keepalive_options_reply(std::uint32_t interval, std::uint32_t timeout) {
  return Written(ApfMessage::keepalive_options_reply).u32(interval).u32(timeout).done();
}

}  // namespace odca::amt::apf
