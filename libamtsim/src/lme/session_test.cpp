// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A connection to LME, message by message.
#include "lme/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lme/test_messages.h"

namespace odca::amtsim {
namespace {

using namespace testing;

/// Ports note what the session does with them.
struct Ports : PortSide {
  std::vector<std::string> calls{};
  Opening opening = Opening::opened;
  Opening open(std::size_t channel) override {
    calls.push_back("open " + std::to_string(channel));
    return opening;
  }
  void accept(std::size_t channel, ByteView data) override {
    calls.push_back("accept " + std::to_string(channel) + " " + std::to_string(data.size()));
  }
  void close(std::size_t channel) override { calls.push_back("close " + std::to_string(channel)); }
};

struct LmeSessionTest : ::testing::Test {
  Ports ports{};
  LmeSession session{ports, LmeKnobs{}};

  /// said is what the session said since it was asked last.
  std::vector<Bytes> said() {
    std::vector<Bytes> out;
    while (auto message = session.next()) out.push_back(*std::move(message));
    return out;
  }
  std::vector<Bytes> answers(const Bytes& message) {
    session.hear(message);
    return said();
  }
  void shake_hands() {
    for (const Bytes& message : {kHostVersion, kAccept, kForwarded16993, kForwarded664}) session.hear(message);
    said();
  }
  /// a_channel is AMT's number 0, the host's 40.
  void a_channel(std::uint32_t window = 4096) {
    shake_hands();
    ASSERT_EQ(answers(open_channel(40, window)), (std::vector<Bytes>{confirmed(40, 0)}));
    ports.calls.clear();
  }
};
using Messages = std::vector<Bytes>;
using Calls = std::vector<std::string>;

// ---- The handshake.

TEST_F(LmeSessionTest, SpeaksFirst) { EXPECT_EQ(said(), Messages{kAmtVersion}); }
TEST_F(LmeSessionTest, AnswersTheFirstVersionWithTheServiceAndNoFurtherOne) {
  said();
  EXPECT_EQ(answers(kHostVersion), Messages{kOffer});
  EXPECT_EQ(answers(kHostVersion), Messages{});
}
TEST_F(LmeSessionTest, AsksForThePortsOnceTheServiceIsAccepted) {
  said();
  answers(kHostVersion);
  EXPECT_EQ(answers(kAccept), (Messages{forward(16993), forward(664)}));
  EXPECT_EQ(answers(kForwarded16993), Messages{});
  EXPECT_EQ(answers(kForwarded664), Messages{});
}
TEST_F(LmeSessionTest, TakesARefusalOfAPort) {
  said();
  answers(kHostVersion);
  answers(kAccept);
  EXPECT_EQ(answers(hex("52")), Messages{});
  EXPECT_EQ(answers(kForwarded664), Messages{});
}
TEST_F(LmeSessionTest, EndsWithAnotherVersion) {
  said();
  EXPECT_EQ(answers(hex("c0 00000001 00000001 00000009" + zeros(80))), Messages{hex("01 00000008 0000")});
  EXPECT_EQ(answers(kHostVersion), Messages{});
}
TEST_F(LmeSessionTest, EndsWhenAnotherServiceIsAccepted) {
  said();
  answers(kHostVersion);
  EXPECT_EQ(answers(hex("06 00000012" + digits("auth@amt.intel.com"))), Messages{kProtocolError});
}
TEST_F(LmeSessionTest, EndsWhenAServiceIsAcceptedThatWasNotOffered) {
  said();
  EXPECT_EQ(answers(kAccept), Messages{kProtocolError});
}
TEST_F(LmeSessionTest, EndsWithTheWrongPort) {
  said();
  answers(kHostVersion);
  answers(kAccept);
  EXPECT_EQ(answers(kForwarded664), Messages{kProtocolError});
}
TEST_F(LmeSessionTest, EndsWithAReplyToNoRequest) {
  shake_hands();
  EXPECT_EQ(answers(kForwarded664), Messages{kProtocolError});
  EXPECT_EQ(session.take_seen().violations, 1U);
}
TEST_F(LmeSessionTest, EndsWithAMessageThatIsNone) {
  a_channel();
  EXPECT_EQ(answers(hex("ff")), Messages{kProtocolError});
  EXPECT_EQ(ports.calls, Calls{"close 0"});
  EXPECT_EQ(answers(open_channel(41, 4096)), Messages{});
}
TEST_F(LmeSessionTest, GrantsNoGlobalRequest) {
  shake_hands();
  EXPECT_EQ(answers(hex("50 00000001 78 01")), Messages{hex("52")});
  EXPECT_EQ(answers(hex("50 00000001 78 00")), Messages{});
}
TEST_F(LmeSessionTest, KeepsAlive) {
  EXPECT_EQ(answers(hex("d0 0a0b0c0d")), (Messages{kAmtVersion, hex("d1 0a0b0c0d")}));
  EXPECT_EQ(answers(hex("d2 00000001 00000002")), Messages{hex("d3 00000001 00000002")});
}

// ---- Channels.

TEST_F(LmeSessionTest, OpensAChannel) {
  shake_hands();
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{confirmed(40, 0)});
  EXPECT_EQ(answers(open_channel(41, 4096)), Messages{confirmed(41, 1)});
  EXPECT_EQ(ports.calls, (Calls{"open 0", "open 1"}));
  EXPECT_EQ(session.take_seen().channels, 2U);
}
TEST_F(LmeSessionTest, OpensNoneBeforeTheServiceIsAccepted) {
  answers(kHostVersion);
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{refused(40, 1)});
  answers(kAccept);
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{confirmed(40, 0)});
}
TEST_F(LmeSessionTest, RefusesOtherPortsAndTypes) {
  shake_hands();
  EXPECT_EQ(answers(open_channel(40, 4096, 16992)), Messages{refused(40, 2)});
  EXPECT_EQ(answers(open_channel(40, 4096, 16993, "direct-tcpip")), Messages{refused(40, 3)});
  EXPECT_EQ(ports.calls, Calls{});
}
TEST_F(LmeSessionTest, RefusesWhatTheSideOfThePortsRefuses) {
  shake_hands();
  ports.opening = PortSide::Opening::refused;
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{refused(40, 1)});
  ports.opening = PortSide::Opening::no_room;
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{refused(40, 4)});
  ports.opening = PortSide::Opening::opened;
  EXPECT_EQ(answers(open_channel(40, 4096)), Messages{confirmed(40, 0)});
  EXPECT_EQ(session.take_seen().channels, 1U);
}
TEST_F(LmeSessionTest, HasEightChannels) {
  shake_hands();
  for (std::uint32_t number = 0; number < 8; ++number)
    EXPECT_EQ(answers(open_channel(100 + number, 1)), Messages{confirmed(100 + number, number)});
  EXPECT_EQ(answers(open_channel(108, 1)), Messages{refused(108, 4)});
  EXPECT_EQ(answers(close_of(3)), Messages{close_of(103)});
  EXPECT_EQ(answers(open_channel(109, 1)), Messages{confirmed(109, 3)});
}

