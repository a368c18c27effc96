// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// lme_port against the simulator's LME, when that does what hardware is known to do.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <vector>

#include "firmware/in_process.h"
#include "io/test_reason.h"
#include "lme/lme.h"
#include "odca/amt/stream.h"
#include "osio/descriptor.h"

namespace odca::amt {
namespace {

/// ImpatientClock is that of this machine, and nobody sleeps by it.
class ImpatientClock final : public Clock {
 public:
  Instant now() const override { return steady_clock().now(); }
  void sleep(milliseconds /*time*/) override {}
};

class LmeOfTheSimulator : public ::testing::Test {
 protected:
  void SetUp() override { behave({}); }
  /// behave begins anew with an LME that has these faults.
  void behave(const amtsim::LmeKnobs& faults) {
    amtsim::Knobs knobs = firmware_.knobs();
    knobs.lme = faults;
    firmware_.set_knobs(knobs);
    port_ = lme_port(heci_, clock_);
  }
  Result<std::unique_ptr<ByteStream>> connect() { return port_->connect(clock_.in(milliseconds(60'000))); }
  /// carries: what the newest socket says arrives.
  bool carries(ByteStream& stream) {
    Bytes room(1);
    return ::send(sockets_.back().number(), "x", 1, MSG_NOSIGNAL) == 1 &&
           reason(stream.read(room, clock_.in(milliseconds(60'000)))) == "fine" && room.front() == 'x';
  }
  void TearDown() override {
    port_.reset();
    EXPECT_EQ(firmware_.seen().lme.violations, 0U);
  }

  ImpatientClock clock_{};
  amtsim::Firmware firmware_{amtsim::profile_named("amt20").value(), {}, 7};
  std::vector<Descriptor> sockets_{};
  amtsim::Lme lme_{firmware_, [this](int socket) { sockets_.emplace_back(socket); }};
  amtsim::InProcessHeci heci_{firmware_, &lme_};
  std::unique_ptr<Connector> port_{};
};

TEST_F(LmeOfTheSimulator, GivesAChannelAtTheThirdTime) {
  behave({.refused_opens = 2});
  const auto stream = connect();
  ASSERT_EQ(reason(stream), "fine");
  EXPECT_TRUE(carries(**stream));
}
TEST_F(LmeOfTheSimulator, RefusesAChannelThreeTimes) {
  behave({.refused_opens = 3});
  EXPECT_EQ(reason(connect()), "connect-refused");
  EXPECT_EQ(reason(connect()), "fine") << "in the same session";
  EXPECT_EQ(firmware_.seen().lme.connections, 1U);
}
TEST_F(LmeOfTheSimulator, IsTaken) {
  behave({.busy = 1});
  EXPECT_EQ(reason(connect()), "heci-busy");
  EXPECT_EQ(reason(connect()), "fine");
}
TEST_F(LmeOfTheSimulator, ClosesWhatNobodyOpened) {
  behave({.stale_closes = true});
  for (int time = 0; time < 3; ++time) {
    const auto stream = connect();
    ASSERT_EQ(reason(stream), "fine");
    EXPECT_TRUE(carries(**stream));
  }
}
TEST_F(LmeOfTheSimulator, TakesItsPortsBackAndOffersThemAgain) {
  behave({.renew_forwards = true});
  for (int time = 0; time < 5; ++time) {
    const auto stream = connect();
    ASSERT_EQ(reason(stream), "fine");
    EXPECT_TRUE(carries(**stream));
  }
}
TEST_F(LmeOfTheSimulator, HasEightChannelsAtATime) {
  std::vector<std::unique_ptr<ByteStream>> streams;
  for (int count = 0; count < 8; ++count) {
    auto stream = connect();
    ASSERT_EQ(reason(stream), "fine");
    streams.push_back(*std::move(stream));
    EXPECT_TRUE(carries(*streams.back()));
  }
  EXPECT_EQ(reason(connect()), "connect-refused");
  streams.pop_back();
  EXPECT_EQ(reason(connect()), "fine");
}
TEST_F(LmeOfTheSimulator, IsFreeOnceConnectorAndStreamsHaveEnded) {
  {
    const auto stream = connect();
    ASSERT_EQ(reason(stream), "fine");
    port_ = lme_port(heci_, clock_);
    EXPECT_EQ(reason(connect()), "heci-busy");
  }
  EXPECT_EQ(reason(connect()), "fine");
}

}  // namespace
}  // namespace odca::amt
