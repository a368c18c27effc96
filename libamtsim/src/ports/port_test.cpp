// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/port.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <functional>
#include <map>
#include <thread>

#include "ports/test_client.h"
#include "ports/test_envelopes.h"

namespace odca::amtsim {
namespace {

using namespace test;

const std::string kA1 = "6ab9192fba58a04d5e0c4df89b9a4350";
const std::string kSettings = get(kAmt + "AMT_GeneralSettings");
const std::string kOwnName = "Intel\xC2\xAE AMT self-signed certificate";

class PortTest : public testing::Test {
 protected:
  Client secure(Tls tls = Tls::any) {
    Client client(port_->number());
    EXPECT_TRUE(client.shake_hands(tls));
    return client;
  }
  /// challenge is a reply that can be answered.
  Reply challenge() { return secure().post(""); }
  std::string as_local_account(const Reply& challenged, unsigned count) {
    return authorization(challenged, "$$OsAdmin", *firmware_.a1_of("$$OsAdmin"), count);
  }
  void change(const std::function<void(Knobs&)>& how) {
    Knobs knobs = firmware_.knobs();
    how(knobs);
    firmware_.set_knobs(knobs);
  }
  Seen seen_at_the_end() {
    port_.reset();  // joins, so that everything is noted
    return firmware_.seen();
  }

