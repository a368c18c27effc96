// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Each refusal beside the nearest message that is accepted.
#include "apf/codec.h"

#include <gtest/gtest.h>

#include "apf/test_messages.h"
#include "io/test_reason.h"

namespace odca::amt::apf {
namespace {

std::string read(const std::string& message) { return reason(decode(bytes(message))); }

/// read_as is the message, which must be one of this type.
template <class Message>
Message read_as(const std::string& message) {
  const auto read = decode(bytes(message));
  EXPECT_TRUE(read) << message;
  const auto* const found = read ? std::get_if<Message>(&*read) : nullptr;
  EXPECT_NE(found, nullptr) << message;
  return found == nullptr ? Message{} : *found;
}

/// is_exact: the message is accepted, and neither with a byte less nor with one more.
void is_exact(const std::string& message) {
  Bytes exact = bytes(message);
  EXPECT_EQ(reason(decode(exact)), "fine") << message;
  exact.push_back(0);
  EXPECT_EQ(reason(decode(exact)), "apf-syntax") << message;
  exact.resize(exact.size() - 2);
  EXPECT_EQ(reason(decode(exact)), "apf-syntax") << message;
}

TEST(ApfDecode, TakesEachMessageInItsLengthAlone) {
  is_exact("01 | 00 00 00 0b | 00 00");
  is_exact("05 | 00 00 00 12 \"pfwd@amt.intel.com\"");
  is_exact("32 | 00 00 00 05 \"admin\" | 00 00 00 03 \"svc\" | 00 00 00 08 \"password\" | 00 | 00 00 00 01 78");
  is_exact("50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00 00 00 07 \"0.0.0.0\" | 00 00 42 61");
  is_exact("50 | 00 00 00 14 \"cancel-tcpip-forward\" | 01 | 00 00 00 00 | 00 00 42 61");
  is_exact(
      "5a | 00 00 00 0c \"direct-tcpip\" | 00 00 00 05 | 00 00 10 00 | ff*4 | 00 00 00 01 61 | 00*4 | 00*4 | 00*4");
  is_exact("5b | 00 00 00 02 | 00 00 00 01 | 00 00 10 00 | ff*4");
  is_exact("5c | 00 00 00 02 | 00 00 00 01 | 00*4 | 00*4");
  is_exact("5d | 00 00 00 01 | 00 00 00 05");
  is_exact("5e | 00 00 00 01 | 00 00 00 05 | 16 03 01 02 00");
  is_exact("61 | 00 00 00 01");
  is_exact("c0 | 00 00 00 01 | 00 00 00 00 | 00 00 00 fe | 12 34 56 78 09 00*11 | 00*64");
  is_exact("d0 | 00 00 00 2a");
  is_exact("d2 | 00 00 00 1e | 00 00 00 0a");
}

TEST(ApfDecode, ReadsAForward) {
  const auto forward =
      read_as<ForwardRequest>("50 | 00 00 00 0d \"tcpip-forward\" | 01 | 00 00 00 02 \"::\" | 00 00 42 61");
  EXPECT_TRUE(forward.wants_reply);
  EXPECT_EQ(forward.port, 16993U);
}
TEST(ApfDecode, ReadsAForwardTakenBack) {
  const auto cancel = read_as<CancelForward>("50 | 00 00 00 14 \"cancel-tcpip-forward\" | 00 | 00*4 | 00 00 42 60");
  EXPECT_FALSE(cancel.wants_reply);
  EXPECT_EQ(cancel.port, 16992U);
}
TEST(ApfDecode, ReadsAConfirmation) {
  const auto confirmation = read_as<OpenConfirmation>("5b | 00 00 00 02 | 00 00 00 01 | 00 00 10 00 | ff*4");
  EXPECT_EQ(confirmation.recipient, 2U);
  EXPECT_EQ(confirmation.sender, 1U);
  EXPECT_EQ(confirmation.window, 4096U);
}
TEST(ApfDecode, ReadsAFailure) {
  const auto failure = read_as<OpenFailure>("5c | 00 00 00 02 | 00 00 00 04 | 00*8");
  EXPECT_EQ(failure.recipient, 2U);
  EXPECT_EQ(failure.reason, 4U);
}
TEST(ApfDecode, ReadsData) {
  const auto data = read_as<ChannelData>("5e | 00 00 00 07 | 00 00 00 03 | 01 02 03");
  EXPECT_EQ(data.recipient, 7U);
  EXPECT_EQ(to_hex(data.data), "010203");
}
TEST(ApfDecode, ReadsAVersion) {
  const auto version = read_as<ProtocolVersion>("c0 | 00 00 00 01 | 00 00 00 02 | 00*84");
  EXPECT_EQ(version.major, 1U);
  EXPECT_EQ(version.minor, 2U);
}
TEST(ApfDecode, ReadsAnOpeningByAmt) {
  const auto open = read_as<ChannelOpen>(
      "5a | 00 00 00 0c \"direct-tcpip\" | 00 00 00 05 | 00 00 10 00 | ff*4 | 00*4 | 00*4 | 00*4 | 00*4");
  EXPECT_EQ(open.type, "direct-tcpip");
  EXPECT_EQ(open.sender, 5U);
}
TEST(ApfDecode, ReadsAnOpeningOfAnUnknownTypeWhateverFollows) {
  EXPECT_EQ(read_as<ChannelOpen>("5a | 00 00 00 01 \"x\" | 00 00 00 06 | 00*4 | 00*4 | 01 02 03").sender, 6U);
  EXPECT_EQ(read("5a | 00 00 00 01 \"x\" | 00 00 00 06 | 00*4 | 00*3"), "apf-syntax");
}
TEST(ApfDecode, ReadsARequestOfAnotherNameWhateverFollows) {
  EXPECT_FALSE(read_as<OtherRequest>("50 | 00 00 00 19 \"udp-send-to@amt.intel.com\" | 00 | 01 02 03").wants_reply);
  EXPECT_EQ(read("50 | 00 00 00 19 \"udp-send-to@amt.intel.com\""), "apf-syntax");
}
TEST(ApfDecode, ReadsAnotherWayToAuthenticateWhateverFollows) {
  EXPECT_EQ(read("32 | 00*4 | 00*4 | 00 00 00 04 \"none\" | 01 02"), "fine");
  EXPECT_EQ(read("32 | 00*4 | 00*4 | 00 00 00 08 \"password\" | 00 00"), "apf-syntax");
}

TEST(ApfDecode, RefusesAFlagThatIsNone) {
  EXPECT_EQ(read("50 | 00 00 00 01 \"x\" | 01"), "fine");
  EXPECT_EQ(read("50 | 00 00 00 01 \"x\" | 02"), "apf-syntax");
}
TEST(ApfDecode, RefusesATextThatIsTooLong) {
  EXPECT_EQ(read("05 | 00 00 01 00 | 61*256"), "fine");
  EXPECT_EQ(read("05 | 00 00 01 01 | 61*257"), "apf-syntax");
}
TEST(ApfDecode, RefusesALengthBeyondTheMessage) {
  EXPECT_EQ(read("05 | 00 00 00 02 | 61 62"), "fine");
  EXPECT_EQ(read("05 | 00 00 00 03 | 61 62"), "apf-syntax");
  EXPECT_EQ(read("5e | 00 00 00 01 | ff ff ff ff | 61 62"), "apf-syntax");
}
TEST(ApfDecode, RefusesWhatAmtHasNoReasonToSay) {
  EXPECT_EQ(read("d0 | 00 00 00 01"), "fine");
  EXPECT_EQ(read("d1 | 00 00 00 01"), "apf-syntax");  // nobody asked
  EXPECT_EQ(read("51"), "apf-syntax");
  EXPECT_EQ(read("00"), "apf-syntax");
  EXPECT_EQ(read("ff"), "apf-syntax");
}
TEST(ApfDecode, RefusesAnEmptyMessage) { EXPECT_EQ(read(""), "apf-syntax"); }
TEST(ApfDecode, NamesTheMessageInErrors) {
  EXPECT_EQ(decode(bytes("61 00 00")).error().message,
            "the firmware's message 'CHANNEL_CLOSE' of '3' bytes is malformed");
  EXPECT_EQ(decode(bytes("63")).error().message,
            "the firmware's LME sent a message of type '99', which it has no reason for");
}

TEST(ApfEncode, WritesWhatAHostSays) {
  EXPECT_EQ(to_hex(disconnect(wire::ApfDisconnect::protocol_error)), hex("01 | 00 00 00 02 | 00 00"));
  EXPECT_EQ(to_hex(protocol_version()), hex("c0 | 00 00 00 01 | 00 00 00 00 | 00 00 00 01 | 00*80"));
  EXPECT_EQ(to_hex(service_accept("pfwd@amt.intel.com")), hex("06 | 00 00 00 12 \"pfwd@amt.intel.com\""));
  EXPECT_EQ(to_hex(userauth_failure()), hex("33 | 00 00 00 08 \"password\" | 00"));
  EXPECT_EQ(to_hex(request_success(16993)), hex("51 | 00 00 42 61"));
  EXPECT_EQ(to_hex(request_success()), hex("51"));
  EXPECT_EQ(to_hex(request_failure()), hex("52"));
  EXPECT_EQ(to_hex(open_failure(5, wire::ApfOpenFailure::prohibited)), hex("5c | 00 00 00 05 | 00 00 00 01 | 00*8"));
  EXPECT_EQ(to_hex(window_adjust(1, 0x1234)), hex("5d | 00 00 00 01 | 00 00 12 34"));
  EXPECT_EQ(to_hex(channel_data(1, bytes("16 03"))), hex("5e | 00 00 00 01 | 00 00 00 02 | 16 03"));
  EXPECT_EQ(to_hex(channel_close(0x01020304)), hex("61 | 01 02 03 04"));
  EXPECT_EQ(to_hex(keepalive_reply(42)), hex("d1 | 00 00 00 2a"));
  EXPECT_EQ(to_hex(keepalive_options_reply(30, 10)), hex("d3 | 00 00 00 1e | 00 00 00 0a"));
}
TEST(ApfEncode, WritesAnOpeningAsFromALocalClient) {
  EXPECT_EQ(to_hex(channel_open(2, 4096, 16993)),
            hex("5a | 00 00 00 0f \"forwarded-tcpip\" | 00 00 00 02 | 00 00 10 00 | ff*4 | "
                "00 00 00 09 \"127.0.0.1\" | 00 00 42 61 | 00 00 00 09 \"127.0.0.1\" | 00 00 c0 00"));
}

}  // namespace
}  // namespace odca::amt::apf
