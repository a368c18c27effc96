// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "transport/lme_link.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "io/text.h"
#include "wire/clients.h"

namespace odca::amt {
namespace {

/// kConnectTime is enough for a driver that frees a connection late; who holds LME for longer does not let go of it.
constexpr milliseconds kConnectTime{3000};
/// kSilence is how long AMT, which speaks first, may say nothing before we do.
constexpr milliseconds kSilence{3000};
/// kTries and kPause for a channel: AMT takes none while it starts its ports anew, or while all that it has are in use.
constexpr unsigned kTries = 3;
constexpr milliseconds kPause{250};
/// kSendTime is given to each message whatever the deadline: one that may or may not have been sent breaks the link.
constexpr milliseconds kSendTime{500};

Error timed_out(std::string message) {
  return {.code = Errc::timeout,
          .message = std::move(message),
          .hint = "try again; the firmware may be starting anew",
          .reason = "timed-out"};
}

Error channel_closed() {
  return {.code = Errc::io,
          .message = "the firmware closed the channel over LME",
          .hint = "try again",
          .reason = "connection-reset"};
}

/// lost is what a stream says of a broken link.
Error lost(const Error& cause) {
  return {.code = Errc::io,
          .message = cat("the connection over LME was lost: ", cause.message),
          .hint = cause.hint,
          .reason = "connection-reset"};
}

/// may_pass: the same channel may be taken a moment later.
bool may_pass(std::uint32_t reason) {
  using enum wire::ApfOpenFailure;
  for (const wire::ApfOpenFailure each : {prohibited, connect_failed, resource_shortage})
    if (static_cast<std::uint32_t>(each) == reason) return true;  // its number
  return false;
}

Error channel_refused(std::uint16_t port, std::uint32_t reason) {
  return {.code = Errc::io,
          .message = cat("the firmware refused a channel to its port '", port, "' over LME with reason '", reason, "'"),
          .hint = "try again in a minute; the firmware may be starting its ports anew",
          .reason = "connect-refused"};
}

Error not_connected(Error error) {
  if (error.reason != "heci-busy") return error;
  error.message = cat("LME is held by Intel LMS or another program: ", error.message);
  error.hint = "wait until LMS serves the port, or end the program that holds LME";
  return error;
}

}  // namespace

Result<std::shared_ptr<LmeLink>> LmeLink::connect(Heci& heci, Clock& clock, Deadline deadline) {
  auto client = heci.connect(wire::kLme, {std::min(deadline.at, clock.in(kConnectTime).at)});
  if (!client) return not_connected(std::move(client).error());
  const std::size_t most = (*client)->max_message();
  if (most < wire::kApfProtocolVersion)
    return apf::malformed(cat("the firmware's LME takes messages of '", most, "' bytes, which are too short for APF"));
  // The constructor is private, where make_shared does not come.
  return std::shared_ptr<LmeLink>(new LmeLink(*std::move(client), most - wire::kApfDataHeader, clock));
}

Result<std::uint32_t> LmeLink::open(std::uint16_t port, Deadline deadline) {
  for (unsigned tried = 1;; ++tried) {
    ODCA_TRY(await_offer(port, deadline));
    ODCA_TRY(in_time(deadline));
    const std::uint32_t channel = session_.open(port);
    if (Status answered = await_answer(channel, deadline); !answered) {
      leave(channel);
      return std::move(answered).error();
    }
    if (session_.channel(channel).stage() != apf::Channel::Stage::refused) return channel;
    const std::uint32_t reason = session_.channel(channel).refusal();
    leave(channel);
    const bool late = clock_.in(kPause).at >= deadline.at;
    if (tried == kTries || late || !may_pass(reason)) return channel_refused(port, reason);
    clock_.sleep(kPause);
  }
}

Status LmeLink::await_offer(std::uint16_t port, Deadline deadline) {
  while (!session_.offers(port)) {
    const bool greeted = session_.has_greeted();
    Status heard = hear({greeted ? deadline.at : std::min(deadline.at, clock_.in(kSilence).at)});
    if (heard) continue;
    if (is_broken() || heard.error().reason != "timed-out") return heard;
    if (greeted || clock_.now() >= deadline.at)
      return timed_out(cat("the firmware did not offer its port '", port, "' over LME in time"));
    session_.greet();
    ODCA_TRY(flush(deadline));
  }
  return {};
}

Status LmeLink::await_answer(std::uint32_t channel, Deadline deadline) {
  ODCA_TRY(flush(deadline));
  while (session_.channel(channel).stage() == apf::Channel::Stage::opening) ODCA_TRY(hear(deadline));
  return {};
}

Result<std::size_t> LmeLink::read(std::uint32_t channel, std::span<std::uint8_t> into, Deadline deadline) {
  if (into.empty())  // 0 would be the orderly end
    return Error{.code = Errc::usage, .message = "reading into no room at all", .reason = "usage"};
  // Also where bytes are there already: firmware that never stops sending must not outlast a deadline.
  ODCA_TRY(in_time(deadline));
  for (;;) {
    if (const std::size_t count = session_.take(channel, into); count > 0) {
      // The bytes are there whatever becomes of the link; the next call tells.
      static_cast<void>(flush(deadline));
      return count;
    }
    if (session_.channel(channel).stage() == apf::Channel::Stage::closed) return std::size_t{0};
    if (Status heard = hear(deadline); !heard) return is_broken() ? lost(*cause_) : std::move(heard).error();
  }
}

Status LmeLink::write(std::uint32_t channel, ByteView bytes, Deadline deadline) {
  while (!bytes.empty()) {
    ODCA_TRY(in_time(deadline));
    if (is_broken()) return lost(*cause_);
    if (session_.channel(channel).stage() != apf::Channel::Stage::open) return channel_closed();
    const std::size_t said = session_.say(channel, bytes);
    bytes = bytes.subspan(said);
    Status done = said > 0 ? flush(deadline) : hear(deadline);
    if (!done) return is_broken() ? lost(*cause_) : std::move(done).error();
  }
  return {};
}

void LmeLink::leave(std::uint32_t channel) {
  session_.leave(channel);
  static_cast<void>(flush({clock_.now()}));  // a link that breaks here tells whoever uses it next
}

/// hear takes one message of AMT and says what follows from it. A link is not broken because AMT says nothing.
Status LmeLink::hear(Deadline deadline) {
  if (is_broken()) return *cause_;
  ODCA_TRY(in_time(deadline));
  Result<Bytes> message = client_->receive(deadline);
  if (!message && message.error().reason == "timed-out")
    return timed_out("the firmware did not answer over LME in time");
  if (!message) return broken(std::move(message).error());
  Status heard = session_.hear(*message);
  Status said = flush(deadline);
  return heard ? said : Status(broken(std::move(heard).error()));
}

Status LmeLink::flush(Deadline deadline) {
  while (auto message = session_.next()) {
    if (is_broken()) return *cause_;
    Status sent = client_->send(*message, {std::max(deadline.at, clock_.in(kSendTime).at)});
    if (!sent) return broken(std::move(sent).error());
  }
  return {};
}

Status LmeLink::in_time(Deadline deadline) const {
  if (clock_.now() < deadline.at) return {};
  return timed_out("the firmware did not answer over LME in time");
}

/// broken keeps the first cause.
Error LmeLink::broken(Error cause) {
  if (!is_broken()) cause_ = std::move(cause);
  client_.reset();
  return *cause_;
}

}  // namespace odca::amt