  Identity identity_ = *read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/lnl");
  Firmware firmware_{*profile_named("amt20"), identity_.rom_fingerprint, 1};
  std::unique_ptr<Port> port_ = *Port::listen(firmware_, identity_, "127.0.0.1", 0);
};

TEST_F(PortTest, ShowsTheChainBeforeActivation) {
  const auto names = secure().common_names();
  ASSERT_EQ(names.size(), 6U);
  EXPECT_EQ(names.front(), "AMT RCFG");
}

TEST_F(PortTest, ShowsItsOwnCertificateAfterCommit) {
  ASSERT_EQ(firmware_.setup("2", kA1), 0U);
  EXPECT_EQ(secure().common_names().size(), 6U);
  ASSERT_EQ(firmware_.commit(), 0U);
  EXPECT_EQ(secure().common_names(), std::vector{kOwnName});
}

TEST_F(PortTest, SpeaksBothVersionsOfTls) {
  EXPECT_EQ(secure().version(), "TLSv1.3");
  EXPECT_EQ(secure(Tls::only12).version(), "TLSv1.2");
}

TEST_F(PortTest, SpeaksOnlyTheOlderVersionWhereTheProfileSaysSo) {
  Profile profile = *profile_named("amt20");
  profile.tls13 = false;
  Firmware older(profile, identity_.rom_fingerprint, 1);
  port_ = *Port::listen(older, identity_, "127.0.0.1", 0);
  EXPECT_EQ(secure().version(), "TLSv1.2");
  port_.reset();
}

TEST_F(PortTest, GivesNoTickets) {
  Client newer = secure(), older = secure(Tls::only12);
  newer.post("");
  EXPECT_FALSE(newer.resumable());
  EXPECT_FALSE(older.resumable());
}

TEST_F(PortTest, ChallengesWhoDoesNotLogIn) {
  Client client = secure();
  const Reply reply = client.post(kSettings);
  EXPECT_EQ(reply.status, 401U);
  EXPECT_NE(reply.head.find("WWW-Authenticate: Digest realm=\"" + firmware_.realm() + "\", nonce=\""),
            std::string::npos);
  EXPECT_TRUE(client.ended());
}

TEST_F(PortTest, AnswersWhoLogsInOverAnotherConnection) {
  const Reply reply = secure().post(kSettings, as_local_account(challenge(), 2));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_NE(reply.body.find(firmware_.realm()), std::string::npos);
}

TEST_F(PortTest, CarriesSeveralRequestsOverOneConnection) {
  const Reply challenged = challenge();
  Client client = secure();
  EXPECT_EQ(client.post(kSettings, as_local_account(challenged, 1)).status, 200U);
  EXPECT_EQ(client.post(kSettings, as_local_account(challenged, 2)).status, 200U);
}

TEST_F(PortTest, EndsTheConnectionWhenKeptAliveByNobody) {
  change([](Knobs& knobs) { knobs.keep_alive = false; });
  Client client = secure();
  const Reply reply = client.post(kSettings, as_local_account(challenge(), 1));
  EXPECT_EQ(reply.status, 200U);
  EXPECT_NE(reply.head.find("\r\nConnection: close"), std::string::npos);
  EXPECT_TRUE(client.ended());
}

TEST_F(PortTest, EndsTheConnectionWhenAsked) {
  Client client = secure();
  client.send("POST /wsman HTTP/1.1\r\nconnection: Close\r\nauthorization: " + as_local_account(challenge(), 1) +
              "\r\nContent-Length: " + std::to_string(kSettings.size()) + "\r\n\r\n" + kSettings);
  EXPECT_EQ(client.receive().status, 200U);
  EXPECT_TRUE(client.ended());
}

TEST_F(PortTest, TakesACountOnlyOnce) {
  const Reply challenged = challenge();
  EXPECT_EQ(secure().post(kSettings, as_local_account(challenged, 5)).status, 200U);
  const Reply again = secure().post(kSettings, as_local_account(challenged, 5));
  EXPECT_EQ(again.status, 401U);
  EXPECT_NE(again.head.find("stale=\"true\""), std::string::npos);
  EXPECT_EQ(secure().post(kSettings, as_local_account(challenged, 6)).status, 200U);
}

TEST_F(PortTest, DoesNotCallAWrongPasswordStale) {
  const Reply challenged = challenge();
  const std::string wrong = authorization(challenged, "$$OsAdmin", kA1, 1);
  const Reply reply = secure().post(kSettings, wrong);
  EXPECT_EQ(reply.status, 401U);
  EXPECT_NE(reply.head.find("stale=\"false\""), std::string::npos);
  EXPECT_EQ(secure().post(kSettings, as_local_account(challenged, 1)).status, 200U);
}

TEST_F(PortTest, RefusesRightCredentialsForAWhileAfterSetup) {
  change([](Knobs& knobs) { knobs.unauthorized_after_setup = 2; });
  EXPECT_EQ(secure().post(setup(kA1), as_local_account(challenge(), 1)).status, 200U);
  EXPECT_EQ(secure().post(kSettings, authorization(challenge(), "admin", *firmware_.a1_of("$$OsAdmin"), 1)).status,
            401U)
      << "a wrong password does not count";
  for (const unsigned status : {401U, 401U, 200U}) {
    const Reply reply = secure().post(kSettings, authorization(challenge(), "admin", kA1, 1));
    EXPECT_EQ(reply.status, status);
  }
}

TEST_F(PortTest, CallsAnUnknownNonceStale) {
  Reply made_up = challenge();
  made_up.head.replace(made_up.head.find("nonce=\"") + 7, 4, "AAAA");
  const Reply reply = secure().post(kSettings, as_local_account(made_up, 1));
  EXPECT_EQ(reply.status, 401U);
  EXPECT_NE(reply.head.find("stale=\"true\""), std::string::npos);
}

TEST_F(PortTest, IsNeverSatisfiedWhenOrdered) {
  change([](Knobs& knobs) { knobs.unauthorized_forever = true; });
  EXPECT_EQ(secure().post(kSettings, as_local_account(challenge(), 1)).status, 401U);
}

TEST_F(PortTest, ReadsChunksAndSingleBytes) {
  std::string text = "POST /wsman HTTP/1.1\r\nAuthorization: " + as_local_account(challenge(), 1) +
                     "\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char byte : kSettings) text += "1\r\n" + std::string(1, byte) + "\r\n";
  text += "0\r\n\r\n";
  Client client = secure();
  for (const char byte : text) ASSERT_TRUE(client.send(std::string(1, byte)));
  EXPECT_EQ(client.receive().status, 200U);
}

TEST_F(PortTest, RefusesOtherPathsAndMethods) {
  const auto status = [&](const std::string& line) {
    Client client = secure();
    client.send(line + " HTTP/1.1\r\n\r\n");
    return client.receive().status;
  };
  EXPECT_EQ(status("POST /index.htm"), 404U);
  EXPECT_EQ(status("GET /wsman"), 405U);
  EXPECT_EQ(status("POST /wsman"), 401U);
}

TEST_F(PortTest, RefusesWhatIsNoHttpAndNoEnvelope) {
  Client client = secure();
  client.send("hello\r\n");
  EXPECT_EQ(client.receive().status, 400U);
  EXPECT_TRUE(client.ended());
  const Reply reply = secure().post("<hello/>", as_local_account(challenge(), 1));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_NE(reply.head.find("Content-Type: text/html"), std::string::npos);
}

TEST_F(PortTest, FaultsWithStatus400) {
  const Reply reply = secure().post(get(kAmt + "AMT_Nothing"), as_local_account(challenge(), 1));
  EXPECT_EQ(reply.status, 400U);
  EXPECT_NE(reply.body.find("DestinationUnreachable"), std::string::npos);
  EXPECT_NE(reply.head.find("Connection: close"), std::string::npos);
}

TEST_F(PortTest, ActivatesAndDropsTheConnectionAtCommit) {
  EXPECT_EQ(secure().post(setup(kA1), as_local_account(challenge(), 1)).status, 200U);
  Client client = secure();
  EXPECT_EQ(client.post(commit(), authorization(challenge(), "admin", kA1, 1)).status, 0U);
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(firmware_.state(), State::post);
  EXPECT_EQ(secure().common_names(), std::vector{kOwnName});
  EXPECT_EQ(secure().post(kSettings, authorization(challenge(), "admin", kA1, 1)).status, 200U);
  const Seen seen = seen_at_the_end();
  EXPECT_EQ(seen.effects, (std::map<std::string, unsigned>{{"Setup", 1}, {"CommitChanges", 1}}));
}

TEST_F(PortTest, DropsTheConnectionAtSetupWhenOrdered) {
  change([](Knobs& knobs) { knobs.drop_after_setup = true; });
  EXPECT_EQ(secure().post(setup(kA1), as_local_account(challenge(), 1)).status, 0U);
  EXPECT_EQ(firmware_.mode(), Mode::client);
}

TEST_F(PortTest, CountsAnEffectThatWasNotLetIn) {
  secure().post(setup(kA1));
  const Seen seen = seen_at_the_end();
  EXPECT_EQ(seen.effects.at("Setup"), 1U);
  EXPECT_EQ(firmware_.mode(), Mode::none);
}

TEST_F(PortTest, TakesProbesForOrdinaryClients) {
  { Client silent(port_->number()); }
  secure();
  EXPECT_EQ(challenge().status, 401U);
  const Seen seen = seen_at_the_end();
  EXPECT_EQ(seen.handshakes, 2U);
  EXPECT_EQ(seen.secret_bytes, 0U);
  EXPECT_EQ(seen.requests, std::vector<std::string>{"POST /wsman"});
}

TEST_F(PortTest, CountsNoSecretInAnOrdinaryRequest) {
  secure().post(kSettings);
  const Seen seen = seen_at_the_end();
  EXPECT_GT(seen.application_bytes, kSettings.size());
  EXPECT_EQ(seen.secret_bytes, 0U);
  EXPECT_EQ(seen.requests, std::vector<std::string>{"Get AMT_GeneralSettings"});
}

TEST_F(PortTest, CountsTheSecretsThatItReceived) {
  const std::string header = as_local_account(challenge(), 1);
  secure().post(setup(kA1), header);
  EXPECT_EQ(seen_at_the_end().secret_bytes, header.size() + setup(kA1).size());
}

TEST_F(PortTest, CountsSecretsOfARequestThatNeverEnds) {
  const std::string half = "POST /wsman HTTP/1.1\r\nAuthorization: Digest us";
  {
    Client client = secure();
    client.send(half);
    while (firmware_.seen().application_bytes < half.size()) std::this_thread::yield();
  }
  EXPECT_EQ(seen_at_the_end().secret_bytes, half.size());
}

TEST_F(PortTest, CountsSecretsOfARequestThatIsRefused) {
  const std::string bad = "POST /wsman HTTP/1.1\r\nAuthorization: x\r\nContent-Length: x\r\n\r\n";
  {
    Client client = secure();
    client.send(bad);
    EXPECT_EQ(client.receive().status, 400U);
  }
  EXPECT_EQ(seen_at_the_end().secret_bytes, bad.size());
}

TEST_F(PortTest, EndsThoughClientsKeepSilent) {
  Client silent(port_->number());
  Client client = secure();
  client.send("POST /wsman HTTP/1.1\r\nContent-Le");
  port_.reset();
  EXPECT_TRUE(silent.ended());
  EXPECT_TRUE(client.ended());
}

TEST_F(PortTest, ServesASocketThatItIsGiven) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  port_->serve(ends[0]);
  Client client = Client::take(ends[1]);
  ASSERT_TRUE(client.shake_hands());
  EXPECT_EQ(client.common_names().size(), 6U);
  EXPECT_EQ(client.post("").status, 401U);
}

TEST_F(PortTest, ServesSeveralClientsAtOnce) {
  std::vector<Client> clients;
  for (int count = 0; count < 8; ++count) clients.push_back(secure());
  for (auto client = clients.rbegin(); client != clients.rend(); ++client) EXPECT_EQ(client->post("").status, 401U);
}

TEST(PortOnIpv6, IsListenedAt) {
  const Identity identity = *read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/lnl");
  Firmware firmware(*profile_named("amt20"), identity.rom_fingerprint, 1);
  const auto port = Port::listen(firmware, identity, "::1", 0);
  if (!port) GTEST_SKIP() << "this machine has no IPv6: " << port.error().message;
  EXPECT_NE((*port)->number(), 0);
}

}  // namespace
}  // namespace odca::amtsim
