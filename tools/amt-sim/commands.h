// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The commands: what each takes, and its work.
#pragma once

#include "program.h"

namespace odca::amtsim {

using cli::Answer;
using cli::CommandLine;
using cli::Work;

/// Exit statuses; stable.
inline constexpr int kDone = 0, kNotServed = 1, kUsage = 2;

Work run(CommandLine& line);
Work list_faults(CommandLine& line);

}  // namespace odca::amtsim
