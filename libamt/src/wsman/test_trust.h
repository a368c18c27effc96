// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What tests ask of devices of this program, and the way to them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "io/test_state.h"
#include "odca/amt/peer.h"
#include "ports/port.h"

namespace odca::amt {

inline Time test_time() { return *parse_time("2026-03-01T00:00:00Z"); }

/// test_verifier trusts the root under which the identities stand. What fails throws, and the test fails with it.
inline MachineVerifier test_verifier() {
  static const EmptyState state;
  return *open_verifier(
      {.now = test_time(), .trust = std::string(ODCA_SOURCE_DIR "/tests/vectors/trust/odca"), .state = state.path()});
}

inline amtsim::Identity identity_named(const std::string& name) {
  return *amtsim::read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/" + name);
}

/// JumpingClock is the machine's, which sockets go by, and jumps ahead instead of sleeping.
class JumpingClock final : public Clock {
 public:
  Instant now() const override { return steady_clock().now() + slept_; }
  void sleep(milliseconds time) override {
    slept_ += time;
    if (on_sleep_) on_sleep_();
  }
  milliseconds slept() const { return slept_; }
  void on_sleep(std::function<void()> action) { on_sleep_ = std::move(action); }

 private:
  milliseconds slept_{0};
  std::function<void()> on_sleep_{};
};

/// ToPort connects to a port of this machine. Its sockets go by the machine's clock: time that was jumped over is taken
/// off each deadline, or a test would wait for it there.
class ToPort final : public Connector {
 public:
  ToPort(std::uint16_t port, const JumpingClock& clock) : port_(port), clock_(clock) {}
  Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) override {
    ODCA_TRY_ASSIGN(std::unique_ptr<ByteStream> socket, connect_tcp("127.0.0.1", port_, real(clock_, deadline)));
    return std::unique_ptr<ByteStream>(std::make_unique<Stream>(std::move(socket), clock_));
  }
  std::string name() const override { return "127.0.0.1:" + std::to_string(port_); }

 private:
  static Deadline real(const JumpingClock& clock, Deadline deadline) { return {deadline.at - clock.slept()}; }
  class Stream final : public ByteStream {
   public:
    Stream(std::unique_ptr<ByteStream> socket, const JumpingClock& clock) : socket_(std::move(socket)), clock_(clock) {}
    Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) override {
      return socket_->read(into, real(clock_, deadline));
    }
    Status write(ByteView bytes, Deadline deadline) override { return socket_->write(bytes, real(clock_, deadline)); }

   private:
    std::unique_ptr<ByteStream> socket_;
    const JumpingClock& clock_;
  };

  std::uint16_t port_;
  const JumpingClock& clock_;
};

}  // namespace odca::amt
