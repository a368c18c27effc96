// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Conversation: a connection to a client of the firmware that speaks unasked, as LME does. The ways to the firmware
// (in_process.h, mei_fuse) know LME by this alone, since it needs the ports.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "odca/bytes.h"

namespace odca::amtsim {

/// Conversation ends when it is destroyed. Its calls do not wait for anything.
class Conversation {
 public:
  virtual ~Conversation() = default;
  /// hear takes one message of the host. What follows from it is done, or has its place, when hear returns.
  virtual void hear(ByteView message) = 0;
  /// next is the next message to the host; nothing when there is none.
  virtual std::optional<Bytes> next() = 0;
};

/// TalkingClient takes one connection at a time.
class TalkingClient {
 public:
  virtual ~TalkingClient() = default;
  /// open is nothing while another conversation lasts. `wake` is called, by any thread, when next() may have something;
  /// never after the conversation has ended.
  virtual std::unique_ptr<Conversation> open(std::function<void()> wake) = 0;
};

inline constexpr unsigned kLmeProtocolVersion = 4;  // as seen on hardware

}  // namespace odca::amtsim
