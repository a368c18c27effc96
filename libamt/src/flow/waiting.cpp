// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/waiting.h"

namespace odca::amt {

bool asked_to_end(const Environment& environment) { return environment.asked_to_end && environment.asked_to_end(); }

Waited wait_for_state(Environment& environment, const std::function<bool(const DeviceState&)>& wanted,
                      milliseconds time) {
  constexpr milliseconds kBetween{1000};
  const Deadline deadline = environment.clock.in(time);
  for (;;) {
    // Looked at before the reading, so that one comes after the end of the time.
    const bool last = environment.clock.now() >= deadline.at || asked_to_end(environment);
    const Result<DeviceState> state = read_device_state(environment.heci, environment.clock);
    const bool reached = state && wanted(*state);
    if (reached || last) return {.reached = reached, .state = state ? std::optional(*state) : std::nullopt};
    environment.clock.sleep(kBetween);
  }
}

}  // namespace odca::amt
