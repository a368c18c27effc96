// Files that belong to one user alone: mode 0600, a regular file, not a link, owned by whoever runs the program.
#pragma once

#include <filesystem>
#include <optional>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// read_owner_file reads the whole file; nothing when there is none. Errc::permission when it is a link, another
/// user's, or open to group or others; Errc::limit when it is larger than `max_bytes`.
Result<std::optional<Bytes>> read_owner_file(const std::filesystem::path& path, std::size_t max_bytes);

/// write_owner_file replaces the file as a whole: a new file in the same folder with mode 0600, flushed to disk,
/// renamed over the old one, the folder flushed. A reader sees the old content or the new one.
Status write_owner_file(const std::filesystem::path& path, ByteView content);

}  // namespace odca
