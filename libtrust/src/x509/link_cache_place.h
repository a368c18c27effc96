// Where a link cache may be written: over nothing that is somebody else's.
#pragma once

#include <filesystem>

#include "odca/result.h"

namespace odca {

/// check_link_cache_place is Errc::usage when something stands at `path` that LinkCache::save did not write: it is
/// nobody's cache, and must not be lost. A cache is a file of whoever runs this that begins with the whole first line
/// of one, whatever became of the rest. An empty file holds nothing to lose, and is taken when it has mode 0600, as
/// mktemp makes them; others may stand for something by being there. LinkCache::save asks it too.
Status check_link_cache_place(const std::filesystem::path& path);

}  // namespace odca
