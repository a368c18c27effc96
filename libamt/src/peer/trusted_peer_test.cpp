// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Sessions with devices of the test hierarchy: who is trusted, who is not, and what those who are not received.
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <array>

#include "io/test_reason.h"
#include "io/test_state.h"
#include "odca/amt/peer.h"
#include "tls/test_tls_server.h"

namespace odca::amt {
namespace {

using namespace test;

const std::string kTests = ODCA_SOURCE_DIR "/tests/";

Identity device(const std::string& name) {
  const std::string folder = kTests + "amt/identities/" + name;
  return read_identity(folder + "/chain.pem", folder + "/key.pem");
}

Time summer_2026() { return *parse_time("2026-06-01T00:00:00Z"); }

const MachineVerifier& verifier() {
  static const EmptyState state;
  static const auto opened =
      open_verifier({.now = summer_2026(), .trust = kTests + "vectors/trust/odca", .state = state.path()});
  EXPECT_TRUE(opened) << describe(opened.error());
  return *opened;
}

PeerQuestion about_device() { return {.verifier = verifier(), .question = {.at = summer_2026()}}; }

/// DeviceConnector has one device behind each connection.
class DeviceConnector : public Connector {
 public:
  explicit DeviceConnector(
      Identity identity, TlsServer::Setup setup = [](SSL_CTX*) {})
      : identity_(std::move(identity)), setup_(std::move(setup)) {}
  Result<std::unique_ptr<ByteStream>> connect(Deadline /*deadline*/) override {
    auto [stream, fd] = stream_pair();
    server_ = std::make_unique<TlsServer>(identity_, fd, setup_);
    return {std::move(stream)};
  }
  std::string name() const override { return "127.0.0.1:16993"; }
  const Seen& seen() { return server_->finish(); }

 private:
  Identity identity_;
  TlsServer::Setup setup_;
  std::unique_ptr<TlsServer> server_{};
};

/// expect_untrusted: the handshake was refused with the alert, and no byte of an application arrived.
void expect_untrusted(Identity identity, const PeerQuestion& question, std::string_view rule) {
  DeviceConnector connector(std::move(identity));
  PeerReport report;
  const auto peer = TrustedPeer::open(connector, question, report, within());
  ASSERT_FALSE(peer);
  EXPECT_EQ(peer.error().code, Errc::signature);
  EXPECT_EQ(peer.error().reason.text(), "peer-not-trusted");
  EXPECT_NE(peer.error().message.find("(rule '" + std::string(rule) + "')"), std::string::npos) << peer.error().message;
  ASSERT_TRUE(report.verdict);
  EXPECT_FALSE(report.verdict->trusted());
  EXPECT_FALSE(connector.seen().shook_hands);
  EXPECT_EQ(connector.seen().application, "");
  EXPECT_EQ(connector.seen().alerts, std::vector<std::string>{"bad certificate"});
}

TEST(TrustedPeer, IsADeviceOfTheHierarchyInEitherVersion) {
  for (const bool tls13 : {false, true}) {
    DeviceConnector connector(device("lnl"));
    PeerQuestion question = about_device();
    question.tls13 = tls13;
    PeerReport report;
    {
      const auto peer = TrustedPeer::open(connector, question, report, within());
      ASSERT_TRUE(peer) << describe(peer.error());
      EXPECT_TRUE(peer->verdict().trusted());
      ASSERT_TRUE(peer->stream().write(as_bytes("secret"), within()));
    }
    EXPECT_TRUE(report.verdict->trusted());
    EXPECT_EQ(report.certificates, device("lnl").ders());
    EXPECT_EQ(report.tls_version, tls13 ? "TLSv1.3" : "TLSv1.2");
    EXPECT_FALSE(report.cipher.empty());
    EXPECT_EQ(connector.seen().application, "secret");
  }
}

TEST(TrustedPeer, OpeningSendsNothingAfterTheHandshake) {
  DeviceConnector connector(device("lnl"));
  PeerReport report;
  ASSERT_TRUE(TrustedPeer::open(connector, about_device(), report, within()));
  EXPECT_TRUE(connector.seen().shook_hands);
  EXPECT_EQ(connector.seen().application, "");
}

TEST(TrustedPeer, IsNotOneOfAnotherRoot) { expect_untrusted(device("forged"), about_device(), "path.anchor"); }

TEST(TrustedPeer, IsNotOneWithoutAChain) { expect_untrusted(device("no-chain"), about_device(), "phase.lone"); }

TEST(TrustedPeer, IsNotAnEngineeringPart) { expect_untrusted(device("engineering"), about_device(), "odca.class"); }

TEST(TrustedPeer, IsNotACertificateForAnotherPurpose) {
  expect_untrusted(device("wrong-purpose"), about_device(), "leaf.name");
}

TEST(TrustedPeer, IsNotAnotherDeviceThanTheFirmwareNamed) {
  PeerQuestion question = about_device();
  question.facts.leaf_hash = LeafHash{.field = Bytes(32, 7)};
  expect_untrusted(device("lnl"), question, "device.leaf_hash");
}

// A genuine chain behind a stranger's certificate, whose key the stranger has.
TEST(TrustedPeer, IsNotAStrangerWhoShowsTheChainOfADevice) {
  Identity stranger = make_identity(ec_key(), 0);
  for (Cert& certificate : device("lnl").chain) stranger.chain.push_back(std::move(certificate));
  expect_untrusted(std::move(stranger), about_device(), "phase.lone");
}

/// pretended has the public half of `known` and signs with another private one.
Key pretended(EVP_PKEY* known) {
  const Key other = ec_key();
  std::array<unsigned char, 200> point{};
  std::size_t size = 0;
  BIGNUM* secret = nullptr;
  EVP_PKEY_get_octet_string_param(known, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size);
  EVP_PKEY_get_bn_param(other.get(), OSSL_PKEY_PARAM_PRIV_KEY, &secret);
  OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
  OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-384", 0);
  OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.data(), size);
  OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, secret);
  OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context);
  EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(builder);
  BN_clear_free(secret);
  return Key(key);
}

