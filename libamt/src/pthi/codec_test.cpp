// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Each refusal beside the nearest answer that is accepted.
#include <gtest/gtest.h>

#include <sstream>

#include "io/test_reason.h"
#include "pthi/pthi.h"
#include "pthi/small_clients.h"
#include "pthi/test_heci.h"
#include "wire/small_clients.h"

namespace odca::amt {
namespace {

using wire::PthiCommand;

/// bytes are written as in a transcript.
Bytes bytes(const std::string& text) {
  std::istringstream words(text);
  return transcript_bytes(words);
}

std::string reply(const std::string& message) {
  return reason(decode_reply(PthiCommand::get_control_mode, bytes(message)));
}
TEST(PthiReply, IsThatOfTheCommandWithItsLength) {
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 08 00 00 00 | 00*4 | 00*4"), "fine");
}
TEST(PthiReply, HoldsAtLeastAStatus) {
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 04 00 00 00 | 00*4"), "fine");
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 03 00 00 00 | 00*3"), "pthi-syntax");
  EXPECT_EQ(reply(""), "pthi-syntax");
}
TEST(PthiReply, IsNotThatOfAnotherCommand) {
  EXPECT_EQ(reply("01 01 00 00 5c 00 80 04 04 00 00 00 | 00*4"), "pthi-syntax");
}
TEST(PthiReply, IsNotARequest) { EXPECT_EQ(reply("01 01 00 00 6b 00 00 04 04 00 00 00 | 00*4"), "pthi-syntax"); }
TEST(PthiReply, IsOfOurVersion) {
  EXPECT_EQ(reply("02 01 00 00 6b 00 80 04 04 00 00 00 | 00*4"), "pthi-syntax");
  EXPECT_EQ(reply("01 00 00 00 6b 00 80 04 04 00 00 00 | 00*4"), "pthi-syntax");
  EXPECT_EQ(reply("01 01 00 01 6b 00 80 04 04 00 00 00 | 00*4"), "pthi-syntax");
}
TEST(PthiReply, IsAsLongAsItsHeaderSays) {
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 08 00 00 00 | 00*7"), "pthi-syntax");
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 08 00 00 00 | 00*9"), "pthi-syntax");
  EXPECT_EQ(reply("01 01 00 00 6b 00 80 04 ff ff ff ff | 00*8"), "pthi-syntax");
}
TEST(PthiReply, HasNoValuesBehindARefusal) {
  const auto answer = decode_reply(PthiCommand::get_control_mode,
                                   bytes("01 01 00 00 6b 00 80 04 08 00 00 00 | 10 00 00 00 | 02 00 00 00"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 0x10U);
  EXPECT_TRUE(answer->values.empty());
}
TEST(PthiReply, NamesItsCommandInErrors) {
  const auto answer = decode_reply(PthiCommand::get_uuid, {});
  EXPECT_EQ(answer.error().message,
            "the firmware's answer to 'GetUUID' is malformed: '0' bytes are less than header and status");
}

TEST(PthiNumber, HasFourBytes) {
  EXPECT_EQ(*decode_number(bytes("01 02 03 04")), 0x04030201U);
  EXPECT_EQ(reason(decode_number(bytes("01 02 03"))), "pthi-syntax");
  EXPECT_EQ(reason(decode_number(bytes("01 02 03 04 05"))), "pthi-syntax");
}
TEST(PthiUuid, HasSixteenBytes) {
  EXPECT_EQ(reason(decode_uuid(bytes("ab*16"))), "fine");
  EXPECT_EQ(reason(decode_uuid(bytes("ab*15"))), "pthi-syntax");
  EXPECT_EQ(reason(decode_uuid(bytes("ab*17"))), "pthi-syntax");
}

std::string versions(const std::string& text) { return reason(decode_code_versions(bytes("00*65 " + text))); }
const std::string kAmt = " 03 00 \"AMT\" 00*17 06 00 \"19.0.5\" 00*14 ";
const std::string kSku = " 03 00 \"Sku\" 00*17 05 00 \"16392\" 00*15 ";
TEST(PthiVersions, AreAsManyAsTheirCount) {
  EXPECT_EQ(versions("02 00 00 00" + kAmt + kSku), "fine");
  EXPECT_EQ(versions("02 00 00 00" + kAmt), "pthi-syntax");
  EXPECT_EQ(versions("01 00 00 00" + kAmt + kSku), "pthi-syntax");
}
TEST(PthiVersions, MayFillAllSlots) {
  EXPECT_EQ(versions("01 00 00 00" + kAmt + "00*2156"), "fine");
  EXPECT_EQ(versions("01 00 00 00" + kAmt + "00*2155"), "pthi-syntax");
  EXPECT_EQ(versions("01 00 00 00" + kAmt + "00*2157"), "pthi-syntax");
}
TEST(PthiVersions, AreNoMoreThanSlots) {
  EXPECT_EQ(versions("00 00 00 00"), "fine");
  EXPECT_EQ(versions("33 00 00 00 00*2244"), "pthi-syntax");
  EXPECT_EQ(versions("ff ff ff ff" + kAmt), "pthi-syntax");
}
TEST(PthiVersions, HaveANameEachAndEachAnother) {
  EXPECT_EQ(versions("02 00 00 00" + kAmt + kAmt), "pthi-syntax");
  EXPECT_EQ(versions("01 00 00 00 00 00 00*20 06 00 \"19.0.5\" 00*14"), "pthi-syntax");
}
TEST(PthiVersions, HaveTextsOfAtMostTwentyCharacters) {
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 14 00 \"abcdefghijklmnopqrst\""), "fine");
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 15 00 \"abcdefghijklmnopqrst\""), "pthi-syntax");
}
TEST(PthiVersions, ArePaddedWithZeros) {
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*16 61 06 00 \"19.0.5\" 00*14"), "pthi-syntax");
}
TEST(PthiVersions, ArePrintable) {
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 03 00 \"1 ~\" 00*17"), "fine");
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 03 00 31 1b 32 00*17"), "pthi-syntax");
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 03 00 31 7f 32 00*17"), "pthi-syntax");
  EXPECT_EQ(versions("01 00 00 00 03 00 \"AMT\" 00*17 03 00 31 c3 a4 00*17"), "pthi-syntax");
}

