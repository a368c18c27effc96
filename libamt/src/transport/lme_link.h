// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// LmeLink: one connection to LME, and the channels in it. It carries the messages of apf::Session, waits and gives up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "apf/session.h"
#include "odca/amt/heci.h"
#include "odca/amt/stream.h"

namespace odca::amt {

/// LmeLink hears AMT only while somebody waits in it; messages for any channel are then kept for that channel, which
/// takes as much as its window. Once broken it stays so, and nothing that was sent over it is sent again.
class LmeLink {
 public:
  /// connect opens LME; nothing is said yet. `clock` is borrowed. Fails as lme_port does.
  static Result<std::shared_ptr<LmeLink>> connect(Heci& heci, Clock& clock, Deadline deadline);

  /// open opens a channel to a port of AMT and returns its number. It waits until AMT offers the port, and asks three
  /// times when AMT refuses for a reason that may pass.
  Result<std::uint32_t> open(std::uint16_t port, Deadline deadline);
  // As ByteStream has them, for a channel that was opened and not left.
  Result<std::size_t> read(std::uint32_t channel, std::span<std::uint8_t> into, Deadline deadline);
  Status write(std::uint32_t channel, ByteView bytes, Deadline deadline);
  /// leave closes a channel and does not wait for AMT to do so as well.
  void leave(std::uint32_t channel);

  bool is_broken() const { return cause_.has_value(); }

 private:
  LmeLink(std::unique_ptr<HeciClient> client, std::size_t most_data, Clock& clock)
      : client_(std::move(client)), clock_(clock), session_(most_data) {}

  Status await_offer(std::uint16_t port, Deadline deadline);
  Status await_answer(std::uint32_t channel, Deadline deadline);
  Status hear(Deadline deadline);
  Status flush(Deadline deadline);
  Status in_time(Deadline deadline) const;
  Error broken(Error cause);

  std::unique_ptr<HeciClient> client_;  ///< none once broken: LME is free again, although streams may still be there
  Clock& clock_;
  apf::Session session_;
  std::optional<Error> cause_{};  ///< why it is broken
};

}  // namespace odca::amt
