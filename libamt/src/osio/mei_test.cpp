// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What becomes of each answer of the MEI driver. The driver is a list of answers, and time passes only in its calls.
#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <utility>
#include <vector>

#include "io/test_clock.h"
#include "io/test_reason.h"
#include "osio/mei_calls.h"
#include "wire/clients.h"

namespace odca::amt {
namespace {

/// TestMei answers each call with the next number of its list, or as a driver does that works.
class TestMei final : public MeiCalls {
 public:
  explicit TestMei(TestClock& clock) : clock_(clock) {}
  int open(const std::string& path) override {
    paths.push_back(path);
    const int result = next(opens, 0);
    return result < 0 ? result : ++descriptors;
  }
  int connect(int, const Guid&, MeiProperties& properties) override {
    properties = {.max_message = max_message, .protocol_version = 4};
    return next(connects, 0);
  }
  long write(int, ByteView message) override {
    const int result = next(writes, static_cast<int>(message.size()));  // a small message
    if (result == static_cast<int>(message.size())) written.push_back(Bytes(message.begin(), message.end()));
    return result;
  }
  long read(int, std::span<std::uint8_t> into) override {
    room = into.size();
    const int result = next(reads, static_cast<int>(answer.size()));  // a small message
    if (result > 0) std::copy_n(answer.begin(), std::min<std::size_t>(answer.size(), into.size()), into.begin());
    return result;
  }
  int wait(int, milliseconds time) override {
    const int result = next(waits, POLLIN);
    if (result == 0) clock_.sleep(time);
    return result;
  }
  void close(int) override { ++closed; }

  std::deque<int> opens{}, connects{}, writes{}, reads{}, waits{};
  std::vector<std::string> paths{};
  std::vector<Bytes> written{};
  Bytes answer{1, 2, 3};
  std::uint32_t max_message = 5120;
  std::size_t room = 0;
  int descriptors = 0, closed = 0;

