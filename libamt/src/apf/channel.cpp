// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "apf/channel.h"

#include <algorithm>
#include <limits>

#include "io/text.h"

namespace odca::amt::apf {

Error Channel::out_of_place(std::string_view message) const {
  return malformed(cat("the firmware sent '", message, "' for channel '", number_, "', where it has no place"));
}

Status Channel::confirm(const OpenConfirmation& confirmation, Outbox& out) {
  if (stage_ != Stage::opening) return out_of_place("CHANNEL_OPEN_CONFIRMATION");
  amt_number_ = confirmation.sender;
  room_ = confirmation.window;
  stage_ = Stage::open;
  if (left_) leave(out);
  return {};
}

Status Channel::refuse(const OpenFailure& failure) {
  if (stage_ != Stage::opening) return out_of_place("CHANNEL_OPEN_FAILURE");
  refusal_ = failure.reason;
  stage_ = Stage::refused;
  return {};
}

Status Channel::adjust(const WindowAdjust& more) {
  if (stage_ == Stage::opening || stage_ == Stage::refused) return out_of_place("CHANNEL_WINDOW_ADJUST");
  // RFC 4254 5.2: "The window MUST NOT be increased above 2^32 - 1 bytes."
  if (more.bytes > std::numeric_limits<std::uint32_t>::max() - room_)
    return malformed(cat("the firmware made the window of channel '", number_, "' larger than windows can be"));
  room_ += more.bytes;
  return {};
}

Status Channel::receive(const ChannelData& message) {
  if (stage_ != Stage::open && stage_ != Stage::closing) return out_of_place("CHANNEL_DATA");
  if (message.data.size() > granted_)
    return malformed(cat("the firmware sent '", message.data.size(), "' bytes on channel '", number_,
                         "', of which it may send '", granted_, "'"));
  granted_ -= static_cast<std::uint32_t>(message.data.size());  // not above granted_
  if (stage_ == Stage::open) received_.insert(received_.end(), message.data.begin(), message.data.end());
  return {};
}

Status Channel::close(Outbox& out) {
  if (stage_ == Stage::opening) return out_of_place("CHANNEL_CLOSE");
  if (stage_ == Stage::open) out.push_back(channel_close(amt_number_));
  // Firmware is known to close what is closed already; that is not answered again.
  if (stage_ != Stage::refused) stage_ = Stage::closed;
  return {};
}

std::size_t Channel::say(ByteView bytes, Outbox& out) {
  const std::size_t count = stage_ == Stage::open ? std::min({bytes.size(), std::size_t{room_}, most_data_}) : 0;
  if (count == 0) return 0;
  out.push_back(channel_data(amt_number_, bytes.first(count)));
  room_ -= static_cast<std::uint32_t>(count);  // not above room_
  return count;
}

std::size_t Channel::take(std::span<std::uint8_t> into, Outbox& out) {
  const std::size_t count = std::min(into.size(), received_.size());
  const auto end = received_.begin() + static_cast<std::ptrdiff_t>(count);  // within received_
  std::copy(received_.begin(), end, into.begin());
  received_.erase(received_.begin(), end);
  taken_ += static_cast<std::uint32_t>(count);  // with what is received never above kWindow
  // Not for each byte a message; but firmware that waits for room for a whole record must not wait for ever.
  const bool is_due = taken_ > 0 && (received_.empty() || taken_ >= kWindow / 2);
  if (stage_ != Stage::open || !is_due) return count;
  out.push_back(window_adjust(amt_number_, taken_));
  granted_ += taken_;
  taken_ = 0;
  return count;
}

void Channel::leave(Outbox& out) {
  left_ = true;
  received_.clear();
  if (stage_ != Stage::open) return;
  out.push_back(channel_close(amt_number_));
  stage_ = Stage::closing;
}

}  // namespace odca::amt::apf