TEST_F(LmeSessionTest, HandsDataOnAndGrantsItAgainWhenItIsConsumed) {
  a_channel();
  EXPECT_EQ(answers(data_for(0, hex("010203"))), Messages{});
  EXPECT_EQ(ports.calls, Calls{"accept 0 3"});
  session.consumed(0, 3);
  EXPECT_EQ(said(), Messages{adjust(40, 3)});
}
TEST_F(LmeSessionTest, CountsDataBeyondTheWindowAndTakesIt) {
  a_channel();
  answers(data_for(0, Bytes(4096)));
  EXPECT_EQ(session.take_seen().overruns, 0U);
  answers(data_for(0, Bytes(1)));
  EXPECT_EQ(session.take_seen().overruns, 1U);
  session.consumed(0, 4097);
  EXPECT_EQ(said(), Messages{adjust(40, 4097)});
  answers(data_for(0, Bytes(4096)));
  EXPECT_EQ(session.take_seen().overruns, 0U);
}
TEST_F(LmeSessionTest, ClosesTheChannelOfAHostThatNeverWaits) {
  a_channel();
  for (int times = 0; times < 8; ++times) EXPECT_EQ(answers(data_for(0, Bytes(8183))), Messages{});
  EXPECT_EQ(answers(data_for(0, Bytes(8183))), Messages{close_of(40)});
  EXPECT_EQ(ports.calls.back(), "close 0");
}
TEST_F(LmeSessionTest, TellsHowMuchTheHostTakes) {
  a_channel(10);
  EXPECT_EQ(session.room(0), 10U);
  session.say(0, Bytes(7, 0xAB));
  EXPECT_EQ(said(), Messages{data_for(40, Bytes(7, 0xAB))});
  EXPECT_EQ(session.room(0), 3U);
  answers(adjust(0, 5));
  EXPECT_EQ(session.room(0), 8U);
}
TEST_F(LmeSessionTest, SendsNoMoreThanAMessageHolds) {
  a_channel(0xFFFFFFFF);
  EXPECT_EQ(session.room(0), 8183U);
  session.say(0, Bytes(8183));
  EXPECT_EQ(said().front().size(), 8192U);
}
TEST_F(LmeSessionTest, DoesNotLetAWindowWrap) {
  a_channel(0xFFFFFFFF);
  answers(adjust(0, 0xFFFFFFFF));
  EXPECT_EQ(session.room(0), 8183U);
}
TEST_F(LmeSessionTest, LeavesChannelsAloneThatAreNotThere) {
  a_channel();
  for (const Bytes& message : {data_for(1, hex("01")), adjust(1, 1), close_of(1), close_of(8), close_of(0xFFFFFFFF)})
    EXPECT_EQ(answers(message), Messages{});
  EXPECT_EQ(ports.calls, Calls{});
  EXPECT_EQ(session.take_seen().violations, 0U);
}

