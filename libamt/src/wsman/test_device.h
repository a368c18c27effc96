// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ScriptedDevice: a trusted device that answers by a script, whatever it is asked. It keeps what it was sent, so that a
// test sees what a client repeats.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ports/tls_server.h"
#include "wsman/test_trust.h"

namespace odca::amt {

/// Script is what is answered in each session, one text for each request; the session is closed behind the last, and
/// where the text is empty.
using Script = std::vector<std::vector<std::string>>;

class ScriptedDevice {
 public:
  explicit ScriptedDevice(Script script)
      : script_(std::move(script)),
        tls_(*amtsim::TlsServer::make(identity_named("lnl"), amtsim::TlsServer::Highest::tls13)),
        listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* generic = reinterpret_cast<sockaddr*>(&address_);  // as the sockets' interface wants it
    EXPECT_EQ(::bind(listener_, generic, size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ScriptedDevice(const ScriptedDevice&) = delete;
  ScriptedDevice& operator=(const ScriptedDevice&) = delete;
  ~ScriptedDevice() {
    ::shutdown(listener_, SHUT_RDWR);  // ends accept
    {
      const std::lock_guard hold(lock_);
      if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
    }
    thread_.join();
    ::close(listener_);
  }

  std::uint16_t port() const { return ntohs(address_.sin_port); }
  std::vector<std::string> requests() {
    const std::lock_guard hold(lock_);
    return requests_;
  }
  /// wait_for_end returns when so many sessions are closed, and the client's system knows.
  void wait_for_end(std::size_t sessions) {
    std::unique_lock hold(lock_);
    ended_.wait(hold, [&] { return closed_ >= sessions; });
  }

 private:
  void serve() {
    for (const std::vector<std::string>& answers : script_) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      remember(socket);
      if (const auto session = tls_->shake_hands(socket, amtsim::TlsServer::Shown::chain)) answer(*session, answers);
      remember(-1);
      ::close(socket);
      const std::lock_guard hold(lock_);
      ++closed_;
      ended_.notify_all();
    }
  }
  void remember(int socket) {
    const std::lock_guard hold(lock_);
    connection_ = socket;
  }
  void answer(amtsim::TlsConnection& session, const std::vector<std::string>& answers) {
    for (const std::string& text : answers) {
      const std::string request = read_request(session);
      if (request.empty()) return;
      {
        const std::lock_guard hold(lock_);
        requests_.push_back(request);
      }
      if (text.empty() || !session.write(text)) return;
    }
  }
  /// read_request reads up to the end of an envelope: no request has anything behind it.
  static std::string read_request(amtsim::TlsConnection& session) {
    std::string request;
    std::array<std::uint8_t, 4096> piece{};
    while (request.find("</Envelope>") == std::string::npos) {
      const std::size_t count = session.read(piece);
      if (count == 0) return {};
      request += as_text(ByteView(piece).first(count));
    }
    return request;
  }

  Script script_;
  std::unique_ptr<amtsim::TlsServer> tls_;
  int listener_;
  sockaddr_in address_{};
  std::mutex lock_{};
  std::condition_variable ended_{};
  std::size_t closed_ = 0;
  int connection_ = -1;
  std::vector<std::string> requests_{};
  std::thread thread_{};
};

}  // namespace odca::amt
