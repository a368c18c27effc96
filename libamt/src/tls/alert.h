// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The alerts of TLS: their names, and what one of them says about a device.
#pragma once

#include <cstdint>
#include <string_view>

namespace odca::amt {

struct AlertMeaning {
  std::string_view name{};  ///< as in RFC 8446 6 and RFC 5246 7.2; empty for a number that has none
  std::string_view hint{};  ///< what to do when the device sent it; often empty
};

/// alert_meaning looks an AlertDescription up.
AlertMeaning alert_meaning(std::uint8_t description);

}  // namespace odca::amt
