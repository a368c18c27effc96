// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Envelopes of answers, with the prefixes of the firmware.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ports/instance.h"
#include "ports/wsman_request.h"

namespace odca::amtsim {

/// Fault is why a request was not carried out. `code` has one of the prefixes that fault_answer binds.
struct Fault {
  std::string_view action{};
  std::string_view code{};
  std::string_view reason{};
};
extern const Fault kDestinationUnreachable, kActionNotSupported, kHeaderRequired, kAccessDenied, kSchemaValidation,
    kInvalidContext;

/// Each is a whole envelope. `number` is counted by the firmware, and stands in its MessageID. `uri` is that of the
/// instances' class.
std::string instance_answer(const WsmanRequest& request, std::uint64_t number, std::string_view uri,
                            const Instance& instance);
std::string method_answer(const WsmanRequest& request, std::uint64_t number, std::uint32_t return_value);
std::string enumerate_answer(const WsmanRequest& request, std::uint64_t number, std::string_view context);
std::string pull_answer(const WsmanRequest& request, std::uint64_t number, std::string_view uri,
                        const Instances& items);
std::string fault_answer(const WsmanRequest& request, std::uint64_t number, const Fault& fault);

}  // namespace odca::amtsim