// The judge says yes to the certificates; that he has their key the stranger cannot prove.
TEST(TrustedPeer, IsNotAStrangerWhoHasOnlyTheCertificatesOfADevice) {
  for (const bool tls13 : {false, true}) {
    Identity stranger = device("lnl");
    stranger.key = pretended(stranger.key.get());
    DeviceConnector connector(std::move(stranger));
    PeerQuestion question = about_device();
    question.tls13 = tls13;
    PeerReport report;
    const auto peer = TrustedPeer::open(connector, question, report, within());
    ASSERT_FALSE(peer);
    EXPECT_EQ(peer.error().reason.text(), "tls-failed");
    EXPECT_NE(peer.error().message.find("this side ended the handshake with alert 'decrypt_error'"), std::string::npos)
        << peer.error().message;
    EXPECT_TRUE(report.verdict && report.verdict->trusted());
    EXPECT_FALSE(connector.seen().shook_hands);
    EXPECT_EQ(connector.seen().application, "");
  }
}

TEST(TrustedPeer, AQuestionAboutAnotherCertificateIsNoTrustInThisOne) {
  const Identity lnl = device("lnl");
  PeerQuestion question = about_device();
  question.question.purpose = Purpose::rfc5280;
  question.question.target_may_be_ca = true;
  question.question.target = Certificate::from_der(lnl.ders()[1])->fields().sha256;
  DeviceConnector connector(device("lnl"));
  PeerReport report;
  const auto peer = TrustedPeer::open(connector, question, report, within());
  ASSERT_FALSE(peer);
  EXPECT_EQ(peer.error().reason.text(), "peer-not-trusted");
  EXPECT_FALSE(connector.seen().shook_hands);
}

TEST(TrustedPeer, NobodyListening) {
  class Nobody : public Connector {
    Result<std::unique_ptr<ByteStream>> connect(Deadline) override {
      return Error{.code = Errc::io, .message = "nobody", .reason = "connect-refused"};
    }
    std::string name() const override { return "nobody"; }
  };
  Nobody connector;
  PeerReport report{.certificates = {Bytes{1}}, .tls_version = "of an older session"};
  EXPECT_EQ(reason(TrustedPeer::open(connector, about_device(), report, within())), "connect-refused");
  EXPECT_TRUE(report.certificates.empty());
  EXPECT_EQ(report.tls_version, "");
}

TEST(Dump, ReadsBackAsTheSameCertificates) {
  const PeerReport report{.certificates = device("lnl").ders()};
  const std::string text = as_dump(report, "127.0.0.1:16993");
  EXPECT_TRUE(
      text.starts_with("# certificates of the session with 127.0.0.1:16993, in the order sent\n"
                       "# certificate 1: CN=AMT RCFG\n-----BEGIN CERTIFICATE-----\n"))
      << text;
  const auto dump = read_dump(as_bytes(text), "dump", {});
  ASSERT_TRUE(dump) << describe(dump.error());
  ASSERT_EQ(dump->certificates.size(), report.certificates.size());
  for (std::size_t i = 0; i < report.certificates.size(); ++i)
    EXPECT_EQ(dump->certificates[i].certificate->der, report.certificates[i]);
  EXPECT_TRUE(dump->notes.empty() && dump->unreadable.empty() && !dump->unread_first && !dump->short_print);
}

TEST(Dump, ANameIsNeverMoreThanAComment) {
  const Key key = ec_key();
  for (const char* name : {"x\n-----BEGIN CERTIFICATE-----\nMIIB", "-----BEGIN CERTIFICATE-----", "CONNECTED(00000003)",
                           "no peer certificate available", " 0 s:CN = x", "\xE2\x80\xAE"}) {
    const Cert certificate = make_certificate(name, key.get(), key.get());
    const PeerReport report{.certificates = {der(certificate)}};
    const std::string text = as_dump(report, "here");
    const auto dump = read_dump(as_bytes(text), "dump", {});
    ASSERT_TRUE(dump) << name;
    EXPECT_EQ(dump->certificates.size(), 1U) << text;
    EXPECT_EQ(dump->notes, std::vector<std::string>{}) << text;
    EXPECT_TRUE(dump->unreadable.empty() && !dump->unread_first) << text;
  }
}

TEST(Dump, WhatCannotBeReadIsKeptAndTold) {
  const std::string text = as_dump({.certificates = {Bytes{1, 2, 3}}}, "a\nb");
  EXPECT_EQ(
      text,
      "# certificates of the session with a\\u{0a}b, in the order sent\n# certificate 1: cannot be read (not-der)\n"
      "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n");
}

}  // namespace
}  // namespace odca::amt
