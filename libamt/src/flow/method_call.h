// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// call_method: a method with effects and its ReturnValue, told in three ways: done, refused, unclear.
#pragma once

#include <cstdint>
#include <string_view>

#include "odca/amt/activation.h"
#include "wsman/client.h"

namespace odca::amt {

/// return_value_name is the name of a method's ReturnValue. IPS_HostBasedSetupService has numbers of its own.
std::string_view return_value_name(std::string_view class_uri, std::uint32_t value);

struct Called {
  enum class Way { unclear, refused, done };
  Way way = Way::unclear;
  Failure failure{};  ///< why it was not done, or why that is unclear
};
/// call_method calls once, whatever the answer. A 401 says that nothing was done, and is refused all the same: the word
/// of a firmware that errs would be an effect asked for twice.
Called call_method(WsmanClient& client, std::string_view class_uri, std::string_view method, const Parameters& input);

}  // namespace odca::amt
