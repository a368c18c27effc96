// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes of answers, with the prefixes of the firmware.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ports/wsman_request.h"

namespace odca::amtsim {

/// Instance is the properties of one object, in alphabetical order, as hardware writes them; arrays repeat a name.
using Instance = std::vector<Field>;

/// Fault is why a request was not carried out. `code` has one of the prefixes that fault_answer binds.
struct Fault {
  std::string_view action{};
  std::string_view code{};
  std::string_view reason{};
};
extern const Fault kDestinationUnreachable, kActionNotSupported, kHeaderRequired, kAccessDenied, kSchemaValidation,
    kInvalidContext;

/// Each is a whole envelope. `number` is counted by the firmware, and stands in its MessageID.
std::string instance_answer(const WsmanRequest& request, std::uint64_t number, const Instance& instance);
std::string method_answer(const WsmanRequest& request, std::uint64_t number, std::uint32_t return_value);
std::string enumerate_answer(const WsmanRequest& request, std::uint64_t number, std::string_view context);
std::string pull_answer(const WsmanRequest& request, std::uint64_t number, const std::vector<Instance>& items);
std::string fault_answer(const WsmanRequest& request, std::uint64_t number, const Fault& fault);

}  // namespace odca::amtsim
