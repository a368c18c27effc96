// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TLS against a server of OpenSSL: what it presents reaches the judge as sent, and his no reaches the server.
#include "tls/tls_session.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "tls/certificate_message.h"
#include "tls/test_tls_server.h"

namespace odca::amt {
namespace {

using namespace test;

class Judge : public PeerJudge {
 public:
  explicit Judge(std::optional<Error> answer = {}) : answer_(std::move(answer)) {}
  Status judge(std::span<const Bytes> certificates) override {
    ++asked;
    seen.assign(certificates.begin(), certificates.end());
    if (answer_) return *answer_;
    return {};
  }
  std::vector<Bytes> seen{};
  int asked = 0;

 private:
  std::optional<Error> answer_;
};

const Error kNo{.code = Errc::signature, .message = "not this one", .reason = "peer-not-trusted"};

TlsServer::Setup only(int version) {
  return [version](SSL_CTX* context) {
    SSL_CTX_set_security_level(context, 0);  // TLS 1.1 has SHA-1 in its handshake
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
  };
}
TlsServer::Setup ciphers(const char* list) {
  return [list](SSL_CTX* context) {
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, list);
  };
}

using Opened = Result<std::unique_ptr<TlsStream>>;

Opened open(std::unique_ptr<ByteStream> below, PeerJudge& judge,
            TlsOptions::Version maximum = TlsOptions::Version::tls13) {
  return open_tls(std::move(below), {.maximum = maximum}, judge, within());
}

std::string read_all(ByteStream& stream) {
  std::string all;
  std::array<std::uint8_t, 100> piece{};
  while (true) {
    const auto size = stream.read(piece, within());
    if (!size) return all + "|" + std::string(size.error().reason.text());
    if (*size == 0) return all + "|end";
    all += as_text(ByteView(piece).first(*size));
  }
}

void expect_failed(const Opened& opened, std::string_view message) {
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason.text(), "tls-failed");
  EXPECT_EQ(opened.error().code, Errc::protocol);
  EXPECT_NE(opened.error().message.find(message), std::string::npos) << opened.error().message;
}

class EachVersion : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Tls, EachVersion, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

TEST_P(EachVersion, TheJudgeGetsTheCertificatesInTheOrderSent) {
  const Identity identity = make_identity(ec_key(), 5);
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Judge judge;
  const auto session = open(std::move(below), judge);
  ASSERT_TRUE(session) << describe(session.error());
  EXPECT_EQ(judge.seen, identity.ders());
  EXPECT_EQ(judge.asked, 1);
  EXPECT_EQ((*session)->peer_leaf(), identity.ders().front());
}

TEST_P(EachVersion, AnRsaKeyServesToo) {
  const Identity identity = make_identity(rsa_key(), 0);
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Judge judge;
  EXPECT_TRUE(open(std::move(below), judge));
}

TEST_P(EachVersion, ARefusalIsTheJudgesOwnAndTheServerGetsNothingButTheAlert) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Judge judge(kNo);
  const auto session = open(std::move(below), judge);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().reason.text(), "peer-not-trusted");
  EXPECT_EQ(session.error().message, "not this one");
  const Seen& seen = server.finish();
  EXPECT_FALSE(seen.shook_hands);
  EXPECT_EQ(seen.application, "");
  EXPECT_EQ(seen.alerts, std::vector<std::string>{"bad certificate"});
}

TEST_P(EachVersion, NothingIsSentOfItsOwnAccord) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Judge judge;
  ASSERT_TRUE(open(std::move(below), judge));  // and is closed at once
  EXPECT_EQ(server.finish().application, "");
  EXPECT_TRUE(server.finish().close_notify);
}

TEST_P(EachVersion, BytesGoBothWays) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  const std::string request(100'000, 'q');
  TlsServer server(identity, fd, only(GetParam()), [&](SSL* session, Seen& seen) {
    char piece[1000];
    while (seen.application.size() < request.size())
      seen.application.append(piece, static_cast<std::size_t>(SSL_read(session, piece, sizeof piece)));  // positive
    SSL_write(session, "answer", 6);
    SSL_shutdown(session);
  });
  Judge judge;
  auto session = open(std::move(below), judge);
  ASSERT_TRUE(session);
  ASSERT_TRUE((*session)->write(as_bytes(request), within()));
  EXPECT_EQ(read_all(**session), "answer|end");
  EXPECT_EQ(server.finish().application, request);
}

