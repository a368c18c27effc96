// Reading a whole file with a limit on its size.
#pragma once

#include <cstddef>
#include <filesystem>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// read_file returns the content of a regular file of at most `max_bytes`; no pipe and no device is waited for. Fails
/// with Errc::io or Errc::permission when it cannot be read or is anything else, and with Errc::limit when there is
/// more; the error names the file. Not more than `max_bytes` and one byte are ever read, whatever size it claims.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace odca
