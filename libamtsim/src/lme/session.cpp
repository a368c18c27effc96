// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// AMT speaks first, and says its version once: hosts are known that answer each PROTOCOLVERSION with another, and two
// of that kind would never end. Our choice where what is known of devices leaves one: a message that APF has no place
// for ends the connection with DISCONNECT, so that a host which sends it is found.
#include "lme/session.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace odca::amtsim {
namespace {

using amt::wire::ApfOpenFailure;

constexpr auto kProtocolError = static_cast<std::uint32_t>(amt::wire::ApfDisconnect::protocol_error);  // the wire's
constexpr std::uint32_t kVersionNotSupported = 8;

}  // namespace

LmeSession::LmeSession(PortSide& ports, LmeKnobs knobs) : ports_(ports), knobs_(knobs) {
  out_.push_back(apf::protocol_version());
}

void LmeSession::hear(ByteView message) {
  if (stage_ == Stage::ended) return;
  const auto read = apf::read_host_message(message);
  if (!read) {
    violated(kProtocolError);
    return;
  }
  std::visit([this](const auto& each) { on(each); }, *read);
}

std::optional<Bytes> LmeSession::next() {
  if (out_.empty()) return std::nullopt;
  Bytes message = std::move(out_.front());
  out_.pop_front();
  return message;
}

LmeSession::Channel* LmeSession::channel_at(std::uint32_t number) {
  return number < channels_.size() && channels_[number] ? &*channels_[number] : nullptr;
}

LmeSession::Channel* LmeSession::open_at(std::size_t number) {
  return number < channels_.size() && channels_[number] && !channels_[number]->closing ? &*channels_[number] : nullptr;
}

void LmeSession::violated(std::uint32_t reason) {
  ++seen_.violations;
  out_.push_back(apf::disconnect(reason));
  close_all();
}

void LmeSession::close_all() {
  stage_ = Stage::ended;
  for (std::size_t number = 0; number < channels_.size(); ++number) {
    if (open_at(number) != nullptr) ports_.close(number);
    channels_[number].reset();
  }
}

// ---- The handshake.

void LmeSession::on(const apf::Disconnect&) { close_all(); }

void LmeSession::on(const apf::ProtocolVersion& version) {
  if (version.major != amt::wire::kApfMajor || version.minor != amt::wire::kApfMinor) {
    violated(kVersionNotSupported);
    return;
  }
  if (stage_ != Stage::greeting) return;
  stage_ = Stage::offering;
  out_.push_back(apf::service_request(amt::wire::kApfForwarding));
}

void LmeSession::on(const apf::ServiceAccept& accepted) {
  if (stage_ != Stage::offering || accepted.service != amt::wire::kApfForwarding) {
    violated(kProtocolError);
    return;
  }
  stage_ = Stage::forwarding;
  for (const std::uint32_t port : kForwardedPorts) ask(amt::wire::kApfForward, port);
}

void LmeSession::ask(std::string_view name, std::uint32_t port) {
  asked_.push_back({.name = name, .port = port});
  out_.push_back(apf::global_request(name, port));
}

/// A port that was taken back is asked for again, whatever the host said to the first.
void LmeSession::answered(const Asked& asked) {
  if (asked.name == amt::wire::kApfCancelForward) ask(amt::wire::kApfForward, asked.port);
}

void LmeSession::on(const apf::RequestSuccess& success) {
  // The reply to a forward has its port, that to the opposite has nothing.
  const bool forward = !asked_.empty() && asked_.front().name == amt::wire::kApfForward;
  if (asked_.empty() || success.port != (forward ? std::optional(asked_.front().port) : std::nullopt)) {
    violated(kProtocolError);
    return;
  }
  const Asked asked = asked_.front();
  asked_.pop_front();
  answered(asked);
}

void LmeSession::on(const apf::RequestFailure&) {
  if (asked_.empty()) {
    violated(kProtocolError);
    return;
  }
  const Asked asked = asked_.front();
  asked_.pop_front();
  answered(asked);
}

void LmeSession::on(const apf::GlobalRequest& request) {
  if (request.wants_reply) out_.push_back(apf::request_failure());
}

// ---- Channels.

