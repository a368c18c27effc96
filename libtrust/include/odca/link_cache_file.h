// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A LinkCache that is kept in a file between runs. The file, and that of its key, are for their owner alone.
#pragma once

#include <filesystem>

#include "odca/link_cache.h"
#include "odca/result.h"

namespace odca {

/// link_cache_key reads the key from `path`, or makes the file (mode 0600) with a new key. A file that others may read
/// or write, or of the wrong size, is an Error.
Result<LinkCacheKey> link_cache_key(const std::filesystem::path& path);

/// load_link_cache adds the entries of a file that save_link_cache wrote (LinkCache::read). An absent file adds
/// nothing; one that is not the owner's alone is an Error.
Status load_link_cache(LinkCache& cache, const std::filesystem::path& path);
/// save_link_cache writes all entries with mode 0600: to a new file beside `path`, flushed to disk and renamed over it.
Status save_link_cache(const LinkCache& cache, const std::filesystem::path& path);

/// check_link_cache_place is Errc::usage when something stands at `path` that save_link_cache did not write: it is
/// nobody's cache, and must not be lost. A cache is a file of whoever runs this that begins with the whole first line
/// of one, whatever became of the rest. An empty file holds nothing to lose, and is taken when it has mode 0600, as
/// mktemp makes them; others may stand for something by being there. save_link_cache asks it too.
Status check_link_cache_place(const std::filesystem::path& path);

}  // namespace odca
