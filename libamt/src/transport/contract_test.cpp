// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a ByteStream promises, whatever carries it: the same checks over TCP, over LME against a peer that is written
// here byte by byte, and over LME against the simulator.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <deque>
#include <optional>

#include "firmware/in_process.h"
#include "io/test_clock.h"
#include "io/test_reason.h"
#include "lme/lme.h"
#include "odca/amt/heci.h"
#include "odca/amt/stream.h"
#include "osio/descriptor.h"
#include "wire/clients.h"

namespace odca::amt {
namespace {

/// Peer is the other side of one stream. None of its calls waits for the stream's side.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual std::unique_ptr<ByteStream> connect() = 0;
  virtual Deadline in(milliseconds time) = 0;
  /// say sends bytes of the peer, as many as go now, the others later.
  virtual void say(ByteView bytes) = 0;
  /// heard is all that has come so far; `count` bytes of it, or all when fewer have come.
  virtual Bytes heard(std::size_t count) = 0;
  virtual void close() = 0;
  virtual bool saw_the_end() = 0;
  /// stop_reading returns a size that is more than the peer takes from then on.
  virtual std::size_t stop_reading() = 0;
};

Bytes some_bytes(std::size_t count) {
  Bytes bytes(count);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24U);
  return bytes;  // the high byte of a linear congruence: nothing repeats within a window
}

/// SocketPeer has a socket for the other side.
class SocketPeer : public Peer {
 public:
  Deadline in(milliseconds time) override { return steady_clock().in(time); }
  void say(ByteView bytes) override {  // sockets keep what these tests say
    EXPECT_EQ(::send(socket_->number(), bytes.data(), bytes.size(), MSG_NOSIGNAL), std::ssize(bytes));
  }
  Bytes heard(std::size_t count) override {
    Bytes bytes(count);
    const ssize_t got = ::recv(socket_->number(), bytes.data(), count, MSG_WAITALL);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);  // positive
    return bytes;
  }
  void close() override { socket_.reset(); }
  bool saw_the_end() override { return heard(1).empty(); }
  std::size_t stop_reading() override { return 64U << 20U; }

 protected:
  std::optional<Descriptor> socket_{};
};

