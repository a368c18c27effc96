// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Files that the commands read and write, with the classes of failure of bundles, and never over a key file. The one
// place of this program that writes files; installed trust and TUF repositories go through libtrust's
// state/directory.h.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "odca/result.h"
#include "os/new_file.h"

namespace odca::bundle_tool {

inline constexpr std::string_view kStandardOutput = "-";

/// read_text reads a file of at most `max_bytes` (E_IO, E_LIMIT).
Result<std::string> read_text(const std::filesystem::path& path, std::size_t max_bytes);

/// write_text puts a file in its place (os/new_file.h). The mode of an older one stays. What is not a regular file, and
/// what is a key file, is never replaced (E_IO). With Replace::refused it is write_new with the rights of any file.
Status write_text(const std::filesystem::path& path, std::string_view content, Replace replace);

/// write_new makes a file where nothing is, not even a link; a quicker writer keeps his (E_IO).
Status write_new(const std::filesystem::path& path, std::string_view content, Rights rights);

}  // namespace odca::bundle_tool