TEST_P(EachVersion, AnEndWithoutCloseNotifyIsNoOrderlyEnd) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()), [](SSL* session, Seen&) { SSL_write(session, "half", 4); });
  Judge judge;
  auto session = open(std::move(below), judge);
  ASSERT_TRUE(session);
  EXPECT_EQ(read_all(**session), "half|connection-reset");
}

TEST_P(EachVersion, AListOf32CertificatesIsReadAndOneOf33IsNot) {
  for (const std::size_t others : {kMaxCertificates - 1, kMaxCertificates}) {
    const Identity identity = make_identity(ec_key(), others);
    auto [below, fd] = stream_pair();
    TlsServer server(identity, fd, only(GetParam()));
    Judge judge;
    const auto session = open(std::move(below), judge);
    if (others < kMaxCertificates) {
      EXPECT_TRUE(session);
      continue;
    }
    expect_failed(session, "more than 32 entries");
    EXPECT_EQ(judge.asked, 0);
    EXPECT_EQ(server.finish().alerts, std::vector<std::string>{"bad certificate"});
  }
}

TEST_P(EachVersion, AListAbove64KiBIsRefusedBeforeItIsRead) {
  Identity identity = make_identity(ec_key(), 0);
  const std::string long_name(60, 'n');
  while (identity.chain.size() < 200)
    identity.chain.push_back(make_certificate(long_name, identity.key.get(), identity.key.get()));
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Judge judge;
  expect_failed(open(std::move(below), judge), "excessive message size");
  EXPECT_EQ(judge.asked, 0);
}

TEST_P(EachVersion, AnExceptionOfTheJudgeReachesTheCaller) {
  class Thrower : public PeerJudge {
    Status judge(std::span<const Bytes>) override { throw std::runtime_error("judge"); }
  };
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(GetParam()));
  Thrower judge;
  EXPECT_THROW(static_cast<void>(open(std::move(below), judge)), std::runtime_error);
  EXPECT_EQ(server.finish().application, "");
}

TEST_P(EachVersion, TheClientNeitherNamesAHostNorOffersATicket) {
  struct Hello {
    bool name = false;
    bool ticket = false;
  } hello;
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  const auto version = only(GetParam());
  TlsServer server(identity, fd, [&](SSL_CTX* context) {
    version(context);
    SSL_CTX_set_client_hello_cb(
        context,
        [](SSL* session, int*, void* into) {
          const unsigned char* value = nullptr;
          std::size_t size = 0;
          auto& noted = *static_cast<Hello*>(into);  // as given below
          noted.name = SSL_client_hello_get0_ext(session, TLSEXT_TYPE_server_name, &value, &size) == 1;
          noted.ticket = SSL_client_hello_get0_ext(session, TLSEXT_TYPE_session_ticket, &value, &size) == 1;
          return SSL_CLIENT_HELLO_SUCCESS;
        },
        &hello);
  });
  Judge judge;
  ASSERT_TRUE(open(std::move(below), judge));
  server.finish();
  EXPECT_FALSE(hello.name);
  EXPECT_FALSE(hello.ticket);
}

TEST(TlsSession, UsesTheNewestVersionThatIsAllowed) {
  for (const auto& [maximum, version] :
       {std::pair{TlsOptions::Version::tls13, "TLSv1.3"}, std::pair{TlsOptions::Version::tls12, "TLSv1.2"}}) {
    const Identity identity = make_identity();
    auto [below, fd] = stream_pair();
    TlsServer server(identity, fd);
    Judge judge;
    const auto session = open(std::move(below), judge, maximum);
    ASSERT_TRUE(session);
    EXPECT_EQ((*session)->version(), version);
    EXPECT_NE((*session)->cipher().find("AES_256_GCM_SHA384"), std::string::npos) << (*session)->cipher();
  }
}

TEST(TlsSession, AServerOfTls11Only) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_1_VERSION));
  Judge judge;
  const auto session = open(std::move(below), judge);
  expect_failed(session, "the device ended the handshake with alert 'protocol_version'");
  EXPECT_NE(session.error().hint.find("TLS 1.2"), std::string::npos);
}

TEST(TlsSession, AServerOfTls13OnlyWhenItIsNotAllowed) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_3_VERSION));
  Judge judge;
  expect_failed(open(std::move(below), judge, TlsOptions::Version::tls12), "alert 'protocol_version'");
}