TEST(PthiText, IsAsLongAsItSays) {
  EXPECT_EQ(*decode_ansi_string(bytes("03 00 \"a.b\"")), "a.b");
  EXPECT_EQ(*decode_ansi_string(bytes("00 00")), "");
  EXPECT_EQ(reason(decode_ansi_string(bytes("04 00 \"a.b\""))), "pthi-syntax");
  EXPECT_EQ(reason(decode_ansi_string(bytes("02 00 \"a.b\""))), "pthi-syntax");
  EXPECT_EQ(reason(decode_ansi_string(bytes("00"))), "pthi-syntax");
  EXPECT_EQ(reason(decode_ansi_string({})), "pthi-syntax");
}
TEST(PthiText, HoldsNoZero) { EXPECT_EQ(reason(decode_ansi_string(bytes("03 00 \"a.\" 00"))), "pthi-syntax"); }

TEST(PthiHandles, AreAsManyAsTheirCount) {
  EXPECT_EQ(decode_hash_handles(bytes("02 00 00 00 | 01 00 00 00 02 00 00 00"))->size(), 2U);
  EXPECT_EQ(reason(decode_hash_handles(bytes("00 00 00 00"))), "fine");
  EXPECT_EQ(reason(decode_hash_handles(bytes("02 00 00 00 | 01 00 00 00"))), "pthi-syntax");
  EXPECT_EQ(reason(decode_hash_handles(bytes("01 00 00 00 | 01 00 00 00 02 00 00 00"))), "pthi-syntax");
}
TEST(PthiHandles, AreAtMostThirtyThreeAndEachAnother) {
  std::string handles;
  for (int handle = 0; handle < 34; ++handle) handles += to_hex(Bytes{static_cast<std::uint8_t>(handle)}) + " 00*3 ";
  EXPECT_EQ(reason(decode_hash_handles(bytes("21 00 00 00 " + handles.substr(0, 33 * 8)))), "fine");
  EXPECT_EQ(reason(decode_hash_handles(bytes("22 00 00 00 " + handles))), "pthi-syntax");
  EXPECT_EQ(reason(decode_hash_handles(bytes("02 00 00 00 | 01 00 00 00 01 00 00 00"))), "pthi-syntax");
}

std::string hash_entry(const std::string& text) { return reason(decode_hash_entry(1, bytes(text))); }
TEST(PthiHash, IsAsLongAsItsAlgorithmSays) {
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*32 00*32 02 01 00 \"x\""), "fine");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*33 00*31 02 01 00 \"x\""), "pthi-syntax");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*48 00*16 03 01 00 \"x\""), "fine");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*64 03 01 00 \"x\""), "pthi-syntax");
}
TEST(PthiHash, IsEmptyForAnAlgorithmThatIsUnknown) {
  const auto entry = decode_hash_entry(7, bytes("00*4 00*4 ab*64 06 01 00 \"x\""));
  ASSERT_TRUE(entry);
  EXPECT_TRUE(entry->hash.empty());
  EXPECT_EQ(entry->algorithm, 6);
}
TEST(PthiHash, HasANameOfAtMost32Characters) {
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*32 00*32 02 20 00 78*32"), "fine");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*32 00*32 02 21 00 78*33"), "pthi-syntax");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*32 00*32 02 01 00 78*2"), "pthi-syntax");
  EXPECT_EQ(hash_entry("01 00*3 01 00*3 ab*32 00*32 02 02 00 78*1"), "pthi-syntax");
}
TEST(PthiHash, HasFlagsThatAreNeitherMoreNorLess) {
  EXPECT_EQ(hash_entry("02 00*3 01 00*3 ab*32 00*32 02 01 00 \"x\""), "pthi-syntax");
  EXPECT_EQ(hash_entry("01 00*3 01 00*2 01 ab*32 00*32 02 01 00 \"x\""), "pthi-syntax");
}

