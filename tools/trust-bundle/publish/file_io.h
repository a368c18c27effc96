// Files of publishers: read whole with a bound, written as a whole or not at all, and never over a key file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "odca/result.h"

namespace odca::bundle_tool {

inline constexpr std::string_view kStandardOutput = "-";

/// read_text reads a file of at most `max_bytes` (E_IO, E_LIMIT).
Result<std::string> read_text(const std::filesystem::path& path, std::size_t max_bytes);

/// Replace says whether a file may stand there already.
enum class Replace { refused, allowed };
/// write_text puts a file in its place, flushed to the disk. An older one is replaced in one step: a reader sees the
/// old content or the new one, and after a crash too; its mode stays. What is not a regular file, and what is a key
/// file, is never replaced (E_IO).
Status write_text(const std::filesystem::path& path, std::string_view content, Replace replace);

}  // namespace odca::bundle_tool
