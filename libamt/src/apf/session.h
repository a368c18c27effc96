// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Session: a connection to LME as a state machine: the handshake, the ports that AMT offers, the channels. Pure:
// messages in, messages out; who carries them, and how long is waited, is not its matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "apf/channel.h"

namespace odca::amt::apf {

class Session {
 public:
  /// kMostPorts bounds what is kept; AMT offers two or four.
  static constexpr std::size_t kMostPorts = 16;

  /// `most_data` is how many bytes one message of data carries.
  explicit Session(std::size_t most_data) : most_data_(most_data) {}

  /// hear takes one message of AMT. Fails with Errc::protocol ("apf-syntax") and Errc::io ("connection-reset") when AMT
  /// disconnected; the session has then ended, and nothing is to be sent but what next() still has.
  Status hear(ByteView message);
  /// next is the next message to AMT; nothing when there is none.
  std::optional<Bytes> next();

  /// greet says our version, once in a session; hearing AMT's does the same. AMT speaks first.
  void greet();
  bool has_greeted() const { return greeted_; }
  /// offers: AMT takes channels to this port.
  bool offers(std::uint16_t port) const { return ports_.contains(port); }

  /// open asks for a channel to the port and returns its number, which is never 0 and never used again: firmware is
  /// known to close channel 0 when nobody has opened it.
  std::uint32_t open(std::uint16_t port);
  /// channel is one that was opened and not left.
  const Channel& channel(std::uint32_t number) const { return channels_.at(number); }
  std::size_t say(std::uint32_t number, ByteView bytes) { return channels_.at(number).say(bytes, out_); }
  std::size_t take(std::uint32_t number, std::span<std::uint8_t> into) { return channels_.at(number).take(into, out_); }
  /// leave closes a channel, in whatever stage it is; its number means nothing afterwards.
  void leave(std::uint32_t number);

 private:
  Status on(const Disconnect& disconnect);
  Status on(const ServiceRequest& request);
  Status on(const UserauthRequest& request);
  Status on(const ForwardRequest& request);
  Status on(const CancelForward& request);
  Status on(const OtherRequest& request);
  Status on(const ChannelOpen& open);
  Status on(const OpenConfirmation& confirmation);
  Status on(const OpenFailure& failure);
  Status on(const WindowAdjust& more);
  Status on(const ChannelData& data);
  Status on(const ChannelClose& close);
  Status on(const ProtocolVersion& version);
  Status on(const KeepaliveRequest& request);
  Status on(const KeepaliveOptionsRequest& request);

  Channel* find(std::uint32_t number);
  void forget_if_over(std::uint32_t number);

  std::size_t most_data_;
  bool greeted_ = false;
  bool forwarding_ = false;  ///< AMT has asked for the service that forwards
  std::set<std::uint32_t> ports_{};
  std::map<std::uint32_t, Channel> channels_{};
  std::uint32_t last_ = 0;
  Outbox out_{};
};

}  // namespace odca::amt::apf
