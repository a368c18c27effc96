// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// One function for each message of AMT. Each says at most one message, so that AMT cannot fill our memory.
#include "apf/session.h"

#include <limits>
#include <utility>

#include "io/text.h"

namespace odca::amt::apf {
namespace {

Error without_service(std::string_view request) {
  return malformed(cat("the firmware sent '", request, "' before it asked for the service that forwards"));
}

Error no_channel(std::string_view message, std::uint32_t number) {
  return malformed(cat("the firmware sent '", message, "' for channel '", number, "', which there is not"));
}

}  // namespace

Status Session::hear(ByteView message) {
  const Result<AmtMessage> heard = decode(message);
  Status done = heard ? std::visit([this](const auto& each) { return on(each); }, *heard) : Status(heard.error());
  if (!done && done.error().reason == "apf-syntax") out_.push_back(disconnect(wire::ApfDisconnect::protocol_error));
  return done;
}

std::optional<Bytes> Session::next() {
  if (out_.empty()) return std::nullopt;
  Bytes message = std::move(out_.front());
  out_.pop_front();
  return message;
}

void Session::greet() {
  if (!std::exchange(greeted_, true)) out_.push_back(protocol_version());
}

std::uint32_t Session::open(std::uint16_t port) {
  const std::uint32_t number = ++last_;  // nobody opens 2^32 channels in one session
  channels_.try_emplace(number, number, most_data_);
  out_.push_back(channel_open(number, Channel::kWindow, port));
  return number;
}

void Session::leave(std::uint32_t number) {
  channels_.at(number).leave(out_);
  forget_if_over(number);
}

Channel* Session::find(std::uint32_t number) {
  const auto found = channels_.find(number);
  return found == channels_.end() ? nullptr : &found->second;
}

void Session::forget_if_over(std::uint32_t number) {
  const auto found = channels_.find(number);
  if (found != channels_.end() && found->second.is_over()) channels_.erase(found);
}

Status Session::on(const Disconnect& disconnect) {
  return Error{.code = Errc::io,
               .message = cat("the firmware ended the session of LME with reason '", disconnect.reason, "'"),
               .hint = "try again; the firmware may be starting anew",
               .reason = "connection-reset"};
}

Status Session::on(const ProtocolVersion& version) {
  if (version.major != wire::kApfMajor)
    return malformed(cat("the firmware's LME speaks version '", version.major, '.', version.minor, "', not '",
                         wire::kApfMajor, '.', wire::kApfMinor, "'"));
  // Two sides that answer each version with theirs do so for ever.
  greet();
  return {};
}

Status Session::on(const ServiceRequest& request) {
  const bool forwarding = request.service == wire::kApfForwarding;
  if (!forwarding && request.service != wire::kApfAuthentication)
    return malformed("the firmware asked for a service that LME does not have");
  forwarding_ = forwarding_ || forwarding;
  out_.push_back(service_accept(request.service));
  return {};
}

/// Nobody has to prove to a host who he is, and a host has no password for AMT to give.
Status Session::on(const UserauthRequest& /*request*/) {
  out_.push_back(userauth_failure());
  return {};
}

Status Session::on(const ForwardRequest& request) {
  if (!forwarding_) return without_service(wire::kApfForward);
  const bool is_port = request.port > 0 && request.port <= std::numeric_limits<std::uint16_t>::max();
  const bool accepted = is_port && ports_.size() < kMostPorts && ports_.insert(request.port).second;
  if (request.wants_reply) out_.push_back(accepted ? request_success(request.port) : request_failure());
  return {};
}

/// AMT takes its ports back when it is idle and offers them again, and waits for the answer to both.
Status Session::on(const CancelForward& request) {
  if (!forwarding_) return without_service(wire::kApfCancelForward);
  ports_.erase(request.port);
  if (request.wants_reply) out_.push_back(request_success());
  return {};
}

Status Session::on(const OtherRequest& request) {
  if (request.wants_reply) out_.push_back(request_failure());
  return {};
}

/// AMT wants a connection to somebody else: that is what LMS is for.
Status Session::on(const ChannelOpen& open) {
  const bool is_known = open.type == wire::kApfDirectChannel;
  const auto reason = is_known ? wire::ApfOpenFailure::prohibited : wire::ApfOpenFailure::unknown_channel_type;
  out_.push_back(open_failure(open.sender, reason));
  return {};
}

Status Session::on(const OpenConfirmation& confirmation) {
  Channel* const channel = find(confirmation.recipient);
  if (channel == nullptr) return no_channel("CHANNEL_OPEN_CONFIRMATION", confirmation.recipient);
  return channel->confirm(confirmation, out_);
}

Status Session::on(const OpenFailure& failure) {
  Channel* const channel = find(failure.recipient);
  if (channel == nullptr) return no_channel("CHANNEL_OPEN_FAILURE", failure.recipient);
  ODCA_TRY(channel->refuse(failure));
  forget_if_over(failure.recipient);
  return {};
}

/// A window may still be adjusted after the channel has closed: nothing hangs on it.
Status Session::on(const WindowAdjust& more) {
  Channel* const channel = find(more.recipient);
  return channel == nullptr ? Status() : channel->adjust(more);
}

Status Session::on(const ChannelData& data) {
  Channel* const channel = find(data.recipient);
  if (channel == nullptr) return no_channel("CHANNEL_DATA", data.recipient);
  return channel->receive(data);
}

/// Firmware is known to close channels that there are not.
Status Session::on(const ChannelClose& close) {
  Channel* const channel = find(close.recipient);
  if (channel == nullptr) return {};
  ODCA_TRY(channel->close(out_));
  forget_if_over(close.recipient);
  return {};
}

Status Session::on(const KeepaliveRequest& request) {
  out_.push_back(keepalive_reply(request.cookie));
  return {};
}

Status Session::on(const KeepaliveOptionsRequest& request) {
  out_.push_back(keepalive_options_reply(request.interval, request.timeout));
  return {};
}

}  // namespace odca::amt::apf
