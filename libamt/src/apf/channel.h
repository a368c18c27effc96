// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Channel: one connection to a port of AMT as a state machine: its windows both ways, its opening and closing. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>

#include "apf/codec.h"

namespace odca::amt::apf {

/// Outbox is what is to be sent, in its order.
using Outbox = std::deque<Bytes>;

/// Channel lasts until both AMT and the application are done with it.
class Channel {
 public:
  /// kWindow is how many bytes AMT may send that the application has not read: what AMT grants as well.
  static constexpr std::uint32_t kWindow = 4096;
  enum class Stage : std::uint8_t {
    opening,
    refused,  ///< by AMT
    open,
    closing,  ///< we have said CLOSE, AMT has not yet
    closed,   ///< by AMT; what it sent before can still be taken
  };

  /// `number` is ours; `most_data` is how many bytes one message of data carries.
  Channel(std::uint32_t number, std::size_t most_data) : number_(number), most_data_(most_data) {}

  Stage stage() const { return stage_; }
  /// refusal is AMT's reason for Stage::refused.
  std::uint32_t refusal() const { return refusal_; }
  /// is_over: the application has left, and AMT will say nothing more.
  bool is_over() const { return left_ && (stage_ == Stage::closed || stage_ == Stage::refused); }

  // What AMT says. Each fails with "apf-syntax" where it has no place.

  Status confirm(const OpenConfirmation& confirmation, Outbox& out);
  Status refuse(const OpenFailure& failure);
  Status adjust(const WindowAdjust& more);
  Status receive(const ChannelData& message);
  Status close(Outbox& out);

  // What the application does.

  /// say sends the beginning of `bytes` in one message, as much as AMT takes now, and returns how much that is.
  std::size_t say(ByteView bytes, Outbox& out);
  /// take moves what was received into `into`, returns how much, and lets AMT send as much again.
  std::size_t take(std::span<std::uint8_t> into, Outbox& out);
  /// leave closes the channel; what AMT still sends is dropped.
  void leave(Outbox& out);

 private:
  Error out_of_place(std::string_view message) const;

  std::uint32_t number_;
  std::size_t most_data_;
  Stage stage_ = Stage::opening;
  bool left_ = false;
  std::uint32_t refusal_ = 0;
  std::uint32_t amt_number_ = 0;
  std::uint32_t room_ = 0;           ///< what AMT takes
  std::uint32_t granted_ = kWindow;  ///< what AMT may send
  std::uint32_t taken_ = 0;          ///< by the application, and not yet granted again
  Bytes received_{};
};

}  // namespace odca::amt::apf
