// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "firmware/in_process.h"

#include <deque>
#include <utility>

#include "wire/pthi.h"

namespace odca::amtsim {
namespace {

/// Connection keeps the answers of one client until they are asked for.
class Connection : public amt::HeciClient {
 public:
  Connection(Firmware& firmware, const amt::Guid& client) : firmware_(firmware), client_(client) {}

  Status send(ByteView message, amt::Deadline) override {
    if (message.size() > max_message())
      return Error{
          .code = Errc::device,
          .message = "a message of " + std::to_string(message.size()) + " bytes is longer than the client takes",
          .hint = "send at most max_message() bytes",
          .reason = "too-big"};
    Bytes answer = firmware_.answer(client_, message);
    if (!answer.empty()) answers_.push_back(std::move(answer));
    return {};
  }

  Result<Bytes> receive(amt::Deadline) override {
    if (answers_.empty())
      return Error{.code = Errc::timeout,
                   .message = "the firmware did not answer in time",
                   .hint = "ask again; when it stays silent, restart the machine",
                   .reason = "timed-out"};
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

}  // namespace

Result<std::unique_ptr<amt::HeciClient>> InProcessHeci::connect(const amt::Guid& client, amt::Deadline) {
  if (!firmware_.has_client(client))
    return Error{.code = Errc::device,
                 .message = "the firmware has no client '" + to_hex(client) + "'",
                 .hint = "choose a profile of amt-sim that has it",
                 .reason = "heci-no-client"};
  return std::unique_ptr<amt::HeciClient>(std::make_unique<Connection>(firmware_, client));
}

}  // namespace odca::amtsim
