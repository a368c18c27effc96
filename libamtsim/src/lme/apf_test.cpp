// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Messages of the host are read when they have exactly their fields; what the session test does not show of them.
#include "lme/apf.h"

#include <gtest/gtest.h>

#include "lme/test_messages.h"

namespace odca::amtsim::apf {
namespace {

using namespace amtsim::testing;

template <class T>
T read(const Bytes& message) {
  return std::get<T>(read_host_message(message).value());
}

TEST(Apf, ReadsEveryFieldOfAChannelOpen) {
  const auto open = read<ChannelOpen>(hex(
      "5a 0000000f 666f727761726465642d7463706970 00000002 00001000 ffffffff 00000003 3a3a31 00004261 00000003 3a3a31 "
      "0000007b"));
  EXPECT_EQ(open.type, "forwarded-tcpip");
  EXPECT_EQ(open.sender, 2U);
  EXPECT_EQ(open.window, 4096U);
  EXPECT_EQ(open.port, 16993U);
}
TEST(Apf, ReadsData) {
  const auto data = read<ChannelData>(hex("5e 00000001 00000005 1603010200"));
  EXPECT_EQ(data.channel, 1U);
  EXPECT_EQ(data.data, hex("1603010200"));
}
TEST(Apf, ReadsBothRepliesToARequest) {
  EXPECT_EQ(read<RequestSuccess>(hex("51 00004261")).port, 16993U);
  EXPECT_EQ(read<RequestSuccess>(hex("51")).port, std::nullopt);
}
TEST(Apf, ReadsTheVersion) {
  EXPECT_EQ(read<ProtocolVersion>(kHostVersion).major, 1U);
  EXPECT_EQ(read<ProtocolVersion>(kHostVersion).minor, 0U);
}
TEST(Apf, ReadsGlobalRequestsWhateverTheyAsk) {
  EXPECT_TRUE(read<GlobalRequest>(hex("50 00000001 78 01 0102030405")).wants_reply);
  EXPECT_FALSE(read<GlobalRequest>(hex("50 00000001 78 00")).wants_reply);
}
TEST(Apf, RefusesWhatIsShorterOrLonger) {
  for (const Bytes& whole :
       {kHostVersion, kAccept, open_channel(2, 4096), adjust(1, 5), data_for(1, hex("0102")), close_of(1),
        hex("01 00000002 0000"), hex("51 00004261"), hex("52"), hex("d0 00000007"), hex("d2 00000007 00000008")}) {
    EXPECT_TRUE(read_host_message(whole)) << to_hex(whole);
    Bytes longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(read_host_message(longer)) << to_hex(whole);
    const ByteView shorter = ByteView(whole).first(whole.size() - 1);
    EXPECT_FALSE(read_host_message(shorter)) << to_hex(whole);
  }
}
TEST(Apf, RefusesALengthThatGoesBeyondTheMessage) {
  EXPECT_FALSE(read_host_message(hex("5e 00000001 ffffffff 00")));
  EXPECT_FALSE(read_host_message(hex("06 ffffffff")));
}
TEST(Apf, RefusesWhatNoHostSends) {
  EXPECT_FALSE(read_host_message({}));
  EXPECT_FALSE(read_host_message(hex("02")));
  EXPECT_FALSE(read_host_message(hex("34")));
  EXPECT_FALSE(read_host_message(hex("5b 00000001 00000002 00001000 ffffffff")));
}

}  // namespace
}  // namespace odca::amtsim::apf
