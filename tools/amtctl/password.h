// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Passwords: from a file of its owner alone, the environment, a descriptor, or the terminal, unseen. Never from the
// command line, which every user of the machine can read.
#pragma once

#include <optional>
#include <string>

#include "command_line.h"
#include "odca/amt/secret.h"
#include "odca/result.h"

namespace odca::amtctl {

struct PasswordOptions {
  std::optional<std::string> file{};
  std::optional<std::string> environment{};  ///< the name of a variable
  std::optional<std::string> descriptor{};
  std::optional<bool> on_the_line{};  ///< is never filled: giving it is an error
};
void take_password(cli::CommandLine& line, PasswordOptions& options);

/// read_password takes the password from the place that is named, else asks at the terminal, twice. A line end behind
/// it does not count. Fails with Errc::usage for an empty or endless one, and where there is nobody to ask; with
/// Errc::permission for a file that is open to others; with reason "interrupted".
Result<amt::Secret> read_password(const PasswordOptions& options);

}  // namespace odca::amtctl
