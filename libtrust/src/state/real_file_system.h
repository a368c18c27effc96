// The FileSystem of this machine, and reading of the bundle that is to be installed.
#pragma once

#include <memory>
#include <string>

#include "odca/result.h"
#include "state/file_system.h"

namespace odca::state {

std::unique_ptr<FileSystem> real_file_system();

/// read_bundle_file reads a regular file whole, of at most `max_bytes`: E_IO for anything that is no regular file (a
/// pipe does not hang), E_LIMIT for more.
Result<std::string> read_bundle_file(const std::string& path, std::size_t max_bytes);
/// read_bundle_stdin reads the standard input to its end, and little more than `max_bytes`: more is E_LIMIT.
Result<std::string> read_bundle_stdin(std::size_t max_bytes);

}  // namespace odca::state