TEST_F(LmeSessionTest, AnswersACloseWithOne) {
  a_channel();
  EXPECT_EQ(answers(close_of(0)), Messages{close_of(40)});
  EXPECT_EQ(ports.calls, Calls{"close 0"});
  EXPECT_EQ(answers(close_of(0)), Messages{});
}
TEST_F(LmeSessionTest, ClosesAChannelWhoseConnectionEnds) {
  a_channel();
  session.end(0);
  session.end(0);
  EXPECT_EQ(said(), Messages{close_of(40)});
  EXPECT_EQ(session.room(0), 0U);
  EXPECT_EQ(answers(data_for(0, hex("01"))), Messages{});
  EXPECT_EQ(answers(open_channel(41, 1)), Messages{confirmed(41, 1)}) << "0 waits for the host's CLOSE";
  EXPECT_EQ(answers(close_of(0)), Messages{});
  EXPECT_EQ(answers(open_channel(42, 1)), Messages{confirmed(42, 0)});
}
TEST_F(LmeSessionTest, FreesEverythingAtADisconnect) {
  a_channel();
  answers(open_channel(41, 1));
  ports.calls.clear();
  EXPECT_EQ(answers(hex("01 0000000b 0000")), Messages{});
  EXPECT_EQ(ports.calls, (Calls{"close 0", "close 1"}));
  EXPECT_EQ(answers(kHostVersion), Messages{});
  EXPECT_EQ(session.take_seen().violations, 0U);
}

// ---- Faults.

struct AFaultyLmeSession : LmeSessionTest {
  /// faulty is a session with one channel, AMT's number 0, the host's 40.
  LmeSession faulty(LmeKnobs knobs) {
    LmeSession made(ports, knobs);
    for (const Bytes& message : {kHostVersion, kAccept, kForwarded16993, kForwarded664, open_channel(40, 4096)})
      made.hear(message);
    return made;
  }
  static std::vector<Bytes> said_by(LmeSession& session) {
    std::vector<Bytes> out;
    while (auto message = session.next()) out.push_back(*std::move(message));
    return out;
  }
};

TEST_F(AFaultyLmeSession, RenewsItsForwardsWhenTheLastChannelHasClosed) {
  LmeSession renewing = faulty({.renew_forwards = true});
  said_by(renewing);
  renewing.hear(close_of(0));
  EXPECT_EQ(said_by(renewing), (Messages{close_of(40), cancel(16993), cancel(664)}));
  renewing.hear(hex("51"));
  EXPECT_EQ(said_by(renewing), Messages{forward(16993)});
  renewing.hear(open_channel(41, 1));
  EXPECT_EQ(said_by(renewing), Messages{confirmed(41, 0)}) << "it may have been sent before the host knew";
  renewing.hear(hex("51"));
  EXPECT_EQ(said_by(renewing), Messages{forward(664)});
  renewing.hear(kForwarded16993);
  renewing.hear(kForwarded664);
  EXPECT_EQ(said_by(renewing), Messages{});
}
TEST_F(AFaultyLmeSession, EndsWhenTheEndOfAForwardIsAnsweredWithAPort) {
  LmeSession renewing = faulty({.renew_forwards = true});
  renewing.hear(close_of(0));
  renewing.hear(kForwarded16993);
  EXPECT_EQ(said_by(renewing).back(), kProtocolError);
}
TEST_F(AFaultyLmeSession, SendsAStaleClose) {
  LmeSession stale = faulty({.stale_closes = true});
  const Messages said = said_by(stale);
  EXPECT_EQ(Messages(said.end() - 2, said.end()), (Messages{confirmed(40, 0), close_of(0)}));
}

}  // namespace
}  // namespace odca::amtsim
