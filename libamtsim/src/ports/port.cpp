// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/port.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "ports/own_certificate.h"
#include "ports/session.h"

namespace odca::amtsim {
namespace {

constexpr std::size_t kMostConnections = 64;  // beyond any client; keeps descriptors for the rest of the program

/// Descriptor closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

/// Connections are the threads that serve, each with its socket.
class Connections {
 public:
  explicit Connections(const Served& served) : served_(served) {}
  ~Connections() { end_all(); }

  void serve(Descriptor socket) {
    join_ended();
    const std::lock_guard hold(lock_);
    if (ending_ || running_.size() >= kMostConnections) return;
    Running& added = running_.emplace_back();
    added.socket = std::move(socket);
    added.thread = std::thread([this, &added] { run(added); });
  }

  /// end_all wakes every thread, whatever it waits for, and joins it.
  void end_all() {
    std::list<Running> last;
    {
      const std::lock_guard hold(lock_);
      ending_ = true;
      for (Running& each : running_) ::shutdown(each.socket.number(), SHUT_RDWR);
      last.splice(last.end(), running_);
    }
    for (Running& each : last) each.thread.join();
  }

 private:
  struct Running {
    Descriptor socket{};
    std::thread thread{};
    bool ended = false;
  };

  void run(Running& connection) {
    serve_session(served_, connection.socket.number());
    const std::lock_guard hold(lock_);
    connection.socket = Descriptor();  // swaps; closed at the end of this statement
    connection.ended = true;
  }

  void join_ended() {
    std::list<Running> ended;
    {
      const std::lock_guard hold(lock_);
      for (auto each = running_.begin(); each != running_.end();) {
        const auto next = std::next(each);
        if (each->ended) ended.splice(ended.end(), running_, each);
        each = next;
      }
    }
    for (Running& each : ended) each.thread.join();
  }

  const Served served_;
  std::mutex lock_{};
  bool ending_ = false;
  std::list<Running> running_{};
};

Error failed(const std::string& what, int problem) {
  if (problem == EADDRINUSE)
    return {.code = Errc::io,
            .message = what + " is taken by another program",
            .hint = "the local management service listens at 16993: stop it, or choose another port",
            .reason = "port-taken"};
  const bool denied = problem == EACCES || problem == EPERM;
  return {.code = denied ? Errc::permission : Errc::io,
          .message = what + " cannot be listened at: " + std::generic_category().message(problem),
          .hint = "",
          .reason = "io"};
}

struct Addresses {
  addrinfo* first = nullptr;
  Addresses() = default;
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;
  ~Addresses() {
    if (first != nullptr) ::freeaddrinfo(first);
  }
};

Result<Descriptor> listening(const std::string& address, std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  wanted.ai_socktype = SOCK_STREAM;
  Addresses found;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found.first) != 0)
    return Error{.code = Errc::usage,
                 .message = "'" + address + "' is no address",
                 .hint = "write it with digits, '127.0.0.1' or '::1'",
                 .reason = "E_USAGE"};
  const addrinfo& place = *found.first;
  const std::string what = "'" + address + "' port " + std::to_string(port);
  Descriptor socket(::socket(place.ai_family, place.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.number() < 0) return failed(what, errno);
  const int on = 1;
  ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (place.ai_family == AF_INET6) ::setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(socket.number(), place.ai_addr, place.ai_addrlen) != 0) return failed(what, errno);
  constexpr int kBacklog = 5;  // as the local management service has
  if (::listen(socket.number(), kBacklog) != 0) return failed(what, errno);
  return socket;
}

Result<std::uint16_t> number_of(int socket) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  auto* const any = reinterpret_cast<sockaddr*>(&name);  // as the interface of sockets wants it
  if (::getsockname(socket, any, &size) != 0) return failed("the socket", errno);
  if (name.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&name)->sin6_port);  // by its family
  return ntohs(reinterpret_cast<sockaddr_in*>(&name)->sin_port);                                    // by its family
}

class TlsPort : public Port {
 public:
  TlsPort(Firmware& firmware, std::unique_ptr<TlsServer> tls, OwnCertificate own, Descriptor socket, Descriptor wake,
          std::uint16_t number)
      : tls_(std::move(tls)),
        door_(firmware),
        wsman_(firmware, std::move(own)),
        connections_({.firmware = firmware, .tls = *tls_, .door = door_, .wsman = wsman_}),
        socket_(std::move(socket)),
        wake_(std::move(wake)),
        number_(number),
        listener_([this] { accept_all(); }) {}

  ~TlsPort() override {
    ::eventfd_write(wake_.number(), 1);
    listener_.join();
    connections_.end_all();
  }

  std::uint16_t number() const override { return number_; }
  void serve(int socket) override { connections_.serve(Descriptor(socket)); }

 private:
  void accept_all() {
    for (;;) {
      pollfd waiting[] = {{socket_.number(), POLLIN, 0}, {wake_.number(), POLLIN, 0}};
      if (::poll(waiting, std::size(waiting), -1) < 0) continue;  // EINTR
      if (waiting[1].revents != 0) return;
      Descriptor accepted(::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC));
      if (accepted.number() >= 0) connections_.serve(std::move(accepted));
    }
  }

  std::unique_ptr<TlsServer> tls_;
  DigestDoor door_;
  WsmanService wsman_;
  Connections connections_;
  Descriptor socket_, wake_;
  std::uint16_t number_;
  std::thread listener_;  // the last: it uses all others
};

}  // namespace

Result<std::unique_ptr<Port>> Port::listen(Firmware& firmware, Identity identity, const std::string& address,
                                           std::uint16_t port) {
  const auto highest = firmware.profile().tls13 ? TlsServer::Highest::tls13 : TlsServer::Highest::tls12;
  ODCA_TRY_ASSIGN(std::unique_ptr<TlsServer> tls, TlsServer::make(identity, highest));
  ODCA_TRY_ASSIGN(OwnCertificate own, own_certificate(identity.own));
  ODCA_TRY_ASSIGN(Descriptor socket, listening(address, port));
  ODCA_TRY_ASSIGN(const std::uint16_t number, number_of(socket.number()));
  Descriptor wake(::eventfd(0, EFD_CLOEXEC));
  if (wake.number() < 0) return failed("an event", errno);
  return std::unique_ptr<Port>(
      std::make_unique<TlsPort>(firmware, std::move(tls), std::move(own), std::move(socket), std::move(wake), number));
}

}  // namespace odca::amtsim