std::string lan(const std::string& text) { return reason(decode_lan_settings(bytes(text))); }
TEST(PthiLan, HasTwentyBytes) {
  EXPECT_EQ(lan("01 00*3 64 01 a8 c0 01 00*3 01 01 54 b2 03 88 77 66"), "fine");
  EXPECT_EQ(lan("01 00*3 64 01 a8 c0 01 00*3 01 01 54 b2 03 88 77"), "pthi-syntax");
  EXPECT_EQ(lan("01 00*3 64 01 a8 c0 01 00*3 01 01 54 b2 03 88 77 66 00"), "pthi-syntax");
}
TEST(PthiLan, HasALinkThatIsUpOrDown) {
  EXPECT_EQ(lan("01 00*3 64 01 a8 c0 01 00*3 01 00 54 b2 03 88 77 66"), "fine");
  EXPECT_EQ(lan("01 00*3 64 01 a8 c0 01 00*3 01 02 54 b2 03 88 77 66"), "pthi-syntax");
}

std::string access(const std::string& text) { return reason(decode_remote_access(bytes(text))); }
TEST(PthiRemoteAccess, HasNumbersThatMeanSomething) {
  EXPECT_EQ(access("03 00*3 02 00*3 00*4 03 00 \"mps\""), "fine");
  EXPECT_EQ(access("04 00*3 02 00*3 00*4 03 00 \"mps\""), "pthi-syntax");
  EXPECT_EQ(access("03 00*3 03 00*3 00*4 03 00 \"mps\""), "pthi-syntax");
}
TEST(PthiRemoteAccess, EndsWithItsHost) {
  EXPECT_EQ(access("00*12 00 00"), "fine");
  EXPECT_EQ(access("00*12"), "pthi-syntax");
  EXPECT_EQ(access("00*12 00 00 00"), "pthi-syntax");
}

std::string account(const std::string& text) { return reason(decode_local_account(bytes(text))); }
TEST(PthiAccount, HasTwoTextsPaddedWithZeros) {
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 \"secret\" 00*27"), "fine");
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 \"secret\" 00*26"), "pthi-syntax");
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 \"secret\" 00*28"), "pthi-syntax");
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 \"secret\" 00 78 00*25"), "pthi-syntax");
}
TEST(PthiAccount, HasTextsThatEndInTheirField) {
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 78*32 00"), "fine");
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 78*33"), "pthi-syntax");
}
TEST(PthiAccount, HasAUserAndAPassword) {
  EXPECT_EQ(account("00*33 \"secret\" 00*27"), "pthi-syntax");
  EXPECT_EQ(account("\"$$OsAdmin\" 00*24 00*33"), "pthi-syntax");
}

TEST(Enablement, IsTheFirstByte) {
  EXPECT_EQ(decode_enablement(bytes("82 00 00 00"))->raw, 0x82);
  EXPECT_EQ(reason(decode_enablement({})), "pthi-syntax");
}
TEST(Enablement, CountsOnlyWithTheNewInterface) {
  EXPECT_TRUE(decode_enablement(bytes("d2"))->tls_enforced);
  EXPECT_TRUE(decode_enablement(bytes("d2"))->enabled);
  EXPECT_TRUE(decode_enablement(bytes("d2"))->weak_algorithms_removed);
  EXPECT_FALSE(decode_enablement(bytes("52"))->tls_enforced);
  EXPECT_FALSE(decode_enablement(bytes("52"))->enabled);
  EXPECT_FALSE(decode_enablement(bytes("52"))->weak_algorithms_removed);
}

std::string upid(const std::string& text) { return reason(decode_upid(bytes(text))); }
TEST(Upid, HasTwoIds) {
  EXPECT_EQ(upid("00 05 48 00 00*4 01 00*3 ab*32 cd*32"), "fine");
  EXPECT_EQ(upid("00 05 49 00 00*4 01 00*3 ab*32 cd*32 00"), "pthi-syntax");
  EXPECT_EQ(upid("00 05 48 00 00*4 03 00*3 ab*32 cd*32"), "pthi-syntax");
}
TEST(Upid, IsNotSetWhenTheAnswerIsShortOrTheIdOfZeros) {
  EXPECT_EQ(upid("00 05 04 00 00*4"), "upid-not-set");
  EXPECT_EQ(upid("00 05 48 00 00*4 01 00*3 ab*32 00*32"), "upid-not-set");
}
TEST(Upid, AnswersItsRequestWithItsLength) {
  EXPECT_EQ(upid("00 02 04 00 00*4"), "pthi-syntax");
  EXPECT_EQ(upid("01 05 04 00 00*4"), "pthi-syntax");
  EXPECT_EQ(upid("00 05 05 00 00*4"), "pthi-syntax");
  EXPECT_EQ(upid("00 05 03 00 00*3"), "pthi-syntax");
}

}  // namespace
}  // namespace odca::amt
