// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LME with sockets behind its channels, over a connection in this program. A port of the tests keeps the sockets.
#include "lme/lme.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <vector>

#include "firmware/in_process.h"
#include "lme/descriptor.h"
#include "lme/test_messages.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using namespace testing;
using Messages = std::vector<Bytes>;

struct LmeTest : ::testing::Test {
  Firmware firmware{profile_named("amt20").value(), {}, 7};
  std::vector<Descriptor> sockets{};  ///< what the port was given
  Lme lme{firmware, [this](int socket) { sockets.emplace_back(socket); }};
  InProcessHeci heci{firmware, &lme};
  std::unique_ptr<amt::HeciClient> host{};

  static amt::Deadline soon() { return {std::chrono::steady_clock::now() + std::chrono::minutes(1)}; }
  static constexpr amt::Deadline kAtOnce{};

  std::unique_ptr<amt::HeciClient> connected() { return *heci.connect(amt::wire::kLme, kAtOnce); }
  void send(const Bytes& message) { ASSERT_TRUE(host->send(message, kAtOnce)); }
  Bytes receive() { return *host->receive(soon()); }
  bool is_silent() { return !host->receive(kAtOnce); }
  void shake_hands() {
    host = connected();
    for (const Bytes& message : {kHostVersion, kAccept, kForwarded16993, kForwarded664}) send(message);
    for (const Bytes& message : {kAmtVersion, kOffer, forward(16993), forward(664)}) ASSERT_EQ(receive(), message);
  }
  /// a_channel is AMT's number 0, the host's 40.
  void a_channel(std::uint32_t window = 4096) {
    shake_hands();
    send(open_channel(40, window));
    ASSERT_EQ(receive(), confirmed(40, 0));
    ASSERT_EQ(sockets.size(), 1U);
  }
  void change(const LmeKnobs& how) {
    Knobs knobs = firmware.knobs();
    knobs.lme = how;
    firmware.set_knobs(knobs);
  }
  // The side of the port.
  void port_says(ByteView data) {
    ASSERT_EQ(::send(sockets[0].number(), data.data(), data.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(data.size()));  // some kilobytes
  }
  Bytes port_hears(std::size_t size) {
    Bytes data(size);
    const ssize_t count = ::recv(sockets[0].number(), data.data(), data.size(), MSG_WAITALL);
    data.resize(count < 0 ? 0 : static_cast<std::size_t>(count));  // not negative
    return data;
  }
};

TEST_F(LmeTest, TellsTheLongestMessageAndTheVersion) {
  host = connected();
  EXPECT_EQ(host->max_message(), 8192U);
  EXPECT_EQ(host->protocol_version(), 4U);
}
TEST_F(LmeTest, RefusesAMessageThatIsTooLong) {
  host = connected();
  EXPECT_FALSE(host->send(Bytes(8193), kAtOnce));
}
TEST_F(LmeTest, SpeaksFirstAndThenWaits) {
  host = connected();
  EXPECT_EQ(receive(), kAmtVersion);
  const auto silence = host->receive(kAtOnce);
  ASSERT_FALSE(silence);
  EXPECT_TRUE(silence.error().reason == "timed-out");
}
TEST_F(LmeTest, HasOneHostAtATime) {
  host = connected();
  const auto second = heci.connect(amt::wire::kLme, kAtOnce);
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().reason == "heci-busy");
  host.reset();
  EXPECT_TRUE(heci.connect(amt::wire::kLme, kAtOnce));
  EXPECT_EQ(firmware.seen().lme.connections, 2U);
}
TEST_F(LmeTest, LeavesTheOtherClientsAlone) {
  host = connected();
  EXPECT_TRUE(heci.connect(amt::wire::kPthi, kAtOnce));
  EXPECT_TRUE(heci.connect(amt::wire::kPthi, kAtOnce));
}

