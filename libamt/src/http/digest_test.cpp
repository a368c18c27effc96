// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Digest: the challenge of a real device with values computed elsewhere, and what a challenge must not hold.
#include <gtest/gtest.h>

#include "http/http.h"
#include "io/test_reason.h"

namespace odca::amt {
namespace {

constexpr std::string_view kOfDevice =
    "Digest realm=\"Digest:A4070000000000000000000000000000\", "
    "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\",stale=\"false\",qop=\"auth\"";

std::string outcome(const std::string& parameters) { return reason(parse_challenge("Digest " + parameters)); }

TEST(Challenge, OfADevice) {
  const auto challenge = parse_challenge(kOfDevice);
  ASSERT_TRUE(challenge) << describe(challenge.error());
  EXPECT_EQ(challenge->realm, "Digest:A4070000000000000000000000000000");
  EXPECT_EQ(challenge->nonce, "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63");
  EXPECT_FALSE(challenge->opaque);
  EXPECT_FALSE(challenge->stale);
}

TEST(Challenge, ValuesMayBeBareAndNamesOfAnyCase) {
  const auto challenge = parse_challenge("digest  REALM = Digest:A4 ,nonce=ab+/c==,qop=auth , stale=TRUE,opaque=\"\"");
  ASSERT_TRUE(challenge) << describe(challenge.error());
  EXPECT_EQ(challenge->realm, "Digest:A4");
  EXPECT_EQ(challenge->nonce, "ab+/c==");
  EXPECT_TRUE(challenge->stale);
  EXPECT_EQ(challenge->opaque, "");
}

TEST(Challenge, NeedsRealmNonceAndQop) {
  EXPECT_EQ(outcome("realm=\"r\", nonce=\"n\", qop=\"auth\""), "fine");
  EXPECT_EQ(outcome("realm=\"r\", nonce=\"n\""), "digest-challenge");
  EXPECT_EQ(outcome("realm=\"r\", qop=\"auth\""), "digest-challenge");
  EXPECT_EQ(outcome("nonce=\"n\", qop=\"auth\""), "digest-challenge");
  EXPECT_EQ(outcome("realm=\"\", nonce=\"n\", qop=\"auth\""), "digest-challenge");
  EXPECT_EQ(outcome("realm=\"r\", nonce=\"\", qop=\"auth\""), "digest-challenge");
}

TEST(Challenge, ParametersStandOnceAndAreKnown) {
  const std::string base = "realm=\"r\", nonce=\"n\", qop=\"auth\"";
  EXPECT_EQ(outcome(base + ", domain=\"/\", charset=UTF-8"), "fine");
  for (const char* more : {", realm=\"r\"", ", Nonce=\"m\"", ", qop=auth", ", userhash=true", ", other=1"})
    EXPECT_EQ(outcome(base + more), "digest-challenge") << more;
}

TEST(Challenge, OnlyMd5) {
  const std::string base = "realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=";
  for (const char* good : {"MD5", "\"md5\""}) EXPECT_EQ(outcome(base + good), "fine");
  for (const char* bad : {"MD5-sess", "SHA-256", "\"\"", "\"MD5 \""})
    EXPECT_EQ(outcome(base + bad), "digest-challenge") << bad;
}

TEST(Challenge, OnlyAuth) {
  const std::string base = "realm=\"r\", nonce=\"n\", qop=";
  for (const char* good : {"auth", "\"auth,auth-int\"", "\"auth-int , auth\"", "\"AUTH\""})
    EXPECT_EQ(outcome(base + good), "fine") << good;
  for (const char* bad : {"auth-int", "\"\"", "\"auth auth-int\"", "\"authx\"", "\"auth;x\""})
    EXPECT_EQ(outcome(base + bad), "digest-challenge") << bad;
}

TEST(Challenge, StaleIsTrueOrFalse) {
  const std::string base = "realm=\"r\", nonce=\"n\", qop=\"auth\", stale=";
  EXPECT_EQ(outcome(base + "False"), "fine");
  EXPECT_EQ(outcome(base + "maybe"), "digest-challenge");
}

TEST(Challenge, NoValueCanBeAnythingButAValueInOurHeader) {
  for (const std::string bad : {"a\\\"b", "a\\\\b", "a\r\nX: y", "a\nb", "a\tb", "a\x7F", "a\xC3\xA4", "a\x1B[0m"}) {
    EXPECT_EQ(outcome("realm=\"" + bad + "\", nonce=\"n\", qop=\"auth\""), "digest-challenge") << bad;
    EXPECT_EQ(outcome("realm=\"r\", nonce=\"" + bad + "\", qop=\"auth\""), "digest-challenge") << bad;
    EXPECT_EQ(outcome("realm=\"r\", nonce=\"n\", qop=\"auth\", opaque=\"" + bad + "\""), "digest-challenge") << bad;
  }
  EXPECT_EQ(outcome(std::string("realm=\"a\0b\", nonce=\"n\", qop=\"auth\"", 34)), "digest-challenge");
  EXPECT_EQ(outcome("realm=\"a, b='c';\", nonce=\"n\", qop=\"auth\""), "fine");
}

TEST(Challenge, ThatIsNoList) {
  for (const char* bad : {"", "realm", "realm=", "=\"r\"", "realm=\"r\" nonce=\"n\" qop=auth", "realm=\"r", ",realm=r",
                          "realm=\"r\", nonce=\"n\", qop=\"auth\",", "realm=\"r\",, nonce=\"n\", qop=\"auth\"",
                          "realm=\"r\", nonce=\"n\", qop=\"auth\" x", "realm=\"r\"x, nonce=\"n\", qop=\"auth\""})
    EXPECT_EQ(outcome(bad), "digest-challenge") << bad;
}

TEST(Challenge, OfAnotherSchemeOrWithOneBehindIt) {
  for (const char* bad :
       {"Basic realm=\"r\", nonce=\"n\", qop=\"auth\"", "Digest", "", "Digest\trealm=\"r\", nonce=\"n\", qop=\"auth\"",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", Basic realm=\"s\""})
    EXPECT_EQ(reason(parse_challenge(bad)), "digest-challenge") << bad;
}

TEST(Digest, TheWorkedExample) {
  const auto challenge = parse_challenge(kOfDevice);
  ASSERT_TRUE(challenge);
  const Secret a1 = digest_a1("admin", challenge->realm, Secret("P@ssw0rd"));
  EXPECT_EQ(a1.reveal(), "6ab9192fba58a04d5e0c4df89b9a4350");
  EXPECT_EQ(digest_answer(*challenge, "admin", a1, "/wsman", 1, "0a4f113b"),
            "Digest username=\"admin\", realm=\"Digest:A4070000000000000000000000000000\", "
            "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\", uri=\"/wsman\", "
            "response=\"6c4141496fae02bd1fa54925cb3f462a\", qop=auth, nc=00000001, cnonce=\"0a4f113b\"");
}

TEST(Digest, TheOpaqueValueIsReturned) {
  const std::string answer =
      digest_answer({.realm = "r", .nonce = "n", .opaque = "o=="}, "u", Secret("a1"), "/wsman", 0xABCDEF12, "c");
  EXPECT_NE(answer.find(", opaque=\"o==\""), std::string::npos) << answer;
  EXPECT_NE(answer.find(", nc=abcdef12,"), std::string::npos) << answer;
}

TEST(Digest, ANameOfAUserIsQuoted) {
  const std::string answer =
      digest_answer({.realm = "r", .nonce = "n"}, "a\", uri=\"/\\b", Secret("a1"), "/wsman", 1, "c");
  EXPECT_TRUE(answer.starts_with("Digest username=\"a\\\", uri=\\\"/\\\\b\", realm=")) << answer;
}

TEST(DigestDeathTest, NothingCanEndTheLine) {
  EXPECT_DEATH(digest_answer({.realm = "r", .nonce = "n"}, "a\r\nX: y", Secret("a1"), "/wsman", 1, "c"), "");
  EXPECT_DEATH(write_post("host", "/wsman", "Digest\r\nX: y", ""), "");
  EXPECT_DEATH(write_post("host\n", "/wsman", "", ""), "");
}

TEST(WritePost, TheBytesOfARequest) {
  EXPECT_EQ(write_post("127.0.0.1:16993", "/wsman", "", "<a/>"),
            "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:16993\r\n"
            "Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: 4\r\n\r\n<a/>");
  EXPECT_EQ(write_post("h", "/", "Digest x", ""),
            "POST / HTTP/1.1\r\nHost: h\r\nAuthorization: Digest x\r\n"
            "Content-Type: application/soap+xml; charset=utf-8\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace
}  // namespace odca::amt
