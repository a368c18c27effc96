// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Sockets over loopback, on a port that the system chose.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string_view>
#include <thread>

#include "io/test_reason.h"
#include "odca/amt/stream.h"
#include "osio/descriptor.h"

namespace odca::amt {
namespace {

Deadline late() { return steady_clock().in(milliseconds(60'000)); }
Deadline now() { return {steady_clock().now()}; }

/// Listener listens on a port of its own on 127.0.0.1 or ::1.
class Listener {
 public:
  enum class On { ipv4, ipv6 };
  explicit Listener(On on) : descriptor_(::socket(on == On::ipv4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in six_less{};
    six_less.sin_family = AF_INET;
    six_less.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_addr = in6addr_loopback;
    sockaddr_storage address{};
    socklen_t size = on == On::ipv4 ? sizeof six_less : sizeof six;
    std::memcpy(&address, on == On::ipv4 ? static_cast<void*>(&six_less) : &six, size);
    auto* const any = reinterpret_cast<sockaddr*>(&address);  // what the calls take for every family
    works_ = ::bind(descriptor_.number(), any, size) == 0 && ::listen(descriptor_.number(), 4) == 0 &&
             ::getsockname(descriptor_.number(), any, &size) == 0;
    // The port is at the same place for both families.
    port_ = ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);  // in a storage for any family
  }
  bool works() const { return works_; }
  std::uint16_t port() const { return port_; }
  Descriptor accept() const { return Descriptor(::accept(descriptor_.number(), nullptr, nullptr)); }

 private:
  Descriptor descriptor_;
  bool works_ = false;
  std::uint16_t port_ = 0;
};

/// free_port is one on which nobody listens any more.
std::uint16_t free_port() { return Listener(Listener::On::ipv4).port(); }

class Loopback : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(listener_.works());
    auto stream = connect_tcp("127.0.0.1", listener_.port(), late());
    ASSERT_TRUE(stream);
    stream_ = *std::move(stream);
  }
  std::string text(Deadline deadline) {
    Bytes room(16);
    const auto count = stream_->read(room, deadline);
    return count ? std::string(as_text(ByteView(room).first(*count))) : reason(count);
  }
  Listener listener_{Listener::On::ipv4};
  std::unique_ptr<ByteStream> stream_{};
};

TEST_F(Loopback, CarriesBytesBothWays) {
  const Descriptor peer = listener_.accept();
  ASSERT_TRUE(stream_->write(as_bytes("question"), late()));
  char asked[8];
  ASSERT_EQ(::recv(peer.number(), asked, sizeof asked, MSG_WAITALL), 8);
  EXPECT_EQ(std::string_view(asked, sizeof asked), "question");
  ASSERT_EQ(::send(peer.number(), "answer", 6, 0), 6);
  EXPECT_EQ(text(late()), "answer");
}
TEST_F(Loopback, EndsOrderly) {
  { const Descriptor peer = listener_.accept(); }
  EXPECT_EQ(text(late()), "");
}
TEST_F(Loopback, SaysThatThePeerBrokeTheConnection) {
  {
    const Descriptor peer = listener_.accept();
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ASSERT_EQ(::setsockopt(peer.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
  }
  EXPECT_EQ(text(late()), "connection-reset");
  // No signal of the system ends the program here.
  EXPECT_EQ(reason(stream_->write(as_bytes("late"), late())), "connection-reset");
}
TEST_F(Loopback, ReadsUntilTheDeadline) { EXPECT_EQ(text(steady_clock().in(milliseconds(5))), "timed-out"); }
TEST_F(Loopback, ReadsNothingAfterTheDeadlineThoughBytesAreThere) {
  const Descriptor peer = listener_.accept();
  ASSERT_EQ(::send(peer.number(), "answer", 6, 0), 6);
  EXPECT_EQ(text(now()), "timed-out");
  EXPECT_EQ(text(late()), "answer");
}
TEST_F(Loopback, WritesUntilTheDeadlineToAPeerThatDoesNotRead) {
  const Bytes much(64U << 20U);
  EXPECT_EQ(reason(stream_->write(much, steady_clock().in(milliseconds(20)))), "timed-out");
}
TEST_F(Loopback, WritesMoreThanTheSystemKeeps) {
  const Descriptor peer = listener_.accept();
  const Bytes much(8U << 20U, 0x5a);
  std::size_t received = 0;
  std::thread reader([&] {
    Bytes room(1U << 16U);
    while (received < much.size()) {
      const ssize_t count = ::recv(peer.number(), room.data(), room.size(), 0);
      if (count <= 0) return;
      received += static_cast<std::size_t>(count);  // above 0
    }
  });
  EXPECT_TRUE(stream_->write(much, late()));
  reader.join();
  EXPECT_EQ(received, much.size());
}
TEST_F(Loopback, RefusesToReadIntoNoRoom) { EXPECT_EQ(reason(stream_->read({}, late())), "usage"); }

TEST(ConnectTcp, SaysThatNobodyListens) {
  const auto stream = connect_tcp("127.0.0.1", free_port(), late());
  EXPECT_EQ(reason(stream), "connect-refused");
  EXPECT_EQ(stream.error().code, Errc::io);
}
TEST(ConnectTcp, DoesNotConnectAfterTheDeadline) {
  const Listener listener(Listener::On::ipv4);
  EXPECT_EQ(reason(connect_tcp("127.0.0.1", listener.port(), now())), "timed-out");
}
TEST(ConnectTcp, SaysThatAnAddressIsNone) { EXPECT_EQ(reason(connect_tcp("", 1, late())), "not-found"); }

TEST(LocalPort, ConnectsToIpv4First) {
  const Listener listener(Listener::On::ipv4);
  const auto port = local_port(listener.port());
  EXPECT_EQ(port->name(), "127.0.0.1:" + std::to_string(listener.port()));
  EXPECT_EQ(reason(port->connect(late())), "fine");
}
TEST(LocalPort, ConnectsToIpv6WhereNobodyListensOnIpv4) {
  const Listener listener(Listener::On::ipv6);
  if (!listener.works()) GTEST_SKIP() << "this machine has no ::1";
  EXPECT_EQ(reason(local_port(listener.port())->connect(late())), "fine");
}
TEST(LocalPort, NamesBothAddressesWhenNobodyListens) {
  const std::string number = std::to_string(free_port());
  const auto stream = local_port(static_cast<std::uint16_t>(std::stoul(number)))->connect(late());  // a port
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().message, "nobody listens on '127.0.0.1:" + number + "' or '[::1]:" + number + "'");
  EXPECT_EQ(reason(stream), "connect-refused");
}
TEST(LocalPort, ConnectsAnewEachTime) {
  const Listener listener(Listener::On::ipv4);
  const auto port = local_port(listener.port());
  const auto one = port->connect(late());
  const auto other = port->connect(late());
  EXPECT_TRUE(one && other);
}

}  // namespace
}  // namespace odca::amt