 private:
  static int next(std::deque<int>& answers, int otherwise) {
    if (answers.empty()) return otherwise;
    const int answer = answers.front();
    answers.pop_front();
    return answer;
  }
  TestClock& clock_;
};

class Mei : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Heci>> open(const std::string& path = "/dev/mei0") {
    return open_mei_with(mei_, clock_, path);
  }
  Deadline soon() const { return clock_.in(milliseconds(1000)); }
  Result<std::unique_ptr<HeciClient>> connect(const Guid& client = wire::kPthi) {
    heci_ = *open();
    return heci_->connect(client, soon());
  }
  TestClock clock_{};
  TestMei mei_{clock_};
  std::unique_ptr<Heci> heci_{};
  const Bytes message_{7, 8, 9};
};

using OpeningMei = Mei;
TEST_F(OpeningMei, TakesTheFirstDeviceThatIsThere) {
  mei_.opens = {-ENOENT, -ENXIO, 0};
  EXPECT_EQ((*open(""))->name(), "/dev/mei1");
  EXPECT_EQ(mei_.paths, (std::vector<std::string>{"/dev/mei", "/dev/mei0", "/dev/mei1"}));
}
TEST_F(OpeningMei, KeepsNothingOpen) {
  ASSERT_TRUE(open());
  EXPECT_EQ(mei_.closed, mei_.descriptors);
}
TEST_F(OpeningMei, SaysThatThereIsNoDevice) {
  mei_.opens = {-ENOENT, -ENOENT, -ENOENT, -ENOENT, -ENOENT};
  const auto heci = open("");
  EXPECT_EQ(reason(heci), "mei-absent");
  EXPECT_EQ(heci.error().code, Errc::device);
}
TEST_F(OpeningMei, DoesNotLookForAnotherDeviceThanTheOneNamed) {
  mei_.opens = {-ENOENT};
  EXPECT_EQ(reason(open("/dev/mei7")), "mei-absent");
  EXPECT_EQ(mei_.paths.size(), 1U);
}
TEST_F(OpeningMei, SaysThatItIsNotAllowed) {
  mei_.opens = {-EACCES};
  const auto heci = open("");
  EXPECT_EQ(reason(heci), "mei-permission");
  EXPECT_EQ(heci.error().code, Errc::permission);
  EXPECT_EQ(heci.error().message, "cannot open '/dev/mei': Permission denied");
}
TEST_F(OpeningMei, IsDoneAgainAfterASignal) {
  mei_.opens = {-EINTR, -EINTR, 0};
  EXPECT_TRUE(open());
}
TEST_F(OpeningMei, TakesADeviceThatIsBusyOrStartsAnew) {
  for (const int number : {-EBUSY, -EMFILE, -ENODEV}) {
    mei_.opens = {number};
    EXPECT_EQ(reason(open()), "fine") << number;
  }
}
TEST_F(OpeningMei, RefusesADeviceFileWithoutADriverThatWorks) {
  mei_.opens = {-ENOTCONN};  // of a file system in user space whose program ended
  EXPECT_EQ(reason(open()), "mei-absent");
}

using ConnectingMei = Mei;
TEST_F(ConnectingMei, OpensADescriptorForEachConnectionAndClosesIt) {
  {
    const auto one = connect();
    const auto other = heci_->connect(wire::kWatchdog, soon());
    ASSERT_TRUE(one && other);
    EXPECT_EQ(mei_.descriptors - mei_.closed, 2);
    EXPECT_EQ((*one)->max_message(), 5120U);
    EXPECT_EQ((*one)->protocol_version(), 4U);
  }
  EXPECT_EQ(mei_.closed, mei_.descriptors);
}
TEST_F(ConnectingMei, SaysWhatEachErrorMeansAndClosesTheDescriptor) {
  const std::pair<int, const char*> meanings[] = {{ENOTTY, "heci-no-client"}, {ENODEV, "heci-gone"},
                                                  {ETIME, "timed-out"},       {EPERM, "mei-permission"},
                                                  {EBUSY, "heci-busy"},       {EIO, "heci-gone"}};
  for (const auto& [number, meaning] : meanings) {
    mei_.connects.assign(number == EBUSY ? 100 : 1, -number);
    EXPECT_EQ(reason(connect()), meaning);
    EXPECT_EQ(mei_.closed, mei_.descriptors);
  }
}
TEST_F(ConnectingMei, WaitsForABusyClientAndTriesAgain) {
  mei_.connects = {-EBUSY, -EBUSY, 0};
  EXPECT_EQ(reason(connect()), "fine");
  EXPECT_EQ(clock_.slept(), milliseconds(500));
}
TEST_F(ConnectingMei, SaysWhoMayHoldABusyClient) {
  mei_.connects.assign(100, -EBUSY);
  const auto client = connect(wire::kLme);
  EXPECT_EQ(reason(client), "heci-busy");
  EXPECT_EQ(client.error().message,
            "cannot connect to the firmware's client 'LME' by '/dev/mei0': Device or resource busy");
  EXPECT_EQ(client.error().hint,
            "Intel LMS or another management agent holds it, and the firmware allows one: stop that service");
  EXPECT_EQ(clock_.slept(), milliseconds(1000));
}
TEST_F(ConnectingMei, IsDoneAgainAfterASignalWithANewDescriptor) {
  mei_.connects = {-EINTR, 0};
  ASSERT_TRUE(connect());
  EXPECT_EQ(mei_.closed, mei_.descriptors);
}
TEST_F(ConnectingMei, RefusesALargestMessageThatIsNoSize) {
  for (const std::uint32_t size : {0U, 0x7FFFFFFFU}) {
    mei_.max_message = size;
    EXPECT_EQ(reason(connect()), "too-big");
    EXPECT_EQ(mei_.closed, mei_.descriptors);
  }
}

using SendingOverMei = Mei;
TEST_F(SendingOverMei, WritesTheMessageWhole) {
  EXPECT_TRUE((*connect())->send(message_, soon()));
  EXPECT_EQ(mei_.written, std::vector<Bytes>{message_});
}
TEST_F(SendingOverMei, RefusesAMessageThatTheFirmwareDoesNotTakeBeforeItIsWritten) {
  const auto client = *connect();
  EXPECT_EQ(reason(client->send(Bytes(5121), soon())), "too-big");
  EXPECT_EQ(reason(client->send({}, soon())), "too-big");
  EXPECT_TRUE(mei_.written.empty());
  EXPECT_EQ(reason(client->send(Bytes(5120), soon())), "fine");
}
TEST_F(SendingOverMei, WaitsForCreditsAndForSignals) {
  mei_.writes = {-EBUSY, -EAGAIN, -EINTR, 3};
  EXPECT_EQ(reason((*connect())->send(message_, soon())), "fine");
  EXPECT_EQ(mei_.written.size(), 1U);
}
TEST_F(SendingOverMei, SaysThatThereWereNoCreditsBeforeTheDeadline) {
  mei_.writes.assign(1000, -EBUSY);
  EXPECT_EQ(reason((*connect())->send(message_, soon())), "heci-busy");
}
TEST_F(SendingOverMei, WritesNothingAfterTheDeadline) {
  EXPECT_EQ(reason((*connect())->send(message_, {clock_.now()})), "timed-out");
  EXPECT_TRUE(mei_.written.empty());
}
TEST_F(SendingOverMei, SendsNothingMoreOnceTheFirmwareIsGone) {
  mei_.writes = {-ENODEV};
  const auto client = *connect();
  EXPECT_EQ(reason(client->send(message_, soon())), "heci-gone");
  EXPECT_EQ(reason(client->send(message_, soon())), "heci-gone");
  EXPECT_EQ(reason(client->receive(soon())), "heci-gone");
  EXPECT_TRUE(mei_.written.empty());
}
TEST_F(SendingOverMei, TakesAPartForALostConnection) {
  mei_.writes = {2};
  EXPECT_EQ(reason((*connect())->send(message_, soon())), "heci-gone");
  EXPECT_TRUE(mei_.written.empty());
}

using ReceivingOverMei = Mei;
TEST_F(ReceivingOverMei, ReadsOneMessageWithRoomForTheLargest) {
  EXPECT_EQ(*(*connect())->receive(soon()), mei_.answer);
  EXPECT_EQ(mei_.room, 5120U);
}
TEST_F(ReceivingOverMei, WaitsAgainAfterASignalAndForWhatIsNotThereYet) {
  mei_.waits = {-EINTR, POLLIN, POLLIN, POLLIN};
  mei_.reads = {-EINTR, -EAGAIN, 3};
  EXPECT_EQ(*(*connect())->receive(soon()), mei_.answer);
}
TEST_F(ReceivingOverMei, EndsAtTheDeadline) {
  mei_.waits.assign(10, 0);
  EXPECT_EQ(reason((*connect())->receive(soon())), "timed-out");
  EXPECT_EQ(clock_.slept(), milliseconds(1000));
}
TEST_F(ReceivingOverMei, SaysThatTheFirmwareIsGone) {
  for (const int events : {POLLERR, POLLHUP, POLLNVAL, -EIO}) {
    mei_.waits = {events};
    EXPECT_EQ(reason((*connect())->receive(soon())), "heci-gone") << events;
  }
  for (const int result : {-ENODEV, 0}) {
    mei_.reads = {result};
    EXPECT_EQ(reason((*connect())->receive(soon())), "heci-gone") << result;
  }
}
TEST_F(ReceivingOverMei, StillReadsWhatCameBeforeTheFirmwareWasGone) {
  mei_.waits = {POLLIN | POLLHUP};
  EXPECT_EQ(*(*connect())->receive(soon()), mei_.answer);
}
TEST_F(ReceivingOverMei, AsksNothingMoreOnceTheFirmwareIsGone) {
  mei_.reads = {-ENODEV};
  const auto client = *connect();
  EXPECT_EQ(reason(client->receive(soon())), "heci-gone");
  EXPECT_EQ(reason(client->receive(soon())), "heci-gone");
  EXPECT_EQ(reason(client->send(message_, soon())), "heci-gone");
}

TEST(LinuxMei, SaysThatADeviceFileIsAbsent) { EXPECT_EQ(reason(open_mei("/nowhere/mei0")), "mei-absent"); }
TEST(LinuxMei, SaysThatAnotherDeviceKnowsNoClient) {
  const auto heci = open_mei("/dev/null");
  ASSERT_TRUE(heci);
  EXPECT_EQ(reason((*heci)->connect(wire::kPthi, steady_clock().in(milliseconds(60'000)))), "heci-no-client");
}

}  // namespace
}  // namespace odca::amt
