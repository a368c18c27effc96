// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The commands: what each takes, and its work. They print nothing themselves, except that a fleet's verdicts are
// written as they come.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "program.h"

namespace odca::cli {

/// Exit statuses; stable. kAccepted is returned for a verified path, and by commands that give no verdict.
inline constexpr int kAccepted = 0;
inline constexpr int kRejected = 1;
inline constexpr int kNoVerdict = 2;
/// kShown and kNotShown are the exit statuses, as help lists them, of commands that give no verdict.
inline constexpr std::pair<std::string_view, std::string_view> kShown{"0", "done"};
inline constexpr std::pair<std::string_view, std::string_view> kNotShown{
    "2", "usage, unreadable input, bad policy, bad trust source"};

Work verify(CommandLine& line);
Work batch_command(CommandLine& line);
Work inspect(CommandLine& line);
Work anchors(CommandLine& line);
Work rules(CommandLine& line);
Work policy_show(CommandLine& line);

/// program_name is "odca-verify" and its version.
std::string program_name();

}  // namespace odca::cli
