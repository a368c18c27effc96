// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "firmware/in_process.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "wire/apf.h"
#include "wire/clients.h"
#include "wire/pthi.h"

namespace odca::amtsim {
namespace {

Error too_long(std::size_t size) {
  return {.code = Errc::device,
          .message = "a message of " + std::to_string(size) + " bytes is longer than the client takes",
          .hint = "send at most max_message() bytes",
          .reason = "too-big"};
}

Error silent() {
  return {.code = Errc::timeout,
          .message = "the firmware did not answer in time",
          .hint = "ask again; when it stays silent, restart the machine",
          .reason = "timed-out"};
}

/// Connection keeps the answers of one client until they are asked for.
class Connection : public amt::HeciClient {
 public:
  Connection(Firmware& firmware, const amt::Guid& client) : firmware_(firmware), client_(client) {}

  Status send(ByteView message, amt::Deadline) override {
    if (message.size() > max_message()) return too_long(message.size());
    Bytes answer = firmware_.answer(client_, message);
    if (!answer.empty()) answers_.push_back(std::move(answer));
    return {};
  }

  Result<Bytes> receive(amt::Deadline) override {
    if (answers_.empty()) return silent();
    Bytes answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
  }

  std::size_t max_message() const override { return amt::wire::kPthiMaxMessage; }
  unsigned protocol_version() const override { return 1; }

 private:
  Firmware& firmware_;
  amt::Guid client_;
  std::deque<Bytes> answers_{};
};

/// LmeConnection waits for what LME says. Its other end may have something at any time.
class LmeConnection : public amt::HeciClient {
 public:
  /// connect returns false when LME is not free.
  bool connect(TalkingClient& lme) {
    conversation_ = lme.open([this] { ring(); });
    return conversation_ != nullptr;
  }

  Status send(ByteView message, amt::Deadline) override {
    if (message.size() > max_message()) return too_long(message.size());
    conversation_->hear(message);
    return {};
  }

  Result<Bytes> receive(amt::Deadline deadline) override {
    for (;;) {
      if (auto message = conversation_->next()) return *std::move(message);
      std::unique_lock hold(lock_);
      if (!bell_.wait_until(hold, deadline.at, [this] { return rung_; })) return silent();
      rung_ = false;
    }
  }

  std::size_t max_message() const override { return amt::wire::kLmeMaxMessage; }
  unsigned protocol_version() const override { return kLmeProtocolVersion; }

 private:
  void ring() {
    const std::lock_guard hold(lock_);
    rung_ = true;
    bell_.notify_one();
  }

  std::mutex lock_{};
  std::condition_variable bell_{};
  bool rung_ = false;
  std::unique_ptr<Conversation> conversation_{};  // the last: it rings until it ends
};

}  // namespace

Result<std::unique_ptr<amt::HeciClient>> InProcessHeci::connect(const amt::Guid& client, amt::Deadline) {
  if (lme_ != nullptr && client == amt::wire::kLme) {
    auto connection = std::make_unique<LmeConnection>();
    if (!connection->connect(*lme_))
      return Error{.code = Errc::device,
                   .message = "the firmware's client for LMS is in use",
                   .hint = "end the program that holds it",
                   .reason = "heci-busy"};
    return std::unique_ptr<amt::HeciClient>(std::move(connection));
  }
  if (!firmware_.has_client(client))
    return Error{.code = Errc::device,
                 .message = "the firmware has no client '" + to_hex(client) + "'",
                 .hint = "choose a profile of amt-sim that has it",
                 .reason = "heci-no-client"};
  return std::unique_ptr<amt::HeciClient>(std::make_unique<Connection>(firmware_, client));
}

}  // namespace odca::amtsim
