// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What digest computes is shown by curl (port_programs_test.cpp) and by OpenSSL's MD5 (port_test.cpp).
#include "ports/digest.h"

#include <gtest/gtest.h>

#include "firmware/firmware.h"

namespace odca::amtsim {
namespace {

using Access = Admission::Access;

const std::string kUnquoted =
    R"(Digest qop=auth, nc=0000000a, cnonce="MTIzNDU2Nzg=", username="admin", realm="Digest:A4", nonce="wlbE+1/=",)"
    R"( uri="/wsman", response="6c4141496fae02bd1fa54925cb3f462a", algorithm=MD5)";

TEST(ReadAuthorization, TakesParametersInAnyOrderQuotedOrNot) {
  const auto read = read_authorization(kUnquoted);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->username, "admin");
  EXPECT_EQ(read->realm, "Digest:A4");
  EXPECT_EQ(read->nonce, "wlbE+1/=");
  EXPECT_EQ(read->nc, "0000000a");
  EXPECT_EQ(read->cnonce, "MTIzNDU2Nzg=");
  EXPECT_EQ(read->algorithm, "MD5");
}

TEST(ReadAuthorization, TakesEveryParameterInQuotes) {
  const auto read = read_authorization(
      R"(Digest username="a\"b",realm="r",nonce="n",uri="/wsman",response="6c4141496fae02bd1fa54925cb3f462a",)"
      R"(qop="auth",nc="00000002",cnonce="0a4f11")");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->username, "a\"b");
  EXPECT_EQ(read->nc, "00000002");
}

TEST(ReadAuthorization, RefusesWhatIsRepeatedMissingOrUnreadable) {
  EXPECT_FALSE(read_authorization(kUnquoted + ", NC=0000000b"));
  EXPECT_FALSE(read_authorization(kUnquoted + ","));
  EXPECT_FALSE(read_authorization(kUnquoted + " x"));
  EXPECT_FALSE(read_authorization(kUnquoted.substr(0, kUnquoted.find(", realm"))));
  EXPECT_FALSE(read_authorization("Basic" + kUnquoted.substr(6)));
  EXPECT_FALSE(read_authorization("Digest username=\"admin"));
  EXPECT_FALSE(read_authorization("Digest"));
  EXPECT_FALSE(read_authorization(""));
}

TEST(ReadAuthorization, RefusesACountThatHasNotEightDigits) {
  std::string text = kUnquoted;
  text.replace(text.find("0000000a"), 8, "000000a");
  EXPECT_FALSE(read_authorization(text));
}

TEST(DigestDoor, ChallengesAsHardwareDoesWithAFreshNonce) {
  const Firmware firmware(*profile_named("amt20"), {}, 1);
  DigestDoor door(firmware);
  const std::string first = door.challenge({});
  const std::string start = "Digest realm=\"" + firmware.realm() + "\", nonce=\"";
  ASSERT_TRUE(first.starts_with(start)) << first;
  EXPECT_EQ(first.substr(start.size() + 32), R"(",stale="false",qop="auth")");
  EXPECT_NE(door.challenge({}), first);
  EXPECT_TRUE(door.challenge({.access = Access::stale}).ends_with(R"(,stale="true",qop="auth")"));
}

TEST(DigestDoor, LetsNobodyInWithoutAuthorization) {
  const Firmware firmware(*profile_named("amt20"), {}, 1);
  DigestDoor door(firmware);
  EXPECT_EQ(door.admit({.method = "POST", .target = "/wsman"}).access, Access::unauthorized);
}

}  // namespace
}  // namespace odca::amtsim