class TcpPeer final : public SocketPeer {
 public:
  TcpPeer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);  // what the calls take for every family
    EXPECT_EQ(::bind(listener_.number(), any, size), 0);
    EXPECT_EQ(::listen(listener_.number(), 1), 0);
    EXPECT_EQ(::getsockname(listener_.number(), any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  std::unique_ptr<ByteStream> connect() override {
    auto stream = connect_tcp("127.0.0.1", port_, in(milliseconds(60'000)));
    EXPECT_EQ(reason(stream), "fine");
    socket_.emplace(::accept(listener_.number(), nullptr, nullptr));
    return stream ? *std::move(stream) : nullptr;
  }

 private:
  Descriptor listener_;
  std::uint16_t port_ = 0;
};

/// SimulatedPeer is the simulator's LME, which leads to a socket of this test.
class SimulatedPeer final : public SocketPeer {
 public:
  std::unique_ptr<ByteStream> connect() override {
    auto stream = port_->connect(in(milliseconds(60'000)));
    EXPECT_EQ(reason(stream), "fine");
    return stream ? *std::move(stream) : nullptr;
  }
  ~SimulatedPeer() override {
    port_.reset();
    EXPECT_EQ(firmware_.seen().lme.overruns, 0U);
    EXPECT_EQ(firmware_.seen().lme.violations, 0U);
  }

 private:
  amtsim::Firmware firmware_{amtsim::profile_named("amt20").value(), {}, 7};
  // The socket is there before the channel is confirmed.
  amtsim::Lme lme_{firmware_, [this](int socket) { socket_.emplace(socket); }};
  amtsim::InProcessHeci heci_{firmware_, &lme_};
  std::unique_ptr<Connector> port_ = lme_port(heci_, steady_clock());
};

/// AmtPeer is AMT behind LME with one channel, which is its number 5. It grants 4096 bytes and more only as heard()
/// takes them, unless it reads by itself, as AMT does.
class AmtPeer final : public Peer, private Heci {
 public:
  std::unique_ptr<ByteStream> connect() override {
    auto stream = port_->connect(in(milliseconds(20'000)));
    EXPECT_EQ(reason(stream), "fine");
    return stream ? *std::move(stream) : nullptr;
  }
  Deadline in(milliseconds time) override { return clock_.in(time); }
  void say(ByteView bytes) override {
    unsaid_.insert(unsaid_.end(), bytes.begin(), bytes.end());
    say_what_goes();
  }
  Bytes heard(std::size_t count) override {
    count = std::min(count, heard_.size());
    const auto end = heard_.begin() + static_cast<std::ptrdiff_t>(count);  // within heard_
    const Bytes bytes(heard_.begin(), end);
    heard_.erase(heard_.begin(), end);
    return bytes;
  }
  void close() override {
    closing_ = true;
    say_what_goes();
  }
  bool saw_the_end() override { return ended_; }
  std::size_t stop_reading() override {
    reads_ = false;
    return 4097;
  }

 private:
  class Client final : public HeciClient {
   public:
    explicit Client(AmtPeer& amt) : amt_(amt) {}
    Status send(ByteView message, Deadline /*deadline*/) override {
      amt_.hear(message);
      return {};
    }
    Result<Bytes> receive(Deadline deadline) override {
      if (!amt_.queue_.empty()) {
        Bytes message = std::move(amt_.queue_.front());
        amt_.queue_.pop_front();
        return message;
      }
      if (const Instant now = amt_.clock_.now(); now < deadline.at)
        amt_.clock_.sleep(std::chrono::ceil<milliseconds>(deadline.at - now));
      return Error{.code = Errc::timeout, .message = "silence", .reason = "timed-out"};
    }
    std::size_t max_message() const override { return 8192; }
    unsigned protocol_version() const override { return 4; }

   private:
    AmtPeer& amt_;
  };

  Result<std::unique_ptr<HeciClient>> connect(const Guid& client, Deadline /*deadline*/) override {
    EXPECT_EQ(client, wire::kLme);
    Bytes version(93);
    version[0] = 0xc0;
    version[4] = 1;
    queue_.push_back(version);
    return {std::make_unique<Client>(*this)};
  }
  std::string name() const override { return "a peer"; }

  static void put(Bytes& out, std::size_t number) {
    for (unsigned shift = 32; shift > 0;) out.push_back(static_cast<std::uint8_t>(number >> (shift -= 8U)));  // a byte
  }
  static std::size_t number_at(ByteView message, std::size_t at) {
    EXPECT_LE(at + 4, message.size());
    std::size_t number = 0;
    for (const std::uint8_t byte : message.subspan(at, 4)) number = number << 8U | byte;
    return number;
  }
  void answer(std::uint8_t type, std::initializer_list<std::size_t> numbers, ByteView rest = {}) {
    Bytes message{type};
    for (const std::size_t number : numbers) put(message, number);
    message.insert(message.end(), rest.begin(), rest.end());
    queue_.push_back(std::move(message));
  }

  void hear(ByteView message);
  void hear_data(ByteView message);
  void say_what_goes();

  TestClock clock_{};
  std::unique_ptr<Connector> port_ = lme_port(*this, clock_);
  std::deque<Bytes> queue_{};
  std::size_t host_ = 0;  ///< the host's number of the channel
  std::size_t host_takes_ = 0;
  std::size_t granted_ = 4096;
  bool reads_ = true;
  bool closing_ = false;
  bool closed_ = false;
  bool ended_ = false;
  Bytes unsaid_{}, heard_{};
};

void AmtPeer::hear(ByteView message) {
  switch (message[0]) {
    case 0xc0:
      answer(0x05, {18}, as_bytes("pfwd@amt.intel.com"));
      return;
    case 0x06:
      queue_.push_back({0x50, 0,   0,   0,   13, 't', 'c', 'p', 'i', 'p', '-', 'f',  'o', 'r',
                        'w',  'a', 'r', 'd', 1,  0,   0,   0,   0,   0,   0,   0x42, 0x61});
      return;
    case 0x51:
      EXPECT_EQ(number_at(message, 1), 16993U);
      return;
    case 0x5a:
      EXPECT_EQ(as_text(message.subspan(5, 15)), "forwarded-tcpip");
      host_ = number_at(message, 20);
      host_takes_ = number_at(message, 24);
      answer(0x5b, {host_, 5, granted_, 0xffffffff});
      return;
    case 0x5d:
      EXPECT_EQ(number_at(message, 1), 5U);
      host_takes_ += number_at(message, 5);
      say_what_goes();
      return;
    case 0x5e:
      hear_data(message);
      return;
    case 0x61:
      EXPECT_EQ(message.size(), 5U);
      EXPECT_EQ(number_at(message, 1), 5U);
      EXPECT_FALSE(ended_) << "a channel is closed once";
      ended_ = true;
      if (!closed_) answer(0x61, {host_});
      closed_ = true;
      return;
    default:
      ADD_FAILURE() << "the host sent " << to_hex(message);
  }
}

void AmtPeer::hear_data(ByteView message) {
  const std::size_t size = number_at(message, 5);
  EXPECT_EQ(number_at(message, 1), 5U);
  EXPECT_EQ(message.size(), 9 + size);
  EXPECT_LE(message.size(), 8192U);
  EXPECT_LE(size, granted_) << "the host sends more than it may";
  granted_ -= size;
  heard_.insert(heard_.end(), message.begin() + 9, message.end());
  if (!reads_) return;
  granted_ += size;
  answer(0x5d, {host_, size});
}

void AmtPeer::say_what_goes() {
  while (!unsaid_.empty() && host_takes_ > 0 && !closed_) {
    const std::size_t size = std::min({unsaid_.size(), host_takes_, std::size_t{1000}});
    answer(0x5e, {host_, size}, ByteView(unsaid_).first(size));
    unsaid_.erase(unsaid_.begin(), unsaid_.begin() + static_cast<std::ptrdiff_t>(size));  // within unsaid_
    host_takes_ -= size;
  }
  if (!closing_ || closed_ || !unsaid_.empty()) return;
  closed_ = true;
  answer(0x61, {host_});
}

template <class Other>
class StreamContract : public ::testing::Test {
 protected:
  void SetUp() override {
    stream_ = peer_.connect();
    ASSERT_TRUE(stream_);
  }
  Deadline late() { return peer_.in(milliseconds(20'000)); }
  /// read_whole is `count` bytes of the peer, read into rooms of `room` bytes.
  Bytes read_whole(std::size_t count, std::size_t room) {
    Bytes all, into(room);
    while (all.size() < count) {
      const auto size = stream_->read(into, late());
      EXPECT_EQ(reason(size), "fine");
      if (!size || *size == 0) break;
      all.insert(all.end(), into.begin(), into.begin() + static_cast<std::ptrdiff_t>(*size));  // within the room
    }
    return all;
  }
  Other peer_{};
  std::unique_ptr<ByteStream> stream_{};
};
using Peers = ::testing::Types<TcpPeer, AmtPeer, SimulatedPeer>;
TYPED_TEST_SUITE(StreamContract, Peers);

constexpr std::size_t kPieces[] = {1, 2, 9, 1000, 4095, 4096, 4097, 8183, 8184, 20'000};

TYPED_TEST(StreamContract, CarriesPiecesToThePeer) {
  for (const std::size_t size : kPieces) {
    const Bytes piece = some_bytes(size);
    EXPECT_EQ(reason(this->stream_->write(piece, this->late())), "fine");
    EXPECT_EQ(this->peer_.heard(size), piece) << size;
  }
}
TYPED_TEST(StreamContract, CarriesPiecesFromThePeer) {
  for (const std::size_t size : kPieces) {
    const Bytes piece = some_bytes(size);
    this->peer_.say(piece);
    EXPECT_EQ(this->read_whole(size, 1024), piece) << size;
  }
}
TYPED_TEST(StreamContract, CarriesPiecesFromThePeerIntoAnyRoom) {
  const Bytes piece = some_bytes(20'000);
  for (const std::size_t room : {std::size_t{1}, std::size_t{5}, std::size_t{4096}, std::size_t{65'536}}) {
    this->peer_.say(piece);
    EXPECT_EQ(this->read_whole(piece.size(), room), piece) << room;
  }
}
TYPED_TEST(StreamContract, CarriesBothWaysAtATime) {
  const Bytes piece = some_bytes(20'000);
  this->peer_.say(piece);
  EXPECT_EQ(reason(this->stream_->write(piece, this->late())), "fine");
  EXPECT_EQ(this->read_whole(piece.size(), 3000), piece);
  EXPECT_EQ(this->peer_.heard(piece.size()), piece);
}
TYPED_TEST(StreamContract, SeesTheEndAfterAllThatWasSaid) {
  const Bytes piece = some_bytes(10'000);
  this->peer_.say(piece);
  this->peer_.close();
  EXPECT_EQ(this->read_whole(piece.size(), 4096), piece);
  Bytes room(1);
  for (int time = 0; time < 2; ++time) {
    const auto end = this->stream_->read(room, this->late());
    ASSERT_TRUE(end);
    EXPECT_EQ(*end, 0U);
  }
}
TYPED_TEST(StreamContract, ShowsThePeerItsEnd) {
  EXPECT_EQ(reason(this->stream_->write(some_bytes(3), this->late())), "fine");
  this->stream_.reset();
  EXPECT_EQ(this->peer_.heard(3), some_bytes(3));
  EXPECT_TRUE(this->peer_.saw_the_end());
}
TYPED_TEST(StreamContract, ReadsUntilTheDeadline) {
  Bytes room(1);
  EXPECT_EQ(reason(this->stream_->read(room, this->peer_.in(milliseconds(5)))), "timed-out");
  this->peer_.say(some_bytes(1));
  EXPECT_EQ(reason(this->stream_->read(room, this->late())), "fine") << "a stream outlasts a deadline";
}
TYPED_TEST(StreamContract, ReadsNothingAfterTheDeadline) {
  Bytes room(1);
  this->peer_.say(room);
  EXPECT_EQ(reason(this->stream_->read(room, this->peer_.in(milliseconds(0)))), "timed-out");
  EXPECT_EQ(reason(this->stream_->read(room, this->late())), "fine");
}
TYPED_TEST(StreamContract, WritesUntilTheDeadline) {
  const Bytes much(this->peer_.stop_reading());
  EXPECT_EQ(reason(this->stream_->write(much, this->peer_.in(milliseconds(20)))), "timed-out");
}
TYPED_TEST(StreamContract, RefusesToReadIntoNoRoom) {
  EXPECT_EQ(reason(this->stream_->read({}, this->late())), "usage");
}

}  // namespace
}  // namespace odca::amt
