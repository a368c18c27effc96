// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// InProcessHeci: the way to a Firmware of this program, for tests that need no device file.
#pragma once

#include <memory>
#include <string>

#include "firmware/conversation.h"
#include "firmware/firmware.h"
#include "odca/amt/heci.h"

namespace odca::amtsim {

/// InProcessHeci connects to the clients of `firmware` and, where `lme` is given, to that; both must outlive it and its
/// connections. An answer of the firmware is there as soon as its request was sent, and a receive without one fails as
/// if its deadline had passed. LME speaks unasked: a receive waits for it until the deadline, by the steady clock.
class InProcessHeci : public amt::Heci {
 public:
  explicit InProcessHeci(Firmware& firmware, TalkingClient* lme = nullptr) : firmware_(firmware), lme_(lme) {}
  Result<std::unique_ptr<amt::HeciClient>> connect(const amt::Guid& client, amt::Deadline deadline) override;
  std::string name() const override { return "amt-sim"; }

 private:
  Firmware& firmware_;
  TalkingClient* lme_;
};

}  // namespace odca::amtsim
