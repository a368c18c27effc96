// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/test_client.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>

#include "odca/bytes.h"

namespace odca::amtsim::test {

struct Client::State {
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* session = nullptr;
  std::string received{};

  ~State() {
    SSL_free(session);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }

  bool read_more() {
    std::array<char, 4096> buffer{};
    const int count = SSL_read(session, buffer.data(), static_cast<int>(buffer.size()));  // 4096
    if (count > 0) received.append(buffer.data(), static_cast<std::size_t>(count));       // positive
    return count > 0;
  }

  /// take_until returns what stands before `mark` and drops the mark; reads as long as it must.
  bool take_until(const std::string& mark, std::string& out) {
    for (;;) {
      const std::size_t at = received.find(mark);
      if (at != std::string::npos) {
        out = received.substr(0, at);
        received.erase(0, at + mark.size());
        return true;
      }
      if (!read_more()) return false;
    }
  }

  bool take(std::size_t size, std::string& out) {
    while (received.size() < size)
      if (!read_more()) return false;
    out += received.substr(0, size);
    received.erase(0, size);
    return true;
  }

  bool take_chunks(std::string& out) {
    for (;;) {
      std::string line;
      if (!take_until("\r\n", line)) return false;
      const std::size_t size = std::stoul(line, nullptr, 16);
      std::string end;
      if (!take(size, out) || !take_until("\r\n", end)) return false;
      if (size == 0) return true;
    }
  }
};

Client::Client() : state_(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL answers the end of a connection with an alert, which nobody receives
}
Client::Client(Client&& other) noexcept = default;
Client::~Client() = default;

Client::Client(std::uint16_t port) : Client() {
  state_->socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);  // as the interface of sockets wants it
  if (::connect(state_->socket, any, sizeof address) != 0) std::perror("connect");
}

Client Client::take(int socket) {
  Client client;
  client.state_->socket = socket;
  return client;
}

bool Client::shake_hands(Tls tls) {
  state_->context = SSL_CTX_new(TLS_client_method());
  if (tls == Tls::only12) SSL_CTX_set_max_proto_version(state_->context, TLS1_2_VERSION);
  SSL_CTX_set_verify(state_->context, SSL_VERIFY_NONE, nullptr);
  state_->session = SSL_new(state_->context);
  SSL_set_fd(state_->session, state_->socket);
  return SSL_connect(state_->session) == 1;
}

std::vector<std::string> Client::common_names() const {
  std::vector<std::string> out;
  STACK_OF(X509)* const chain = SSL_get_peer_cert_chain(state_->session);
  for (int place = 0; place < sk_X509_num(chain); ++place) {
    std::array<char, 256> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(sk_X509_value(chain, place)), NID_commonName, name.data(),
                              static_cast<int>(name.size()));  // 256
    out.emplace_back(name.data());
  }
  return out;
}

std::string Client::version() const { return SSL_get_version(state_->session); }
bool Client::resumable() const { return SSL_SESSION_is_resumable(SSL_get_session(state_->session)) == 1; }

bool Client::send(const std::string& bytes) {
  return SSL_write(state_->session, bytes.data(), static_cast<int>(bytes.size())) > 0;  // short texts
}

Reply Client::receive() {
  Reply reply;
  if (!state_->take_until("\r\n\r\n", reply.head)) return {};
  reply.status = static_cast<unsigned>(std::stoul(reply.head.substr(9, 3)));  // three digits
  const std::size_t length = reply.head.find("Content-Length: ");
  const bool whole = length == std::string::npos ? state_->take_chunks(reply.body)
                                                 : state_->take(std::stoul(reply.head.substr(length + 16)), reply.body);
  return whole ? reply : Reply{};
}

Reply Client::post(const std::string& body, const std::string& authorization) {
  std::string text = "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:16993\r\n";
  if (!authorization.empty()) text += "Authorization: " + authorization + "\r\n";
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  return send(text) ? receive() : Reply{};
}

bool Client::ended() {
  if (state_->session != nullptr) return !state_->read_more();
  char byte = 0;
  return ::recv(state_->socket, &byte, 1, 0) <= 0;
}

namespace {

std::string md5(const std::string& text) {
  Bytes digest(16);
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_md5(), nullptr);
  return to_hex(digest);
}

std::string parameter(const std::string& head, const std::string& name) {
  const std::size_t start = head.find(name + "=\"");
  if (start == std::string::npos) return "";
  const std::size_t from = start + name.size() + 2;
  return head.substr(from, head.find('"', from) - from);
}

}  // namespace

std::string authorization(const Reply& challenged, const std::string& user, const std::string& a1, unsigned count) {
  std::array<char, 9> nc{};
  std::snprintf(nc.data(), nc.size(), "%08x", count);
  const std::string realm = parameter(challenged.head, "realm"), nonce = parameter(challenged.head, "nonce");
  const std::string response = md5(a1 + ":" + nonce + ":" + nc.data() + ":0a4f11:auth:" + md5("POST:/wsman"));
  return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce +
         "\", uri=\"/wsman\", response=\"" + response + "\", qop=\"auth\", nc=\"" + nc.data() + "\", cnonce=\"0a4f11\"";
}

}  // namespace odca::amtsim::test
