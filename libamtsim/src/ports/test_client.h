// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Client: the other side of a Port for its tests, with OpenSSL and plain sockets. It trusts anybody.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace odca::amtsim::test {

/// Reply is one answer of HTTP; status is 0 when the connection ended without one.
struct Reply {
  unsigned status = 0;
  std::string head{};
  std::string body{};  ///< without chunks
};

enum class Tls { any, only12 };

/// Client is one connection.
class Client {
 public:
  /// connect opens a TCP connection to 127.0.0.1 and says nothing.
  explicit Client(std::uint16_t port);
  /// take makes a client of a connected socket.
  static Client take(int socket);
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;
  ~Client();

  bool shake_hands(Tls tls = Tls::any);
  /// subjects are the common names of the certificates that the server sent, leaf first.
  std::vector<std::string> common_names() const;
  std::string version() const;
  bool resumable() const;

  bool send(const std::string& bytes);
  Reply receive();
  /// post sends one request with a Content-Length, and waits for the answer.
  Reply post(const std::string& body, const std::string& authorization = "");
  /// ended waits for the end of the TCP connection.
  bool ended();

 private:
  struct State;
  Client();
  std::unique_ptr<State> state_;
};

/// authorization answers the challenge in the head of a reply, with `count` as nc; values are quoted as the Go client
/// does it.
std::string authorization(const Reply& challenged, const std::string& user, const std::string& a1, unsigned count);

}  // namespace odca::amtsim::test
