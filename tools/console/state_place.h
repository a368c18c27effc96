// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where the state directory of installed bundles lies.
#pragma once

#include <optional>
#include <string>

#include "odca/result.h"

namespace odca::cli {

/// state_place is the state directory that a change or a report is about: `state` (--state) when given, the one of this
/// user with `user` (--user), else kStatePlace, the system's. Fails with Errc::usage when the environment names no home
/// for the user's.
Result<std::string> state_place(const std::optional<std::string>& state, bool user);

}  // namespace odca::cli
