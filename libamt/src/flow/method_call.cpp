// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/method_call.h"

#include <utility>

#include "io/text.h"
#include "wire/pthi.h"
#include "wire/wsman.h"

namespace odca::amt {
namespace {

/// kSetupNames are the ReturnValues of Setup (Intel AMT SDK, IPS_HostBasedSetupService); 0 is success.
constexpr wire::StatusName kSetupNames[] = {
    {1, "INTERNAL_ERROR"},  {2, "INVALID_STATE"},         {3, "INVALID_PARAMETER"},
    {4, "METHOD_DISABLED"}, {5, "AUTHENTICATION_FAILED"}, {6, "FLASH_WRITE_LIMIT_EXCEEDED"},
};

Called refused(Failure failure) { return {.way = Called::Way::refused, .failure = std::move(failure)}; }

Called refused_with(std::string_view class_uri, std::string_view method, std::uint32_t value) {
  Failure failure = failure_of({.code = Errc::device,
                                .message = cat("the firmware refused '", method, "' with ReturnValue '", value, "', ",
                                               return_value_name(class_uri, value)),
                                .hint = "look at the device with 'amtctl info', then try again",
                                .reason = "firmware-refused"});
  failure.firmware_status = value;
  return refused(std::move(failure));
}

}  // namespace

std::string_view return_value_name(std::string_view class_uri, std::uint32_t value) {
  if (!class_uri.ends_with("/IPS_HostBasedSetupService") || value == 0) return wire::status_name(value);
  for (const wire::StatusName& row : kSetupNames)
    if (row.code == value) return row.name;
  return "UNKNOWN";
}

Called call_method(WsmanClient& client, std::string_view class_uri, std::string_view method, const Parameters& input) {
  Result<WsmanAnswer> answer = client.invoke(class_uri, method, input);
  if (!answer) {
    const bool lost = answer.error().reason == "reply-lost";
    return {.way = lost ? Called::Way::unclear : Called::Way::refused,
            .failure = failure_of(std::move(answer).error())};
  }
  const std::optional<std::uint32_t> value = answer->return_value();
  if (!value)
    return {.failure = failure_of({.code = Errc::protocol,
                                   .message = cat("the answer to '", method, "' has no ReturnValue"),
                                   .reason = "reply-lost"})};
  if (*value != 0) return refused_with(class_uri, method, *value);
  return {.way = Called::Way::done};
}

}  // namespace odca::amt
