// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Folders: making those of our user alone, and the paths that a pattern matches.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace odca {

/// make_private_folder makes the folder, and those above it that are missing, with mode 0700 (as the XDG Base Directory
/// Specification has it).
std::error_code make_private_folder(const std::filesystem::path& folder);

/// paths_that_match expands a pattern of the shell (*, ?, []) in the order of names. No match is no problem.
std::vector<std::string> paths_that_match(const std::string& pattern, std::error_code& problem);

}  // namespace odca
