// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// wait_for_state: the firmware's own word, over HECI, whether a change was made.
#pragma once

#include <functional>
#include <optional>

#include "odca/amt/activation.h"

namespace odca::amt {

/// asked_to_end is false when nobody can ask.
bool asked_to_end(const Environment& environment);

struct Waited {
  bool reached = false;
  std::optional<DeviceState> state{};  ///< as read last; absent when the last reading failed
};
/// wait_for_state reads mode and state every second until they are as `wanted`, `time` has passed, or the program was
/// asked to end; at least once. A reading that fails does not end it: firmware that changes its settings may be silent.
Waited wait_for_state(Environment& environment, const std::function<bool(const DeviceState&)>& wanted,
                      milliseconds time);

}  // namespace odca::amt
