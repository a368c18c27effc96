// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TLS with the port for local management, over LME: OpenSSL on the host's side, with a window that is smaller than the
// chain of certificates.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "firmware/in_process.h"
#include "lme/lme.h"
#include "lme/test_messages.h"
#include "ports/port.h"
#include "wire/clients.h"

namespace odca::amtsim {
namespace {

using namespace testing;

std::uint32_t big_at(ByteView bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (const std::uint8_t each : bytes.subspan(at, 4)) number = number << 8 | each;
  return number;
}

/// Tunnel is a TLS client whose bytes go through one channel of LME.
class Tunnel {
 public:
  static constexpr std::uint32_t kWindow = 1024, kNumber = 40;

  Tunnel(amt::HeciClient& lme, std::uint32_t channel)
      : lme_(lme), channel_(channel), context_(SSL_CTX_new(TLS_client_method())), session_(SSL_new(context_)) {
    SSL_set_bio(session_, in_, out_);
    SSL_set_connect_state(session_);
  }
  Tunnel(const Tunnel&) = delete;
  Tunnel& operator=(const Tunnel&) = delete;
  ~Tunnel() {
    SSL_free(session_);
    SSL_CTX_free(context_);
  }

  bool shake_hands() {
    for (;;) {
      const int done = SSL_do_handshake(session_);
      send();
      if (done == 1) return true;
      if (!receive()) return false;
    }
  }
  std::string ask(const std::string& request) {
    SSL_write(session_, request.data(), static_cast<int>(request.size()));  // a short text
    send();
    std::string answer;
    for (std::array<char, 4096> buffer{};;) {
      const int count = SSL_read(session_, buffer.data(), static_cast<int>(buffer.size()));  // 4096
      if (count > 0) answer.append(buffer.data(), static_cast<std::size_t>(count));          // positive
      if (count <= 0 && !receive()) return answer;
    }
  }
  int certificates() const { return sk_X509_num(SSL_get_peer_cert_chain(session_)); }
  std::size_t longest() const { return longest_; }

 private:
  void send() {
    std::array<std::uint8_t, 1000> part;
    for (int size; (size = BIO_read(out_, part.data(), static_cast<int>(part.size()))) > 0;)                 // 1000
      EXPECT_TRUE(lme_.send(data_for(channel_, ByteView(part).first(static_cast<std::size_t>(size))), {}));  // positive
  }
  /// receive returns false when the channel was closed, or nothing came.
  bool receive() {
    const auto message = lme_.receive({std::chrono::steady_clock::now() + std::chrono::minutes(1)});
    if (!message || message->front() == 0x61) return false;
    if (message->front() != 0x5E) return true;
    const std::uint32_t size = big_at(*message, 5);
    longest_ = std::max<std::size_t>(longest_, size);
    BIO_write(in_, message->data() + 9, static_cast<int>(size));  // at most a window
    EXPECT_TRUE(lme_.send(adjust(channel_, size), {}));
    return true;
  }

  amt::HeciClient& lme_;
  std::uint32_t channel_;
  SSL_CTX* context_;
  SSL* session_;
  BIO* in_ = BIO_new(BIO_s_mem());  // owned by the session
  BIO* out_ = BIO_new(BIO_s_mem());
  std::size_t longest_ = 0;
};

struct LmeTls : ::testing::Test {
  Identity identity = *read_identity(ODCA_SOURCE_DIR "/tests/amt/identities/lnl");
  Firmware firmware{*profile_named("amt20"), identity.rom_fingerprint, 1};
  std::unique_ptr<Port> port = *Port::listen(firmware, identity, "127.0.0.1", 0);
  Lme lme{firmware, [this](int socket) { port->serve(socket); }};
  InProcessHeci heci{firmware, &lme};
  std::unique_ptr<amt::HeciClient> host = *heci.connect(amt::wire::kLme, {});

  void SetUp() override {
    for (const Bytes& message : {kHostVersion, kAccept, kForwarded16993, kForwarded664})
      ASSERT_TRUE(host->send(message, {}));
    for (int times = 0; times < 4; ++times) ASSERT_TRUE(host->receive({}));
  }
  void open(std::uint32_t channel) {
    ASSERT_TRUE(host->send(open_channel(Tunnel::kNumber, Tunnel::kWindow), {}));
    ASSERT_EQ(*host->receive({}), confirmed(Tunnel::kNumber, channel));
  }
};

TEST_F(LmeTls, ShowsTheChain) {
  open(0);
  Tunnel tunnel(*host, 0);
  ASSERT_TRUE(tunnel.shake_hands());
  EXPECT_EQ(tunnel.certificates(), 6);
  EXPECT_LE(tunnel.longest(), Tunnel::kWindow);
}
TEST_F(LmeTls, CarriesRequests) {
  open(0);
  Tunnel tunnel(*host, 0);
  ASSERT_TRUE(tunnel.shake_hands());
  const std::string answer = tunnel.ask("POST /wsman HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 401") << answer;
  EXPECT_EQ(firmware.seen().requests.size(), 1U);
}
TEST_F(LmeTls, CarriesOneSessionAfterTheOther) {
  for (int times = 0; times < 10; ++times) {
    open(0);
    Tunnel tunnel(*host, 0);
    ASSERT_TRUE(tunnel.shake_hands());
    ASSERT_TRUE(host->send(close_of(0), {}));
    while (host->receive({})->front() != 0x61) {
    }
  }
}

}  // namespace
}  // namespace odca::amtsim
