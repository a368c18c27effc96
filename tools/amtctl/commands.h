// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The commands: what each takes, and its work. They print nothing themselves, save progress and questions.
#pragma once

#include <string_view>

#include "program.h"

namespace odca::amtctl {

using cli::Answer;
using cli::CommandLine;
using cli::Work;

Work info(CommandLine& line);
Work verify_device(CommandLine& line);
Work activate(CommandLine& line);
Work deactivate(CommandLine& line);

/// program_version is the version of this program.
std::string_view program_version();

}  // namespace odca::amtctl
