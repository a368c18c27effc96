// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the client sends, when it sends it again, and when it must not.
#include "wsman/client.h"

#include <gtest/gtest.h>

#include "wsman/test_device.h"

namespace odca::amt {
namespace {

constexpr std::string_view kClass = "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings";
constexpr std::string_view kElement = "AMT_GeneralSettings";
constexpr const char* kRealm = "Digest:0123456789ABCDEF0123456789ABCDEF";

std::string http(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string challenge(const std::string& nonce, const std::string& stale = "false", const std::string& realm = kRealm) {
  return http("401 Unauthorized",
              "WWW-Authenticate: Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\",stale=\"" + stale +
                  "\",qop=\"auth\"\r\n",
              "<html></html>");
}
std::string envelope(const std::string& message, const std::string& body) {
  return R"(<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope")"
         R"( xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing")"
         R"( xmlns:g="http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings"><a:Header><b:RelatesTo>)" +
         message + "</b:RelatesTo></a:Header><a:Body>" + body + "</a:Body></a:Envelope>";
}
const std::string kClose = "Connection: close\r\n";
std::string settings(const std::string& message, const std::string& headers = {}) {
  return http("200 OK", headers, envelope(message, "<g:AMT_GeneralSettings/>"));
}
std::string output(const std::string& message) {
  return http("200 OK", {}, envelope(message, "<g:Do_OUTPUT><g:ReturnValue>0</g:ReturnValue></g:Do_OUTPUT>"));
}
std::string fault(const std::string& message, const std::string& status) {
  return http(status, kClose,
              envelope(message, "<a:Fault><a:Code><a:Value>a:Sender</a:Value></a:Code><a:Reason/></a:Fault>"));
}

/// Bench is a client and the device that it speaks to.
struct Bench {
  explicit Bench(Script script) : device(std::move(script)) { client.become({"admin", Secret("P@ssw0rd")}); }

  Result<WsmanAnswer> get() { return client.get(kClass, kElement); }
  Result<WsmanAnswer> invoke() { return client.invoke(kClass, "Do", {}); }

  ScriptedDevice device;
  MachineVerifier verifier = test_verifier();
  PeerQuestion question{.verifier = verifier, .question = {.at = test_time()}};
  JumpingClock clock{};
  ToPort connector{device.port(), clock};
  PeerReport report{};
  WorkCount work{};
  WsmanClient client{connector, question, clock, system_random(), report, work};
};

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "none" : std::string(result.error().reason.text());
}
bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
bool has_digest(const std::string& request) { return holds(request, "Authorization: Digest "); }

