// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The clock of this machine.
#pragma once

#include "odca/time.h"

namespace odca::cli {

/// host_clock reads the clock; nothing else in the project does.
Time host_clock();

/// monotonic_clock measures how long something takes; its start has no meaning.
std::chrono::milliseconds monotonic_clock();

}  // namespace odca::cli
