// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: what the decoder of AMT's messages accepts, its values write again to the same bytes (but for fields that
// nobody needs), and neither without its last byte nor with one more is it accepted, unless its end may be anything.
// A session answers each message with one at most, and one more when it ends; it never keeps more for a channel than it
// granted. The first byte of an input chooses: one message, or several for a session, each behind its length.
#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "apf/session.h"
#include "base/check.h"

namespace {

using namespace odca;
using namespace odca::amt;
using namespace odca::amt::apf;

/// Written puts a message together as AMT does, and compares it with one where some bytes do not count.
class Written {
 public:
  explicit Written(std::uint8_t type) : out_{type} {}
  Written& u32(std::uint32_t value) {
    for (unsigned shift = 32; shift > 0;) out_.push_back(static_cast<std::uint8_t>(value >> (shift -= 8U)));  // a byte
    return *this;
  }
  Written& flag(bool value) {
    out_.push_back(value ? 1 : 0);
    return *this;
  }
  Written& counted(ByteView bytes) {
    u32(static_cast<std::uint32_t>(bytes.size()));  // of an input of the fuzzer
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  bool is(ByteView message) const { return equal(out_, message); }
  /// begins `message`, which has `more` bytes that nobody needs.
  bool begins(ByteView message, std::size_t more) const {
    return message.size() == out_.size() + more && equal(out_, message.first(out_.size()));
  }
  bool begins(ByteView message) const {
    return message.size() >= out_.size() && equal(out_, message.first(out_.size()));
  }

 private:
  Bytes out_;
};

/// Check knows how each type is written. Each returns whether the length of the message is the only one it can have.
struct Check {
  ByteView input;

  bool operator()(const Disconnect& m) const { return exact(Written(1).u32(m.reason).begins(input, 2)); }
  bool operator()(const ServiceRequest& m) const { return exact(Written(5).counted(as_bytes(m.service)).is(input)); }
  bool operator()(const UserauthRequest&) const { return whatever(input[0] == 50); }
  bool operator()(const ForwardRequest& m) const { return request("tcpip-forward", m.wants_reply, m.port); }
  bool operator()(const CancelForward& m) const { return request("cancel-tcpip-forward", m.wants_reply, m.port); }
  bool operator()(const OtherRequest& m) const {
    const std::size_t name = input[3] * std::size_t{256} + input[4];  // at most kMostText
    ODCA_CHECK(name <= kMostText && input.size() >= 6 + name);
    return whatever(Written(80).counted(input.subspan(5, name)).flag(m.wants_reply).begins(input));
  }
  bool operator()(const ChannelOpen& m) const {
    const bool begins = Written(90).counted(as_bytes(m.type)).u32(m.sender).begins(input);
    return m.type == "direct-tcpip" ? exact(begins) : whatever(begins);
  }
  bool operator()(const OpenConfirmation& m) const {
    return exact(Written(91).u32(m.recipient).u32(m.sender).u32(m.window).begins(input, 4));
  }
  bool operator()(const OpenFailure& m) const {
    return exact(Written(92).u32(m.recipient).u32(m.reason).begins(input, 8));
  }
  bool operator()(const WindowAdjust& m) const { return exact(Written(93).u32(m.recipient).u32(m.bytes).is(input)); }
  bool operator()(const ChannelData& m) const { return exact(Written(94).u32(m.recipient).counted(m.data).is(input)); }
  bool operator()(const ChannelClose& m) const { return exact(Written(97).u32(m.recipient).is(input)); }
  bool operator()(const ProtocolVersion& m) const {
    return exact(Written(192).u32(m.major).u32(m.minor).begins(input, 84));
  }
  bool operator()(const KeepaliveRequest& m) const { return exact(Written(208).u32(m.cookie).is(input)); }
  bool operator()(const KeepaliveOptionsRequest& m) const {
    return exact(Written(210).u32(m.interval).u32(m.timeout).is(input));
  }

 private:
  bool exact(bool is_written) const {
    ODCA_CHECK(is_written);
    return true;
  }
  bool whatever(bool is_written) const {
    ODCA_CHECK(is_written);
    return false;
  }
  bool request(std::string_view name, bool wants_reply, std::uint32_t port) const {
    const ByteView address = input.subspan(5 + name.size() + 1 + 4, input.size() - 5 - name.size() - 1 - 4 - 4);
    return exact(Written(80).counted(as_bytes(name)).flag(wants_reply).counted(address).u32(port).is(input));
  }
};

void check_message(ByteView input) {
  const auto message = decode(input);
  if (!message) {
    ODCA_CHECK(!message.error().message.empty() && message.error().reason == "apf-syntax");
    return;
  }
  if (!std::visit(Check{input}, *message)) return;
  ODCA_CHECK(!decode(input.first(input.size() - 1)));
  Bytes longer(input.begin(), input.end());
  longer.push_back(0);
  ODCA_CHECK(!decode(longer));
}

std::size_t said(Session& session) {
  std::size_t count = 0;
  for (; const auto message = session.next(); ++count) ODCA_CHECK(!message->empty() && message->size() <= 5009);
  return count;
}

void check_session(ByteView input) {
  Session session(5000);
  const std::array<std::uint32_t, 2> channels{session.open(16993), session.open(664)};
  ODCA_CHECK(said(session) == 2);
  while (input.size() >= 2) {
    const std::size_t size = std::min(input[0] * std::size_t{256} + input[1], input.size() - 2);
    const Bytes message(input.begin() + 2, input.begin() + 2 + static_cast<std::ptrdiff_t>(size));  // within the input
    input = input.subspan(2 + size);
    const Status heard = session.hear(message);
    ODCA_CHECK(said(session) <= (heard ? 1U : 2U));
    if (!heard) break;
    session.say(channels[0], message);
    ODCA_CHECK(said(session) <= 1);
  }
  for (const std::uint32_t channel : channels) {
    Bytes room(2 * Channel::kWindow);
    ODCA_CHECK(session.take(channel, room) <= Channel::kWindow);
    session.leave(channel);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // A buffer of its own for the rest, so that reading beyond it is seen.
  const Bytes input(data + 1, data + size);
  (data[0] % 2 == 0 ? check_message : check_session)(input);
  return 0;
}
