// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is answered to each message of AMT, and what ends a session.
#include "apf/session.h"

#include <gtest/gtest.h>

#include "apf/test_messages.h"
#include "io/test_reason.h"

namespace odca::amt::apf {
namespace {

const std::string kVersion = "c0 | 00 00 00 01 | 00 00 00 00 | 00 00 00 fe | 00*80";
const std::string kOurVersion = "c0 | 00 00 00 01 | 00 00 00 00 | 00 00 00 01 | 00*80";
const std::string kForwardingService = "05 | 00 00 00 12 \"pfwd@amt.intel.com\"";
const std::string kAuthentication = "05 | 00 00 00 12 \"auth@amt.intel.com\"";
const std::string kForward = "50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00*4 | 00 00 42 61";
const std::string kForwardUnasked = "50 | 00 00 00 0d \"tcpip-forward\" | 00 | 00*4 | 00 00 42 61";
const std::string kCancel = "50 | 00 00 00 14 \"cancel-tcpip-forward\" | 01 | 00*4 | 00 00 42 61";
const std::string kProtocolError = "01 | 00 00 00 02 | 00 00";

class ApfSession : public ::testing::Test {
 protected:
  /// answer is what is said to a message, or why there is none.
  std::string answer(const std::string& message) {
    const Status heard = session_.hear(bytes(message));
    const std::string news = said([this] { return session_.next(); });
    return heard ? news : reason(heard) + (news.empty() ? "" : " " + news);
  }
  /// shake_hands leaves the session with port 16993 offered.
  void shake_hands() {
    answer(kVersion);
    answer(kForwardingService);
    answer(kForward);
    ASSERT_TRUE(session_.offers(16993));
  }
  Session session_{5000};
};
std::string refused() { return "apf-syntax " + hex(kProtocolError); }

TEST_F(ApfSession, WaitsForAmtToSpeak) {
  EXPECT_FALSE(session_.has_greeted());
  EXPECT_EQ(session_.next(), std::nullopt);
}
TEST_F(ApfSession, AnswersAmtsVersionWithOurs) { EXPECT_EQ(answer(kVersion), hex(kOurVersion)); }
TEST_F(ApfSession, NeverAnswersASecondVersion) {
  answer(kVersion);
  EXPECT_EQ(answer(kVersion), "");
}
TEST_F(ApfSession, DoesNotAnswerAVersionAfterItSpokeFirst) {
  session_.greet();
  EXPECT_EQ(said([this] { return session_.next(); }), hex(kOurVersion));
  EXPECT_EQ(answer(kVersion), "");
}
TEST_F(ApfSession, GreetsOnce) {
  answer(kVersion);
  session_.greet();
  EXPECT_EQ(session_.next(), std::nullopt);
}
TEST_F(ApfSession, TakesAnotherMinorVersion) {
  EXPECT_EQ(answer("c0 | 00 00 00 01 | 00 00 00 05 | 00*84"), hex(kOurVersion));
}
TEST_F(ApfSession, RefusesAnotherMajorVersion) {
  EXPECT_EQ(answer("c0 | 00 00 00 02 | 00 00 00 00 | 00*84"), refused());
}

TEST_F(ApfSession, AcceptsTheServiceThatForwards) {
  EXPECT_EQ(answer(kForwardingService), hex("06 | 00 00 00 12 \"pfwd@amt.intel.com\""));
}
TEST_F(ApfSession, AcceptsTheServiceThatAuthenticates) {
  EXPECT_EQ(answer(kAuthentication), hex("06 | 00 00 00 12 \"auth@amt.intel.com\""));
}
TEST_F(ApfSession, RefusesAnotherService) { EXPECT_EQ(answer("05 | 00 00 00 03 \"ssh\""), refused()); }
TEST_F(ApfSession, LetsNobodyAuthenticate) {
  EXPECT_EQ(answer("32 | 00 00 00 05 \"admin\" | 00*4 | 00 00 00 04 \"none\""),
            hex("33 | 00 00 00 08 \"password\" | 00"));
}

TEST_F(ApfSession, AcceptsAPort) {
  answer(kForwardingService);
  EXPECT_FALSE(session_.offers(16993));
  EXPECT_EQ(answer(kForward), hex("51 | 00 00 42 61"));
  EXPECT_TRUE(session_.offers(16993));
  EXPECT_FALSE(session_.offers(16992));
}
TEST_F(ApfSession, AcceptsAPortWithoutAReplyThatNobodyWants) {
  answer(kForwardingService);
  EXPECT_EQ(answer(kForwardUnasked), "");
  EXPECT_TRUE(session_.offers(16993));
}
TEST_F(ApfSession, RefusesAPortThatItHas) {
  shake_hands();
  EXPECT_EQ(answer(kForward), hex("52"));
  EXPECT_TRUE(session_.offers(16993));
}
TEST_F(ApfSession, RefusesWhatIsNoPort) {
  answer(kForwardingService);
  EXPECT_EQ(answer("50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00*4 | 00 00 ff ff"), hex("51 | 00 00 ff ff"));
  EXPECT_EQ(answer("50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00*4 | 00 01 00 00"), hex("52"));
  EXPECT_EQ(answer("50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00*4 | 00 00 00 00"), hex("52"));
}
TEST_F(ApfSession, RefusesMorePortsThanThereCanBe) {
  answer(kForwardingService);
  const std::string forward = "50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00*4 | 00 00 10 ";
  const auto digit = [](std::size_t port) { return std::string("0") + "123456789abcdefg"[port]; };
  for (std::size_t port = 0; port < Session::kMostPorts - 1; ++port)
    EXPECT_EQ(answer(forward + digit(port)), hex("51 | 00 00 10 " + digit(port)));
  EXPECT_EQ(answer(forward + "10"), hex("51 | 00 00 10 10"));
  EXPECT_EQ(answer(forward + "11"), hex("52"));
}
TEST_F(ApfSession, RefusesAPortBeforeTheServiceThatForwards) {
  answer(kAuthentication);
  EXPECT_EQ(answer(kForward), refused());
}
TEST_F(ApfSession, LetsAPortBeTakenBackAndOfferedAgain) {
  shake_hands();
  EXPECT_EQ(answer(kCancel), hex("51"));
  EXPECT_FALSE(session_.offers(16993));
  EXPECT_EQ(answer(kForward), hex("51 | 00 00 42 61"));
  EXPECT_TRUE(session_.offers(16993));
}
TEST_F(ApfSession, RefusesThatAPortIsTakenBackBeforeTheServiceThatForwards) { EXPECT_EQ(answer(kCancel), refused()); }

TEST_F(ApfSession, IgnoresDatagrams) {
  EXPECT_EQ(answer("50 | 00 00 00 19 \"udp-send-to@amt.intel.com\" | 00 | 00*20"), "");
}
TEST_F(ApfSession, RefusesAnotherRequestThatWantsAReply) {
  EXPECT_EQ(answer("50 | 00 00 00 19 \"udp-send-to@amt.intel.com\" | 01 | 00*20"), hex("52"));
}
TEST_F(ApfSession, OpensNoConnectionForAmt) {
  EXPECT_EQ(answer("5a | 00 00 00 0c \"direct-tcpip\" | 00 00 00 05 | 00*4 | 00*4 | 00*4 | 00*4 | 00*4 | 00*4"),
            hex("5c | 00 00 00 05 | 00 00 00 01 | 00*8"));
}
TEST_F(ApfSession, KnowsNoOtherTypeOfChannel) {
  EXPECT_EQ(answer("5a | 00 00 00 01 \"x\" | 00 00 00 06 | 00*4 | 00*4"), hex("5c | 00 00 00 06 | 00 00 00 03 | 00*8"));
}
TEST_F(ApfSession, AnswersThatItIsAlive) {
  EXPECT_EQ(answer("d0 | 00 00 00 2a"), hex("d1 | 00 00 00 2a"));
  EXPECT_EQ(answer("d2 | 00 00 00 1e | 00 00 00 0a"), hex("d3 | 00 00 00 1e | 00 00 00 0a"));
}
TEST_F(ApfSession, EndsWhenAmtDisconnects) { EXPECT_EQ(answer("01 | 00 00 00 0b | 00 00"), "connection-reset"); }
TEST_F(ApfSession, EndsWithWhatIsNoMessage) { EXPECT_EQ(answer("63"), refused()); }

TEST_F(ApfSession, OpensChannelsUnderNumbersOfTheirOwn) {
  EXPECT_EQ(session_.open(16993), 1U);
  EXPECT_EQ(session_.open(16993), 2U);
  session_.next();
  EXPECT_EQ(to_hex(*session_.next()), to_hex(channel_open(2, 4096, 16993)));
}
TEST_F(ApfSession, GivesNoNumberAgain) {
  const std::uint32_t number = session_.open(16993);
  session_.leave(number);
  answer("5c | 00 00 00 01 | 00 00 00 01 | 00*8");
  EXPECT_EQ(session_.open(16993), number + 1);
}
TEST_F(ApfSession, KeepsDataForItsChannel) {
  const std::uint32_t one = session_.open(16993), other = session_.open(16993);
  answer("5b | 00 00 00 01 | 00 00 00 00 | 00 00 10 00 | ff*4");
  answer("5b | 00 00 00 02 | 00 00 00 01 | 00 00 10 00 | ff*4");
  EXPECT_EQ(answer("5e | 00 00 00 02 | 00 00 00 01 | aa"), "");
  Bytes into(8);
  EXPECT_EQ(session_.take(one, into), 0U);
  EXPECT_EQ(session_.take(other, into), 1U);
  EXPECT_EQ(into.front(), 0xaa);
}
TEST_F(ApfSession, ClosesNothingWhenAmtClosesAChannelThatThereIsNot) {
  const std::uint32_t channel = session_.open(16993);
  answer("5b | 00 00 00 01 | 00 00 00 00 | 00 00 10 00 | ff*4");
  EXPECT_EQ(answer("61 | 00 00 00 00"), "");
  EXPECT_EQ(session_.channel(channel).stage(), Channel::Stage::open);
  EXPECT_EQ(answer("61 | 00 00 00 01"), hex("61 | 00 00 00 00"));
  EXPECT_EQ(session_.channel(channel).stage(), Channel::Stage::closed);
}
TEST_F(ApfSession, TakesWhatIsLateForAChannelThatIsOver) {
  session_.leave(session_.open(16993));
  answer("5c | 00 00 00 01 | 00 00 00 01 | 00*8");
  EXPECT_EQ(answer("61 | 00 00 00 01"), "");
  EXPECT_EQ(answer("5d | 00 00 00 01 | 00 00 00 01"), "");
}
TEST_F(ApfSession, RefusesDataForNoChannel) { EXPECT_EQ(answer("5e | 00 00 00 01 | 00 00 00 01 | aa"), refused()); }
TEST_F(ApfSession, RefusesToHearThatNoChannelIsOpen) {
  EXPECT_EQ(answer("5b | 00 00 00 01 | 00 00 00 00 | 00 00 10 00 | ff*4"), refused());
}
TEST_F(ApfSession, RefusesToHearThatNoChannelIsRefused) {
  EXPECT_EQ(answer("5c | 00 00 00 01 | 00 00 00 01 | 00*8"), refused());
}

}  // namespace
}  // namespace odca::amt::apf
