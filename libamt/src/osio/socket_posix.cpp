// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TCP over the system's sockets: connect_tcp and local_port of odca/amt/stream.h. No socket waits in a call; poll does,
// until the deadline.
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "io/text.h"
#include "odca/amt/stream.h"
#include "osio/descriptor.h"
#include "osio/time_left.h"

namespace odca::amt {
namespace {

std::string text_of(int number) { return std::generic_category().message(number); }

std::string endpoint(const std::string& host, std::uint16_t port) {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return is_ipv6 ? cat('[', host, "]:", port) : cat(host, ':', port);
}

/// wait_for waits until the socket is ready, or broken: the next call on it then says how.
Status wait_for(int descriptor, short events, const std::string& name, Deadline deadline) {
  for (;;) {
    const milliseconds left = time_left(steady_clock().now(), deadline);
    if (left.count() == 0)
      return Error{.code = Errc::timeout,
                   .message = cat("'", name, "' did not answer in time"),
                   .hint = "try again; the firmware may be starting anew",
                   .reason = "timed-out"};
    pollfd ready{.fd = descriptor, .events = events, .revents = 0};
    const int count = ::poll(&ready, 1, static_cast<int>(left.count()));  // at most a minute
    if (count > 0) return {};
    if (count < 0 && errno != EINTR)
      return Error{.code = Errc::io,
                   .message = cat("cannot wait for '", name, "': ", text_of(errno)),
                   .reason = "connection-reset"};
  }
}

/// would_wait: the call has to be made again, at once or when the socket is ready.
bool would_wait(int number) { return number == EAGAIN || number == EWOULDBLOCK || number == EINTR; }

class Socket final : public ByteStream {
 public:
  Socket(Descriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) override {
    if (into.empty())  // recv would return 0, which is the orderly end
      return Error{.code = Errc::usage, .message = "reading into no room at all", .reason = "usage"};
    for (;;) {
      // Also where bytes are there already: a peer that never stops sending must not outlast a deadline.
      ODCA_TRY(wait_for(descriptor_.number(), POLLIN, name_, deadline));
      const ssize_t count = ::recv(descriptor_.number(), into.data(), into.size(), 0);
      if (count >= 0) return static_cast<std::size_t>(count);  // not negative
      if (!would_wait(errno)) return broken("cannot read from");
    }
  }

  Status write(ByteView bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      ODCA_TRY(wait_for(descriptor_.number(), POLLOUT, name_, deadline));
      const ssize_t count = ::send(descriptor_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count >= 0) bytes = bytes.subspan(static_cast<std::size_t>(count));  // not negative
      if (count < 0 && !would_wait(errno)) return broken("cannot write to");
    }
    return {};
  }

 private:
  Error broken(std::string_view doing) const {
    return {.code = Errc::io,
            .message = cat(doing, " '", name_, "': ", text_of(errno)),
            .hint = "the other side ended the connection; try again",
            .reason = "connection-reset"};
  }

  Descriptor descriptor_;
  std::string name_;
};

/// is_nobody_there: the number says that nobody listens at the address, or that this machine has no way to it.
bool is_nobody_there(int number) {
  return number == ECONNREFUSED || number == EADDRNOTAVAIL || number == EAFNOSUPPORT || number == ENETUNREACH ||
         number == EHOSTUNREACH;
}

Error cannot_connect(const std::string& name, int number) {
  const bool nobody = is_nobody_there(number);
  return {.code = Errc::io,
          .message = cat("cannot connect to '", name, "': ", text_of(number)),
          .hint = nobody ? "nobody listens there; start the service that does" : "try again",
          .reason = nobody ? ReasonId("connect-refused") : "connection-reset"};
}

/// connect_to connects to one address.
Result<std::unique_ptr<ByteStream>> connect_to(const addrinfo& address, const std::string& name, Deadline deadline) {
  Descriptor descriptor(
      ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
  if (descriptor.number() < 0) return cannot_connect(name, errno);
  const int begun = ::connect(descriptor.number(), address.ai_addr, address.ai_addrlen);
  // An interrupted connect goes on by itself (POSIX connect()), as one that does not wait.
  if (begun != 0 && errno != EINPROGRESS && errno != EINTR) return cannot_connect(name, errno);
  ODCA_TRY(wait_for(descriptor.number(), POLLOUT, name, deadline));
  int number = 0;
  socklen_t size = sizeof number;
  if (::getsockopt(descriptor.number(), SOL_SOCKET, SO_ERROR, &number, &size) != 0) number = errno;
  if (number != 0) return cannot_connect(name, number);
  // Each message waits for an answer, so that nothing is won by gathering; a failure only makes it slower.
  const int on = 1;
  static_cast<void>(::setsockopt(descriptor.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
  return {std::make_unique<Socket>(std::move(descriptor), name)};
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// look_up is the only call here that no deadline bounds: the system's resolver takes none.
Result<Addresses> look_up(const std::string& host, std::uint16_t port, int flags) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* list = nullptr;
  const int result = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &list);
  if (result == 0) return Addresses(list);
  return Error{.code = Errc::io,
               .message = cat("cannot find the address of '", host, "': ", ::gai_strerror(result)),
               .hint = "write the name as the network knows it, or the address in digits",
               .reason = "not-found"};
}

Result<std::unique_ptr<ByteStream>> connect_to_any(const addrinfo* addresses, const std::string& name,
                                                   Deadline deadline) {
  Result<std::unique_ptr<ByteStream>> first = connect_to(*addresses, name, deadline);
  for (const addrinfo* next = addresses->ai_next; next != nullptr && !first; next = next->ai_next) {
    auto other = connect_to(*next, name, deadline);
    if (other) return other;
  }
  return first;
}

class LocalPort final : public Connector {
 public:
  explicit LocalPort(std::uint16_t port) : port_(port) {}
  Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) override {
    const auto first = "127.0.0.1";
    auto connected = at(first, deadline);
    // Any other failure is that of somebody who listens there.
    if (connected || connected.error().reason != "connect-refused") return connected;
    auto other = at("::1", deadline);
    if (other || other.error().reason != "connect-refused") return other;
    return Error{.code = Errc::io,
                 .message = cat("nobody listens on '", endpoint(first, port_), "' or '", endpoint("::1", port_), "'"),
                 .hint = "start Intel LMS, which carries this port to the firmware",
                 .reason = "connect-refused"};
  }
  std::string name() const override { return endpoint("127.0.0.1", port_); }

 private:
  Result<std::unique_ptr<ByteStream>> at(const std::string& host, Deadline deadline) const {
    ODCA_TRY_ASSIGN(const Addresses addresses, look_up(host, port_, AI_NUMERICHOST));
    return connect_to_any(addresses.get(), endpoint(host, port_), deadline);
  }
  std::uint16_t port_;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> connect_tcp(const std::string& host, std::uint16_t port, Deadline deadline) {
  ODCA_TRY_ASSIGN(const Addresses addresses, look_up(host, port, 0));
  return connect_to_any(addresses.get(), endpoint(host, port), deadline);
}

std::unique_ptr<Connector> local_port(std::uint16_t port) { return std::make_unique<LocalPort>(port); }

}  // namespace odca::amt
