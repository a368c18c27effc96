// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a device must be for a command, and what to do when it is something else.
#pragma once

#include "odca/amt/device.h"

namespace odca::amt {

/// may_activate: not activated, nothing begun, switched on, and with TLS enforced. Fails with Errc::device
/// ("wrong-state", "half-provisioned"); the hint is the way out.
Status may_activate(const DeviceInfo& device);
/// may_deactivate: in client control mode, half-provisioned or not. Fails as may_activate does.
Status may_deactivate(const DeviceInfo& device);

/// in_words is "control mode 'client', provisioning state 'in'".
std::string in_words(const DeviceState& state);

}  // namespace odca::amt
