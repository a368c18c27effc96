// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Reading the bundle that a command is about.
#pragma once

#include <string>

#include "odca/result.h"

namespace odca::bundle_tool {

inline constexpr std::string_view kStandardInput = "-";

/// read_bundle reads a regular file, or standard input for '-', once and whole: E_IO, E_LIMIT. All that follows uses
/// these bytes, so that replacing the file changes nothing.
Result<std::string> read_bundle(const std::string& file);

}  // namespace odca::bundle_tool
