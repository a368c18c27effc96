// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Lme: the firmware's LME client, over which a host reaches the port for local management without a network.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "firmware/conversation.h"
#include "firmware/firmware.h"

namespace odca::amtsim {

/// Lme has one conversation at a time, of one host. Firmware::knobs and Firmware::seen have its part. Thread-safe.
class Lme : public TalkingClient {
 public:
  /// Serve takes over a connected socket and serves the port for local management at it, as Port::serve does.
  using Serve = std::function<void(int socket)>;

  /// `firmware`, and what `serve` uses, must outlive this; this must outlive its conversations.
  Lme(Firmware& firmware, Serve serve) : firmware_(firmware), serve_(std::move(serve)) {}
  /// open is also nothing when this program has no descriptor left, which a host cannot tell from a client in use.
  std::unique_ptr<Conversation> open(std::function<void()> wake) override;

 private:
  friend class LmeConversation;

  Firmware& firmware_;
  const Serve serve_;
  std::atomic<bool> taken_{false};
  std::atomic<unsigned> turned_away_{0};    ///< connections, of those that LmeKnobs::busy orders
  std::atomic<unsigned> refused_opens_{0};  ///< channels, of those that LmeKnobs::refused_opens orders
};

}  // namespace odca::amtsim
