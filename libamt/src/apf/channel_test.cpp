// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Windows both ways, and every message where it has a place beside where it has none.
#include "apf/channel.h"

#include <gtest/gtest.h>

#include "apf/test_messages.h"
#include "io/test_reason.h"

namespace odca::amt::apf {
namespace {

using Stage = Channel::Stage;

/// ApfChannel is our number 7, AMT's number 3.
class ApfChannel : public ::testing::Test {
 protected:
  void confirm(std::uint32_t window = 4096) { ASSERT_TRUE(channel_.confirm({7, 3, window}, out_)); }
  std::string hear(const Bytes& data) { return reason(channel_.receive({7, data})); }
  /// take is what the application reads with that much room.
  std::string take(std::size_t room) {
    Bytes into(room);
    into.resize(channel_.take(into, out_));
    return to_hex(into);
  }
  /// news is what is to be sent now.
  std::string news() {
    std::string all;
    for (const Bytes& message : out_) all += (all.empty() ? "" : " ") + to_hex(message);
    out_.clear();
    return all;
  }
  Outbox out_{};
  Channel channel_{7, 5000};
};

TEST_F(ApfChannel, OpensWhenAmtConfirms) {
  EXPECT_EQ(channel_.stage(), Stage::opening);
  confirm();
  EXPECT_EQ(channel_.stage(), Stage::open);
  EXPECT_EQ(news(), "");
}
TEST_F(ApfChannel, IsConfirmedOnce) {
  confirm();
  EXPECT_EQ(reason(channel_.confirm({7, 3, 1}, out_)), "apf-syntax");
}
TEST_F(ApfChannel, IsRefusedWithAReason) {
  EXPECT_TRUE(channel_.refuse({7, 4}));
  EXPECT_EQ(channel_.stage(), Stage::refused);
  EXPECT_EQ(channel_.refusal(), 4U);
}
TEST_F(ApfChannel, IsNotRefusedOnceItIsOpen) {
  confirm();
  EXPECT_EQ(reason(channel_.refuse({7, 4})), "apf-syntax");
}
TEST_F(ApfChannel, SaysNothingBeforeItIsOpen) {
  EXPECT_EQ(channel_.say(bytes("01"), out_), 0U);
  EXPECT_EQ(news(), "");
}

TEST_F(ApfChannel, SaysWhatAmtTakes) {
  confirm(3);
  EXPECT_EQ(channel_.say(bytes("01 02 03 04"), out_), 3U);
  EXPECT_EQ(news(), hex("5e | 00 00 00 03 | 00 00 00 03 | 01 02 03"));
}
TEST_F(ApfChannel, SaysNothingIntoAFullWindow) {
  confirm(1);
  EXPECT_EQ(channel_.say(bytes("01"), out_), 1U);
  news();
  EXPECT_EQ(channel_.say(bytes("02"), out_), 0U);
  EXPECT_TRUE(channel_.adjust({7, 1}));
  EXPECT_EQ(channel_.say(bytes("02"), out_), 1U);
}
TEST_F(ApfChannel, SaysNoMoreInOneMessageThanItCarries) {
  confirm(100'000);
  EXPECT_EQ(channel_.say(Bytes(20'000), out_), 5000U);
  EXPECT_EQ(out_.front().size(), 5009U);
}
TEST_F(ApfChannel, HasAWindowAsLargeAsWindowsCanBe) {
  confirm(1);
  EXPECT_EQ(reason(channel_.adjust({7, 0xfffffffe})), "fine");
  EXPECT_EQ(reason(channel_.adjust({7, 1})), "apf-syntax");
}
TEST_F(ApfChannel, HasNoWindowBeforeItIsOpen) { EXPECT_EQ(reason(channel_.adjust({7, 1})), "apf-syntax"); }

TEST_F(ApfChannel, KeepsWhatItReceives) {
  confirm();
  EXPECT_EQ(hear(bytes("01 02")), "fine");
  EXPECT_EQ(hear(bytes("03")), "fine");
  EXPECT_EQ(take(2), "0102");
  EXPECT_EQ(take(2), "03");
  EXPECT_EQ(take(2), "");
}
TEST_F(ApfChannel, TakesDataThatIsNone) {
  confirm();
  EXPECT_EQ(hear({}), "fine");
  EXPECT_EQ(take(1), "");
  EXPECT_EQ(news(), "");
}
TEST_F(ApfChannel, TakesWhatItGranted) {
  confirm();
  EXPECT_EQ(hear(Bytes(4096)), "fine");
}
TEST_F(ApfChannel, RefusesMoreThanItGranted) {
  confirm();
  EXPECT_EQ(hear(Bytes(4097)), "apf-syntax");
}
TEST_F(ApfChannel, RefusesMoreThanItGrantedInSeveralMessages) {
  confirm();
  EXPECT_EQ(hear(Bytes(4000)), "fine");
  EXPECT_EQ(hear(Bytes(97)), "apf-syntax");
}
TEST_F(ApfChannel, GrantsAgainWhatTheApplicationTook) {
  confirm();
  EXPECT_EQ(hear(Bytes(4096)), "fine");
  take(4096);
  EXPECT_EQ(news(), hex("5d | 00 00 00 03 | 00 00 10 00"));
  EXPECT_EQ(hear(Bytes(4096)), "fine");
  EXPECT_EQ(hear(Bytes(1)), "apf-syntax");
}
TEST_F(ApfChannel, GrantsNothingForEachByteOfMany) {
  confirm();
  EXPECT_EQ(hear(Bytes(4096)), "fine");
  take(2047);
  EXPECT_EQ(news(), "");
  take(1);
  EXPECT_EQ(news(), hex("5d | 00 00 00 03 | 00 00 08 00"));
}
TEST_F(ApfChannel, GrantsAtOnceWhenNothingIsLeft) {
  confirm();
  EXPECT_EQ(hear(bytes("01 02")), "fine");
  take(1);
  EXPECT_EQ(news(), "");
  take(1);
  EXPECT_EQ(news(), hex("5d | 00 00 00 03 | 00 00 00 02"));
}
TEST_F(ApfChannel, ReceivesNothingBeforeItIsOpen) { EXPECT_EQ(hear(bytes("01")), "apf-syntax"); }

TEST_F(ApfChannel, AnswersAmtsCloseOnce) {
  confirm();
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_EQ(news(), hex("61 | 00 00 00 03"));
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_EQ(news(), "");
}
TEST_F(ApfChannel, IsNotClosedBeforeItIsOpen) { EXPECT_EQ(reason(channel_.close(out_)), "apf-syntax"); }
TEST_F(ApfChannel, StillHasWhatCameBeforeTheClose) {
  confirm();
  EXPECT_EQ(hear(bytes("01")), "fine");
  EXPECT_TRUE(channel_.close(out_));
  news();
  EXPECT_EQ(take(1), "01");
  EXPECT_EQ(news(), "") << "a closed channel grants nothing";
}
TEST_F(ApfChannel, ReceivesNothingAfterTheClose) {
  confirm();
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_EQ(hear(bytes("01")), "apf-syntax");
}
TEST_F(ApfChannel, SaysNothingAfterTheClose) {
  confirm();
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_EQ(channel_.say(bytes("01"), out_), 0U);
}
TEST_F(ApfChannel, IsNotOverUntilTheApplicationHasLeft) {
  confirm();
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_FALSE(channel_.is_over());
  channel_.leave(out_);
  EXPECT_TRUE(channel_.is_over());
}

TEST_F(ApfChannel, ClosesWhenTheApplicationLeaves) {
  confirm();
  channel_.leave(out_);
  EXPECT_EQ(channel_.stage(), Stage::closing);
  EXPECT_EQ(news(), hex("61 | 00 00 00 03"));
}
TEST_F(ApfChannel, DoesNotAnswerTheAnswerToItsClose) {
  confirm();
  channel_.leave(out_);
  news();
  EXPECT_FALSE(channel_.is_over());
  EXPECT_TRUE(channel_.close(out_));
  EXPECT_EQ(news(), "");
  EXPECT_TRUE(channel_.is_over());
}
TEST_F(ApfChannel, DropsWhatWasOnItsWayWhenTheApplicationLeft) {
  confirm();
  channel_.leave(out_);
  EXPECT_EQ(hear(Bytes(4096)), "fine");
  EXPECT_EQ(hear(Bytes(1)), "apf-syntax");
  EXPECT_EQ(take(1), "");
}
TEST_F(ApfChannel, ClosesAtOnceWhenItIsConfirmedTooLate) {
  channel_.leave(out_);
  EXPECT_EQ(news(), "");
  EXPECT_FALSE(channel_.is_over());
  confirm();
  EXPECT_EQ(news(), hex("61 | 00 00 00 03"));
  EXPECT_EQ(channel_.stage(), Stage::closing);
}
TEST_F(ApfChannel, IsOverWhenItIsRefusedTooLate) {
  channel_.leave(out_);
  EXPECT_TRUE(channel_.refuse({7, 1}));
  EXPECT_TRUE(channel_.is_over());
}

}  // namespace
}  // namespace odca::amt::apf