TEST(TlsSession, CiphersWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused) {
  for (const char* list : {"AES256-GCM-SHA384", "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES256-GCM-SHA384"}) {
    const Identity identity = make_identity(rsa_key(), 0);
    auto [below, fd] = stream_pair();
    TlsServer server(identity, fd, ciphers(list));
    Judge judge;
    expect_failed(open(std::move(below), judge), "the device ended the handshake with alert 'handshake_failure'");
  }
}

TEST(TlsSession, TheirNeighbourWithBothIsUsed) {
  const Identity identity = make_identity(rsa_key(), 0);
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, ciphers("ECDHE-RSA-AES128-GCM-SHA256"));
  Judge judge;
  const auto session = open(std::move(below), judge);
  ASSERT_TRUE(session);
  EXPECT_EQ((*session)->cipher(), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
}

TEST(TlsSession, ADeviceThatWantsACertificateIsExplained) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, [](SSL_CTX* context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  });
  Judge judge;
  auto session = open(std::move(below), judge);  // in TLS 1.3 the server's no comes after our end of the handshake
  ASSERT_TRUE(session);
  std::array<std::uint8_t, 1> one{};
  const auto size = (*session)->read(one, within());
  ASSERT_FALSE(size);
  EXPECT_EQ(size.error().message, "the device ended the session with alert 'certificate_required'");
  EXPECT_NE(size.error().hint.find("HECI"), std::string::npos);
  const Status written = (*session)->write(as_bytes("x"), within());
  EXPECT_FALSE(written);  // a session that broke stays broken
}

TEST(TlsSession, ARequestToRenegotiateIsRefusedAndNobodyIsJudgedAgain) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_2_VERSION), [](SSL* session, Seen& seen) {
    SSL_renegotiate(session);
    SSL_do_handshake(session);
    SSL_write(session, "on", 2);
    TlsServer::read_to_end(session, seen);
  });
  Judge judge;
  {
    auto session = open(std::move(below), judge);
    ASSERT_TRUE(session);
    std::array<std::uint8_t, 8> piece{};
    static_cast<void>((*session)->read(piece, within()));
  }
  EXPECT_EQ(judge.asked, 1);
  const auto& alerts = server.finish().alerts;
  EXPECT_NE(std::find(alerts.begin(), alerts.end(), "no renegotiation"), alerts.end());
}

TEST(TlsSession, RenewedKeysAndTicketsAreTakenInStride) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_3_VERSION), [](SSL* session, Seen& seen) {
    SSL_new_session_ticket(session);
    SSL_key_update(session, SSL_KEY_UPDATE_REQUESTED);
    SSL_write(session, "new keys", 8);
    char piece[8];
    seen.application.assign(piece, static_cast<std::size_t>(SSL_read(session, piece, sizeof piece)));  // 4
    SSL_shutdown(session);
  });
  Judge judge;
  auto session = open(std::move(below), judge);
  ASSERT_TRUE(session);
  std::array<std::uint8_t, 8> piece{};
  ASSERT_TRUE((*session)->read(piece, within()));
  EXPECT_EQ(as_text(piece), "new keys");
  ASSERT_TRUE((*session)->write(as_bytes("fine"), within()));
  EXPECT_EQ(read_all(**session), "|end");
  EXPECT_EQ(server.finish().application, "fine");
}

TEST(TlsSession, APeerThatOnlyRenewsItsTicketsIsLeft) {
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_3_VERSION), [](SSL* session, Seen&) {
    for (int i = 0; i < 5000 && SSL_new_session_ticket(session) == 1; ++i) SSL_do_handshake(session);  // 1 MiB
  });
  Judge judge;
  {
    auto session = open(std::move(below), judge);
    ASSERT_TRUE(session);
    std::array<std::uint8_t, 8> piece{};
    const auto size = (*session)->read(piece, within());
    ASSERT_FALSE(size);
    EXPECT_NE(size.error().message.find("without content"), std::string::npos) << size.error().message;
  }
  server.finish();
}

/// Answer is a peer that says one thing, whatever it hears.
Opened open_at(std::string_view answer, PeerJudge& judge) {
  auto [below, fd] = stream_pair();
  EXPECT_EQ(::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL), static_cast<ssize_t>(answer.size()));  // small
  ::shutdown(fd, SHUT_WR);
  Opened opened = open(std::move(below), judge);
  ::close(fd);
  return opened;
}