TEST(WsmanClientGet, AnswersAChallengeOverANewSession) {
  Bench bench({{challenge("N1")}, {settings("1")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  const std::vector<std::string> requests = bench.device.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_FALSE(has_digest(requests[0]));
  EXPECT_TRUE(has_digest(requests[1]));
  EXPECT_TRUE(holds(requests[1], "00000001"));
  EXPECT_EQ(bench.client.realm(), kRealm);
}

TEST(WsmanClientGet, StaysInTheSessionWhileItIsKept) {
  Bench bench({{challenge("N1"), settings("1"), settings("2")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(bench.work.handshakes, 1U);
  EXPECT_TRUE(holds(bench.device.requests().at(2), "00000002"));  // the same nonce, counted on
}

TEST(WsmanClientGet, OpensAnotherSessionWhenTheAnswerEndsIt) {
  Bench bench({{challenge("N1"), settings("1", kClose)}, {settings("2")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(bench.work.handshakes, 2U);
}

TEST(WsmanClientGet, TakesAFreshNonceForAStaleOne) {
  Bench bench({{challenge("N1"), challenge("N2", "true"), settings("1")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  const std::string last = bench.device.requests().at(2);
  EXPECT_TRUE(holds(last, "N2"));
  EXPECT_TRUE(holds(last, "00000001"));
}

TEST(WsmanClientGet, TakesAFreshNonceWhenThatOfAnEarlierCallIsRefused) {
  Bench bench({{challenge("N1"), settings("1"), challenge("N2"), settings("2")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(reason_of(bench.get()), "none");
}

TEST(WsmanClientGet, EndsWhenTheAnswerToAFreshChallengeIsRefused) {
  Bench bench({{challenge("N1"), challenge("N2"), settings("1")}});
  EXPECT_EQ(reason_of(bench.get()), "credentials-refused");
  EXPECT_EQ(bench.device.requests().size(), 2U);
}

TEST(WsmanClientGet, EndsWhenEveryNonceIsStale) {
  Bench bench({{challenge("N1"), challenge("N2", "true"), challenge("N3", "true"), settings("1")}});
  EXPECT_EQ(reason_of(bench.get()), "credentials-refused");
  EXPECT_EQ(bench.device.requests().size(), 3U);
}

TEST(WsmanClientGet, RefusesARealmThatChanges) {
  Bench bench({{challenge("N1"), challenge("N2", "true", "Digest:FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"), settings("1")}});
  EXPECT_EQ(reason_of(bench.get()), "realm-changed");
  EXPECT_EQ(bench.device.requests().size(), 2U);
}

TEST(WsmanClientGet, RefusesARealmThatIsNotOneOfAmt) {
  for (const char* realm : {"Digest:0123456789abcdef0123456789abcdef", "Digest:0123", "admin"}) {
    Bench bench({{challenge("N1", "false", realm), settings("1")}});
    EXPECT_EQ(reason_of(bench.get()), "digest-challenge") << realm;
    EXPECT_EQ(bench.device.requests().size(), 1U) << realm;
  }
}

TEST(WsmanClientGet, IsRepeatedOnceWhenAKeptSessionEndsWithoutAnAnswer) {
  Bench bench({{challenge("N1"), settings("1"), ""}, {settings("2")}});
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(reason_of(bench.get()), "none");
  EXPECT_EQ(bench.device.requests().size(), 4U);
}

TEST(WsmanClientGet, IsNotRepeatedWhenAFreshSessionEndsWithoutAnAnswer) {
  Bench bench({{""}, {challenge("N1"), settings("1")}});
  EXPECT_NE(reason_of(bench.get()), "none");
  EXPECT_EQ(bench.device.requests().size(), 1U);
}

TEST(WsmanClientGet, TellsFaultsOfAnyStatus) {
  for (const char* status : {"400 Bad Request", "500 Internal Server Error"}) {
    Bench bench({{challenge("N1"), fault("1", status)}});
    EXPECT_EQ(reason_of(bench.get()), "wsman-fault") << status;
  }
}

TEST(WsmanClientGet, TellsAStatusWithoutAFault) {
  Bench bench({{challenge("N1"), http("400 Bad Request", kClose, "<html></html>")}});
  EXPECT_EQ(reason_of(bench.get()), "http-status");
}

TEST(WsmanClientInvoke, WantsAChallengeFirst) {
  Bench bench({{output("1")}});
  EXPECT_EQ(reason_of(bench.invoke()), "wrong-state");
  EXPECT_EQ(bench.work.requests, 0U);
}

TEST(WsmanClientInvoke, LeavesOnceWithADigest) {
  Bench bench({{challenge("N1"), settings("1"), output("2")}});
  ASSERT_TRUE(bench.get());
  const Result<WsmanAnswer> answer = bench.invoke();
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->return_value(), 0U);
  EXPECT_EQ(bench.work.requests_with_effects, 1U);
  EXPECT_TRUE(has_digest(bench.device.requests().back()));
}

TEST(WsmanClientInvoke, OpensASessionBeforeItSendsWhenTheKeptOneHasEnded) {
  Bench bench({{challenge("N1"), settings("1")}, {output("2")}});
  ASSERT_TRUE(bench.get());
  bench.device.wait_for_end(1);
  EXPECT_EQ(reason_of(bench.invoke()), "none");
  EXPECT_EQ(bench.work.requests_with_effects, 1U);
}

TEST(WsmanClientInvoke, IsNotRepeatedWhenItsAnswerIsLost) {
  Bench bench({{challenge("N1"), settings("1"), ""}, {output("2")}});
  ASSERT_TRUE(bench.get());
  EXPECT_EQ(reason_of(bench.invoke()), "reply-lost");
  EXPECT_EQ(bench.device.requests().size(), 3U);
  EXPECT_EQ(bench.work.requests_with_effects, 1U);
}

TEST(WsmanClientInvoke, IsLostWhenItsAnswerIsNoAnswerToIt) {
  const std::string cut = output("2").substr(0, 200);
  for (const std::string& text : {output("1"), settings("2"), cut, http("500 Internal Server Error", kClose, "")}) {
    Bench bench({{challenge("N1"), settings("1"), text}});
    ASSERT_TRUE(bench.get());
    EXPECT_EQ(reason_of(bench.invoke()), "reply-lost") << text;
  }
}

TEST(WsmanClientInvoke, TellsAFaultAsTheFirmwaresWord) {
  Bench bench({{challenge("N1"), settings("1"), fault("2", "400 Bad Request")}});
  ASSERT_TRUE(bench.get());
  EXPECT_EQ(reason_of(bench.invoke()), "wsman-fault");
}

TEST(WsmanClientInvoke, DoesNotAnswerAChallenge) {
  Bench bench({{challenge("N1"), settings("1"), challenge("N2"), output("2")}});
  ASSERT_TRUE(bench.get());
  EXPECT_EQ(reason_of(bench.invoke()), "credentials-refused");
  EXPECT_EQ(bench.device.requests().size(), 3U);
}

TEST(WsmanClientInvoke, TellsAStaleNonceApart) {
  Bench bench({{challenge("N1"), settings("1"), challenge("N2", "true"), output("3")}});
  ASSERT_TRUE(bench.get());
  EXPECT_EQ(reason_of(bench.invoke()), "stale");
  EXPECT_EQ(bench.device.requests().size(), 3U);
  EXPECT_EQ(reason_of(bench.invoke()), "none");  // the caller's second call answers the new challenge
  EXPECT_TRUE(holds(bench.device.requests().back(), "N2"));
}

}  // namespace
}  // namespace odca::amt
