// Where a link cache may be written: over nothing that is somebody else's.
#pragma once

#include <filesystem>

#include "odca/result.h"

namespace odca {

/// check_link_cache_place is Errc::usage when something stands at `path` that LinkCache::save did not write: it is
/// nobody's cache, and must not be lost. A cache that was damaged or cut off is one still, and so is an empty file.
/// LinkCache::save asks it too.
Status check_link_cache_place(const std::filesystem::path& path);

}  // namespace odca
