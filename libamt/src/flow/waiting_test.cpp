// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// How long the firmware's word is waited for.
#include "flow/waiting.h"

#include <gtest/gtest.h>

#include "firmware/in_process.h"
#include "io/test_clock.h"

namespace odca::amt {
namespace {

class Silent final : public Progress {
 public:
  void began(std::string_view, std::string_view) override {}
  void ended(const Step&) override {}
};
class Nowhere final : public Connector {
 public:
  Result<std::unique_ptr<ByteStream>> connect(Deadline) override {
    return Error{.code = Errc::io, .message = "nowhere", .reason = "connect-refused"};
  }
  std::string name() const override { return "nowhere"; }
};

/// Bench is a device that is not activated.
struct Bench {
  amtsim::Firmware firmware{*amtsim::profile_named("amt20"), {}, 1};
  amtsim::InProcessHeci heci{firmware};
  Nowhere port{};
  TestClock clock{};
  Silent silent{};
  bool asked = false;
  Environment environment{.heci = heci,
                          .local_port = port,
                          .clock = clock,
                          .random = system_random(),
                          .progress = silent,
                          .audit = {},
                          .asked_to_end = [this] { return asked; }};
};

bool is_none(const DeviceState& state) { return state.mode == ControlMode::none; }
bool is_admin(const DeviceState& state) { return state.mode == ControlMode::admin; }

TEST(WaitForState, DoesNotWaitForWhatIsThere) {
  Bench bench;
  EXPECT_TRUE(wait_for_state(bench.environment, is_none, milliseconds(15'000)).reached);
  EXPECT_EQ(bench.clock.slept(), milliseconds(0));
}

TEST(WaitForState, ReadsOnceWithoutTime) {
  Bench bench;
  EXPECT_TRUE(wait_for_state(bench.environment, is_none, milliseconds(0)).reached);
  const Waited waited = wait_for_state(bench.environment, is_admin, milliseconds(0));
  EXPECT_FALSE(waited.reached);
  EXPECT_EQ(waited.state, DeviceState{});
}

TEST(WaitForState, WaitsAsLongAsItWasTold) {
  Bench bench;
  EXPECT_FALSE(wait_for_state(bench.environment, is_admin, milliseconds(15'000)).reached);
  EXPECT_EQ(bench.clock.slept(), milliseconds(15'000));
}

TEST(WaitForState, EndsWhenTheProgramIsAskedTo) {
  Bench bench;
  bench.asked = true;
  const Waited waited = wait_for_state(bench.environment, is_admin, milliseconds(15'000));
  EXPECT_EQ(waited.state, DeviceState{});
  EXPECT_EQ(bench.clock.slept(), milliseconds(0));
}

}  // namespace
}  // namespace odca::amt
