// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which way is chosen, when, and for how long.
#include "transport/device_port.h"

#include <gtest/gtest.h>

#include <deque>

#include "io/test_clock.h"
#include "io/test_reason.h"
#include "pthi/test_heci.h"

namespace odca::amt {
namespace {

class NoStream final : public ByteStream {
  Result<std::size_t> read(std::span<std::uint8_t> /*into*/, Deadline /*deadline*/) override { return std::size_t{0}; }
  Status write(ByteView /*bytes*/, Deadline /*deadline*/) override { return {}; }
};

/// Way connects as it is told to, one outcome after the other, and counts.
struct Way {
  std::string name;
  std::deque<Status> outcomes{};
  unsigned asked = 0;
};
class ToldWay final : public Connector {
 public:
  explicit ToldWay(Way& way) : way_(way) {}
  Result<std::unique_ptr<ByteStream>> connect(Deadline /*deadline*/) override {
    ++way_.asked;
    if (way_.outcomes.empty()) return {std::make_unique<NoStream>()};
    const Status outcome = way_.outcomes.front();
    way_.outcomes.pop_front();
    if (!outcome) return outcome.error();
    return {std::make_unique<NoStream>()};
  }
  std::string name() const override { return way_.name; }

 private:
  Way& way_;
};

Error failure(Errc code, ReasonId reason) { return {.code = code, .message = "it says so", .reason = reason}; }
Error nobody_listens() { return failure(Errc::io, "connect-refused"); }

class DevicePortChoice : public ::testing::Test {
 protected:
  std::string connect() { return reason(port_->connect({})); }
  Way local_{.name = "local"};
  Way lme_{.name = "lme"};
  std::unique_ptr<Connector> port_ = local_or_lme(std::make_unique<ToldWay>(local_), std::make_unique<ToldWay>(lme_));
};

TEST_F(DevicePortChoice, IsLocalWhereSomebodyListens) {
  EXPECT_EQ(port_->name(), "local");
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(port_->name(), "local");
  EXPECT_EQ(lme_.asked, 0U);
}
TEST_F(DevicePortChoice, IsLmeWhereNobodyListens) {
  local_.outcomes = {nobody_listens()};
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(port_->name(), "lme");
  EXPECT_EQ(lme_.asked, 1U);
}
TEST_F(DevicePortChoice, StaysWithLme) {
  local_.outcomes = {nobody_listens()};
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(local_.asked, 1U);
  EXPECT_EQ(lme_.asked, 2U);
}
TEST_F(DevicePortChoice, StaysWithLmeAlsoWhenItFails) {
  local_.outcomes = {nobody_listens()};
  lme_.outcomes = {failure(Errc::device, "heci-busy")};
  EXPECT_EQ(connect(), "heci-busy");
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(local_.asked, 1U);
}
TEST_F(DevicePortChoice, IsMadeAtTheFirstConnectionThatIsRefused) {
  local_.outcomes = {Status(), nobody_listens()};
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(port_->name(), "local");
  EXPECT_EQ(connect(), "fine");
  EXPECT_EQ(port_->name(), "lme");
}
TEST_F(DevicePortChoice, IsNotLmeBecauseOfAnotherFailure) {
  local_.outcomes = {failure(Errc::io, "connection-reset"), failure(Errc::timeout, "timed-out"),
                     failure(Errc::protocol, "tls-failed"), failure(Errc::signature, "peer-not-trusted")};
  for (const char* const expected : {"connection-reset", "timed-out", "tls-failed", "peer-not-trusted"})
    EXPECT_EQ(connect(), expected);
  EXPECT_EQ(port_->name(), "local");
  EXPECT_EQ(lme_.asked, 0U);
}
TEST_F(DevicePortChoice, SaysWhyLmeWasAsked) {
  local_.outcomes = {nobody_listens()};
  lme_.outcomes = {failure(Errc::device, "heci-no-client")};
  const auto connected = port_->connect({});
  ASSERT_FALSE(connected);
  EXPECT_EQ(describe(connected.error()), "over LME, since nobody listened on 'local': it says so");
}

TEST(DevicePort, TouchesNoDeviceAfterTheDeadline) {
  TestClock clock;
  ScriptedHeci heci("# nothing\n");
  EXPECT_EQ(reason(device_port(heci, clock)->connect({})), "timed-out");
}

}  // namespace
}  // namespace odca::amt
