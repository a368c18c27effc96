// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The commands: what each takes, and its work. They print nothing themselves, save questions.
#pragma once

#include <string_view>
#include <utility>

#include "program.h"

namespace odca::bundle_tool {

using cli::Answer;
using cli::Work;

/// kOtherStatuses ends the list of exit statuses in every help.
inline constexpr std::pair<std::string_view, std::string_view> kOtherStatuses{
    "n", "every other status is a class of failure (docs/bundles.md, section 8)"};

// For operators.
Work install(cli::CommandLine& line);
Work status(cli::CommandLine& line);
Work rollback(cli::CommandLine& line);
Work recover(cli::CommandLine& line);
Work log_verify(cli::CommandLine& line);
Work verify(cli::CommandLine& line);
Work inspect(cli::CommandLine& line);
Work diff(cli::CommandLine& line);
// For publishers.
Work key_new(cli::CommandLine& line);
Work key_show(cli::CommandLine& line);
Work key_passwd(cli::CommandLine& line);
Work root_init(cli::CommandLine& line);
Work root_rotate(cli::CommandLine& line);
Work build_command(cli::CommandLine& line);
Work payload(cli::CommandLine& line);
Work sign(cli::CommandLine& line);
Work add_signature(cli::CommandLine& line);
Work merge_command(cli::CommandLine& line);
Work minisign_key(cli::CommandLine& line);
Work minisign_sign(cli::CommandLine& line);
// For both.
Work export_command(cli::CommandLine& line);
Work minisign_verify(cli::CommandLine& line);

}  // namespace odca::bundle_tool