TEST_F(LmeTest, CarriesDataToThePortAndGrantsItAgain) {
  a_channel();
  send(data_for(0, hex("16030102")));
  EXPECT_EQ(receive(), adjust(40, 4));
  EXPECT_EQ(port_hears(4), hex("16030102"));
}
TEST_F(LmeTest, CarriesDataOfThePortAsFarAsTheWindowGoes) {
  a_channel(5);
  port_says(hex("0102030405060708"));
  EXPECT_EQ(receive(), data_for(40, hex("0102030405")));
  EXPECT_TRUE(is_silent());
  send(adjust(0, 2));
  EXPECT_EQ(receive(), data_for(40, hex("0607")));
  send(adjust(0, 5));
  EXPECT_EQ(receive(), data_for(40, hex("08")));
}
TEST_F(LmeTest, TakesMoreThanItsWindow) {
  a_channel();
  send(data_for(0, Bytes(8183)));
  EXPECT_EQ(receive(), adjust(40, 8183));
  EXPECT_EQ(port_hears(8183).size(), 8183U);
  EXPECT_EQ(firmware.seen().lme, (LmeSeen{.connections = 1, .channels = 1, .overruns = 1, .violations = 0}));
}
TEST_F(LmeTest, ClosesTheChannelBehindTheLastDataOfThePort) {
  a_channel(2);
  port_says(hex("010203"));
  sockets.clear();
  EXPECT_EQ(receive(), data_for(40, hex("0102")));
  EXPECT_TRUE(is_silent());
  send(adjust(0, 2));
  EXPECT_EQ(receive(), data_for(40, hex("03")));
  EXPECT_EQ(receive(), close_of(40));
  send(close_of(0));
  EXPECT_TRUE(is_silent());
}
TEST_F(LmeTest, ClosesAChannelWithoutAWindow) {
  a_channel(0);
  sockets.clear();
  EXPECT_EQ(receive(), close_of(40));
}
TEST_F(LmeTest, ClosesTheConnectionWhenTheHostCloses) {
  a_channel();
  send(data_for(0, hex("0102")));
  send(close_of(0));
  EXPECT_EQ(receive(), adjust(40, 2));
  EXPECT_EQ(receive(), close_of(40));
  EXPECT_EQ(port_hears(3), hex("0102"));
}
TEST_F(LmeTest, ClosesEveryConnectionAtADisconnect) {
  a_channel();
  send(hex("01 0000000b 0000"));
  EXPECT_EQ(port_hears(1), Bytes{});
}
TEST_F(LmeTest, ClosesEveryConnectionAtItsEnd) {
  a_channel();
  host.reset();
  EXPECT_EQ(port_hears(1), Bytes{});
}
TEST_F(LmeTest, WaitsForAPortThatDoesNotRead) {
  a_channel();
  const Bytes much(8183, 0x55);
  std::size_t sent = 0, granted = 0;
  // Until the socket is full, each is granted at once.
  for (; granted == sent; sent += much.size()) {
    send(data_for(0, much));
    while (const auto message = host->receive(kAtOnce)) granted += much.size();
    ASSERT_LT(sent, 64U * 1024 * 1024);
  }
  EXPECT_FALSE(port_hears(sent).empty());
  EXPECT_EQ(receive().front(), 0x5D);
}

TEST_F(LmeTest, IsBusyAsOftenAsOrdered) {
  change({.busy = 2});
  EXPECT_FALSE(heci.connect(amt::wire::kLme, kAtOnce));
  EXPECT_FALSE(heci.connect(amt::wire::kLme, kAtOnce));
  EXPECT_TRUE(heci.connect(amt::wire::kLme, kAtOnce));
}
TEST_F(LmeTest, RefusesChannelsAsOftenAsOrdered) {
  change({.refused_opens = 1});
  shake_hands();
  send(open_channel(40, 1));
  EXPECT_EQ(receive(), refused(40, 1));
  send(open_channel(40, 1));
  EXPECT_EQ(receive(), confirmed(40, 0));
}

}  // namespace
}  // namespace odca::amtsim
