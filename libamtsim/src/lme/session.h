// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LmeSession: one host's connection to LME as a state machine: messages in, messages out, apart from sockets and
// threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "firmware/lme.h"
#include "lme/apf.h"

namespace odca::amtsim {

/// PortSide is what the channels lead to. A session calls it while it hears; it may call consumed() and end() back.
class PortSide {
 public:
  virtual ~PortSide() = default;
  enum class Opening { refused, no_room, opened };
  /// open begins the connection behind a channel.
  virtual Opening open(std::size_t channel) = 0;
  /// accept takes data of the host, all of it.
  virtual void accept(std::size_t channel, ByteView data) = 0;
  /// close ends the connection: the host has closed the channel, or disconnected.
  virtual void close(std::size_t channel) = 0;
};

/// LmeSession begins with the firmware's PROTOCOLVERSION. Not thread-safe.
class LmeSession {
 public:
  /// kWindow is how many bytes a channel takes before they are consumed, kServedPort where AMT listens: its generation
  /// asks for another port as well, at which this one serves nothing.
  static constexpr std::uint32_t kWindow = 4096, kServedPort = 16993, kForwardedPorts[] = {kServedPort, 664};
  /// kMostOutstanding ends a channel whose host does not care for windows at all. Hosts that send a whole request in
  /// one message are known.
  static constexpr std::int64_t kMostOutstanding = 64 * 1024;

  /// `ports` is borrowed. Of the knobs those count that a session has: renew_forwards and stale_closes.
  LmeSession(PortSide& ports, LmeKnobs knobs);

  void hear(ByteView message);
  std::optional<Bytes> next();
  std::size_t queued() const { return out_.size(); }

  // What the side of the ports asks and tells of an open channel; of any other nothing happens.

  /// room is how much data the host takes now, in one message; 0 for a channel that is not open.
  std::size_t room(std::size_t channel) const;
  /// say sends data, at most room().
  void say(std::size_t channel, ByteView data);
  /// consumed grants the host that many bytes more.
  void consumed(std::size_t channel, std::size_t bytes);
  /// end closes the channel: its connection has ended.
  void end(std::size_t channel);

  /// take_seen is what happened since it was called last; connections are not counted.
  LmeSeen take_seen();

 private:
  enum class Stage { greeting, offering, forwarding, ended };
  struct Channel {
    std::uint32_t host_number;
    std::uint32_t room;    ///< what the host has granted
    std::int64_t granted;  ///< to the host; negative when it sent more
    bool closing = false;  ///< waits for the host's CLOSE
  };
  struct Asked {
    std::string_view name;
    std::uint32_t port;
  };

  void on(const apf::Disconnect&);
  void on(const apf::ProtocolVersion&);
  void on(const apf::ServiceAccept&);
  void on(const apf::GlobalRequest&);
  void on(const apf::RequestSuccess&);
  void on(const apf::RequestFailure&);
  void on(const apf::ChannelOpen&);
  void on(const apf::WindowAdjust&);
  void on(const apf::ChannelData&);
  void on(const apf::ChannelClose&);
  void on(const apf::KeepaliveRequest&);
  void on(const apf::KeepaliveOptionsRequest&);

  std::optional<amt::wire::ApfOpenFailure> open(const apf::ChannelOpen& wanted);
  void ask(std::string_view name, std::uint32_t port);
  void answered(const Asked& asked);
  void violated(std::uint32_t reason);
  void close_all();
  /// channel_at is an open one, or one that waits for the host's CLOSE; else nothing.
  Channel* channel_at(std::uint32_t number);
  /// open_at is nothing but an open one.
  Channel* open_at(std::size_t number);

  PortSide& ports_;
  const LmeKnobs knobs_;
  Stage stage_ = Stage::greeting;
  std::deque<Asked> asked_{};  ///< requests that wait for their reply; replies come in their order
  std::array<std::optional<Channel>, amt::wire::kAmtChannels> channels_{};
  std::deque<Bytes> out_{};
  LmeSeen seen_{};
};

}  // namespace odca::amtsim