std::optional<ApfOpenFailure> LmeSession::open(const apf::ChannelOpen& wanted) {
  if (stage_ != Stage::forwarding) return ApfOpenFailure::prohibited;
  if (wanted.type != amt::wire::kApfForwardedChannel) return ApfOpenFailure::unknown_channel_type;
  // Whether the port is forwarded at this moment does not count: the host may have sent this before it knew.
  if (wanted.port != kServedPort) return ApfOpenFailure::connect_failed;
  const auto free = std::ranges::find_if(channels_, [](const auto& each) { return !each.has_value(); });
  if (free == channels_.end()) return ApfOpenFailure::resource_shortage;
  const auto number = static_cast<std::uint32_t>(free - channels_.begin());  // 0 to 7
  const PortSide::Opening opening = ports_.open(number);
  if (opening == PortSide::Opening::refused) return ApfOpenFailure::prohibited;
  if (opening == PortSide::Opening::no_room) return ApfOpenFailure::resource_shortage;
  *free = Channel{.host_number = wanted.sender, .room = wanted.window, .granted = kWindow};
  out_.push_back(apf::open_confirmation(wanted.sender, number, kWindow));
  return std::nullopt;
}

void LmeSession::on(const apf::ChannelOpen& wanted) {
  if (const auto failure = open(wanted)) {
    out_.push_back(apf::open_failure(wanted.sender, *failure));
    return;
  }
  ++seen_.channels;
  if (knobs_.stale_closes) out_.push_back(apf::channel_close(0));
}

// A channel that is not there, or no more, is nothing to complain of: CLOSE of the one side crosses data of the other.

void LmeSession::on(const apf::WindowAdjust& adjust) {
  Channel* const channel = open_at(adjust.channel);
  if (channel == nullptr) return;
  channel->room += std::min(adjust.bytes, std::numeric_limits<std::uint32_t>::max() - channel->room);
}

void LmeSession::on(const apf::ChannelData& data) {
  Channel* const channel = open_at(data.channel);
  if (channel == nullptr) return;
  channel->granted -= static_cast<std::int64_t>(data.data.size());  // at most a message
  if (channel->granted < 0) ++seen_.overruns;
  ports_.accept(data.channel, data.data);
  if (kWindow - channel->granted <= kMostOutstanding || channel->closing) return;
  ports_.close(data.channel);
  end(data.channel);
}

void LmeSession::on(const apf::ChannelClose& close) {
  Channel* const channel = channel_at(close.channel);
  if (channel == nullptr) return;
  if (!channel->closing) {
    ports_.close(close.channel);
    out_.push_back(apf::channel_close(channel->host_number));
  }
  channels_[close.channel].reset();
  const bool idle = std::ranges::none_of(channels_, [](const auto& each) { return each.has_value(); });
  if (!knobs_.renew_forwards || !idle || !asked_.empty()) return;
  for (const std::uint32_t port : kForwardedPorts) ask(amt::wire::kApfCancelForward, port);
}

void LmeSession::on(const apf::KeepaliveRequest& request) { out_.push_back(apf::keepalive_reply(request.cookie)); }
void LmeSession::on(const apf::KeepaliveOptionsRequest& request) {
  out_.push_back(apf::keepalive_options_reply(request.interval, request.timeout));
}

// ---- What the side of the ports asks and tells.

std::size_t LmeSession::room(std::size_t channel) const {
  if (channel >= channels_.size() || !channels_[channel] || channels_[channel]->closing) return 0;
  return std::min<std::size_t>(channels_[channel]->room, apf::kMostData);
}

void LmeSession::say(std::size_t channel, ByteView data) {
  Channel* const open = open_at(channel);
  if (open == nullptr || data.empty()) return;
  open->room -= static_cast<std::uint32_t>(data.size());  // at most room()
  out_.push_back(apf::channel_data(open->host_number, data));
}

void LmeSession::consumed(std::size_t channel, std::size_t bytes) {
  Channel* const open = open_at(channel);
  if (open == nullptr || bytes == 0) return;
  open->granted += static_cast<std::int64_t>(bytes);                                         // of what was accepted
  out_.push_back(apf::window_adjust(open->host_number, static_cast<std::uint32_t>(bytes)));  // at most kMostOutstanding
}

void LmeSession::end(std::size_t channel) {
  Channel* const open = open_at(channel);
  if (open == nullptr) return;
  open->closing = true;
  out_.push_back(apf::channel_close(open->host_number));
}

LmeSeen LmeSession::take_seen() { return std::exchange(seen_, LmeSeen{}); }

}  // namespace odca::amtsim
