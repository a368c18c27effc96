// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// WsmanService: what is asked of the classes, which classes.h has, and of their methods, of which it has the table.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "firmware/firmware.h"
#include "ports/own_certificate.h"
#include "ports/wsman_request.h"

namespace odca::amtsim {

/// WsmanOutcome is the answer to a request, or that there is none: the connection ends without.
struct WsmanOutcome {
  enum class Kind { fault, answer, silence };
  Kind kind = Kind::fault;
  std::string envelope{};
};

/// WsmanService answers those who may log in. Thread-safe.
class WsmanService {
 public:
  WsmanService(Firmware& firmware, OwnCertificate own) : firmware_(firmware), own_(std::move(own)) {}
  WsmanOutcome answer(const WsmanRequest& request, std::string_view user);

 private:
  WsmanOutcome get(const WsmanRequest& request);
  WsmanOutcome enumerate(const WsmanRequest& request);
  WsmanOutcome pull(const WsmanRequest& request);
  WsmanOutcome invoke(const WsmanRequest& request, std::string_view user);
  std::uint64_t next_number();

  Firmware& firmware_;
  const OwnCertificate own_;
  std::mutex lock_{};
  std::uint64_t number_ = 0;
  std::uint32_t enumerations_ = 0;
  std::map<std::string, std::string> contexts_{};  ///< those not yet pulled, and their class URI
};

/// effect_of is the name under which the effects of a request are counted, "Setup"; empty for one that changes nothing.
std::string effect_of(const WsmanRequest& request);

}  // namespace odca::amtsim
