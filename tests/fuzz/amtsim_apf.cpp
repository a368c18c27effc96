// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: whatever a host sends, and whatever the ports do meanwhile, LME sends no message that is too long, on no
// channel more data than the host has granted, and nothing on a channel that it does not have; it has at most eight,
// and grants no byte that it was not sent.
#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "lme/big_endian.h"
#include "lme/session.h"

namespace {

using namespace odca;
using namespace odca::amtsim;

constexpr std::uint8_t kOpen = 0x5A, kConfirmation = 0x5B, kAdjust = 0x5D, kData = 0x5E, kClose = 0x61;
constexpr std::size_t kWindowOfOpen = 24;  // behind the type of channel that is confirmed, and the host's number

/// Host keeps account of what it may get, from the messages alone.
class Host : public PortSide {
 public:
  Opening open(std::size_t channel) override {
    ODCA_CHECK(channel < accounts_.size() && !accounts_[channel].connected);
    accounts_[channel] = {.connected = true};
    return Opening::opened;
  }
  void accept(std::size_t channel, ByteView data) override {
    ODCA_CHECK(accounts_[channel].connected);
    accounts_[channel].unconsumed += data.size();
  }
  void close(std::size_t channel) override {
    ODCA_CHECK(accounts_[channel].connected);
    accounts_[channel] = {};
  }

  void step(std::uint8_t kind, ByteView bytes) {
    const std::size_t channel = kind / 4 % accounts_.size();
    Account& account = accounts_[channel];
    if (kind % 4 == 0) {
      sent_ = bytes;
      account_for_adjust();
      session_.hear(bytes);
    } else if (kind % 4 == 1 && account.connected) {
      speak(channel, bytes.size() * 64);
    } else if (kind % 4 == 2 && account.connected) {
      const std::size_t part = std::min<std::size_t>(account.unconsumed, bytes.size() * 64);
      account.unconsumed -= part;
      granted_ = part;
      session_.consumed(channel, part);
    } else if (kind % 4 == 3 && account.connected) {
      account = {};
      session_.end(channel);
    }
    read_all();
    sent_ = {};
  }

 private:
  struct Account {
    bool connected = false;
    std::uint64_t window = 0;
    std::size_t unconsumed = 0;
  };

  void account_for_adjust() {
    BigEndianReader in(sent_);
    if (in.u8() != kAdjust) return;
    const std::uint32_t channel = in.u32(), bytes = in.u32();
    if (in.read_all() && channel < accounts_.size() && accounts_[channel].connected) accounts_[channel].window += bytes;
  }
  void speak(std::size_t channel, std::size_t most) {
    const Bytes data(std::min(most, session_.room(channel)));
    ODCA_CHECK(data.size() <= accounts_[channel].window);
    accounts_[channel].window -= data.size();
    said_ = data.size();
    session_.say(channel, data);
  }

  void read_all() {
    while (const auto message = session_.next()) read(*message);
    ODCA_CHECK(said_ == 0 && granted_ == 0);
  }
  void read(const Bytes& message) {
    ODCA_CHECK(!message.empty() && message.size() <= amt::wire::kLmeMaxMessage);
    BigEndianReader in(message);
    const std::uint8_t type = in.u8();
    if (type == kConfirmation) {
      ODCA_CHECK(!sent_.empty() && sent_[0] == kOpen);
      in.u32();
      const std::uint32_t channel = in.u32();
      ODCA_CHECK(channel < accounts_.size() && accounts_[channel].connected);
      accounts_[channel].window = BigEndianReader(sent_.subspan(kWindowOfOpen)).u32();
    } else if (type == kData) {
      in.u32();
      ODCA_CHECK(in.counted().size() == said_ && in.read_all());
      said_ = 0;
    } else if (type == kAdjust) {
      in.u32();
      ODCA_CHECK(in.u32() == granted_ && granted_ != 0);
      granted_ = 0;
    } else {
      ODCA_CHECK(type != kClose || message.size() == 5);
    }
  }

  std::array<Account, amt::wire::kAmtChannels> accounts_{};
  ByteView sent_{};
  std::size_t said_ = 0, granted_ = 0;  ///< what the next messages must carry
  LmeSession session_{*this, {.renew_forwards = true, .stale_closes = true}};
};

}  // namespace

// The input is steps: what, how many bytes belong to it, and those.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Host host;
  for (ByteView rest(data, size); rest.size() >= 2;) {
    const std::size_t length = std::min<std::size_t>(rest[1], rest.size() - 2);
    host.step(rest[0], rest.subspan(2, length));
    rest = rest.subspan(2 + length);
  }
  return 0;
}