TEST(TlsSession, APeerThatSpeaksHttp) {
  Judge judge;
  const auto session = open_at("HTTP/1.1 400 Bad Request\r\n\r\n", judge);
  expect_failed(session, "this side ended the handshake");
  EXPECT_EQ(session.error().hint, "the other side does not speak TLS: check the port");
}

TEST(TlsSession, APeerThatIsCutOffInTheHandshake) {
  Judge judge;
  expect_failed(open_at(std::string_view("\x16\x03\x03", 3), judge), "in the middle of the handshake");
}

// It may be a port that is about to come up; TLS has not failed.
TEST(TlsSession, APeerThatClosesBeforeTlsBegan) {
  Judge judge;
  const auto session = open_at("", judge);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, Errc::io);
  EXPECT_EQ(session.error().reason.text(), "connection-reset");
}

TEST(TlsSession, AnAlertOfTheDeviceIsNamed) {
  Judge judge;
  expect_failed(open_at(std::string_view("\x15\x03\x03\x00\x02\x02\x50", 7), judge),
                "the device ended the handshake with alert 'internal_error'");
  expect_failed(open_at(std::string_view("\x15\x03\x03\x00\x02\x02\xC8", 7), judge),
                "the device ended the handshake with alert '200'");
}

std::string sized(const std::string& content, std::size_t octets) {
  std::string length(octets, '\0');
  for (std::size_t i = octets, rest = content.size(); i > 0; --i, rest >>= 8U)
    length[i - 1] = static_cast<char>(rest & 0xFFU);  // one octet
  return length + content;
}
std::string record(const std::string& message) { return "\x16\x03\x03" + sized(message, 2); }

/// open_at_certificate meets a server of TLS 1.2 that chooses ECDHE-RSA-AES128-GCM-SHA256, sends this certificate, and
/// no more.
Opened open_at_certificate(const std::string& certificate, PeerJudge& judge) {
  const std::string hello = "\x03\x03" + std::string(32, 'r') + std::string("\0\xC0\x2F\0\0\5\xFF\1\0\1\0", 11);
  return open_at(record("\x02" + sized(hello, 3)) + record("\x0B" + sized(sized(sized(certificate, 3), 3), 3)), judge);
}

/// long_form is the same certificate in BER: its outer length has one octet more than DER allows.
std::string long_form(const Bytes& certificate) {
  std::string out(as_text(certificate));
  out[1] = '\x83';  // was 82: two octets follow
  return out.insert(2, 1, '\0');
}

TEST(TlsSession, TheJudgeGetsTheBytesThatWereSentNotThoseOfAnEncodingAnew) {
  const Bytes der = make_identity(rsa_key(), 0).ders().front();
  const std::string sent = long_form(der);
  Judge judge(kNo);
  ASSERT_FALSE(open_at_certificate(sent, judge));
  ASSERT_EQ(judge.seen.size(), 1U);
  EXPECT_EQ(as_text(judge.seen.front()), sent);
  EXPECT_NE(judge.seen.front(), der);
}

TEST(TlsSession, ACertificateThatOpenSslCannotReadIsRefusedUnasked) {
  const Bytes der = make_identity(rsa_key(), 0).ders().front();
  for (const std::string& bad : {std::string("garbage"), std::string(as_text(der)) + "x"}) {
    Judge judge;
    expect_failed(open_at_certificate(bad, judge), "this side ended the handshake with alert '");
    EXPECT_EQ(judge.asked, 0);
  }
}

// What another call left in OpenSSL's queue of this thread is not taken for this session's.
TEST(TlsSession, OldErrorsDoNotCount) {
  ERR_raise(ERR_LIB_SSL, SSL_R_HTTP_REQUEST);
  const Identity identity = make_identity();
  auto [below, fd] = stream_pair();
  TlsServer server(identity, fd, only(TLS1_3_VERSION), [](SSL* session, Seen&) {
    SSL_write(session, "x", 1);
    SSL_shutdown(session);
  });
  Judge judge;
  auto session = open(std::move(below), judge);
  ASSERT_TRUE(session);
  ERR_raise(ERR_LIB_SSL, SSL_R_HTTP_REQUEST);
  EXPECT_EQ(read_all(**session), "x|end");
}

}  // namespace
}  // namespace odca::amt
