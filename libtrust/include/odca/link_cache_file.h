// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A LinkCache that is kept in a file between runs. Only its owner may have access to that file and to the key file.
#pragma once

#include <filesystem>

#include "odca/link_cache.h"
#include "odca/result.h"

namespace odca {

/// link_cache_key reads the key from `path`, or makes the file (mode 0600) with a new key. Fails when others may read
/// or write the file, or its size is wrong.
Result<LinkCacheKey> link_cache_key(const std::filesystem::path& path);

/// load_link_cache adds the entries of a file by save_link_cache, as LinkCache::read does. A missing file adds nothing;
/// fails when others have access to the file.
Status load_link_cache(LinkCache& cache, const std::filesystem::path& path);
/// save_link_cache writes all entries with mode 0600: to a new file beside `path`, flushed to disk and renamed over it.
Status save_link_cache(const LinkCache& cache, const std::filesystem::path& path);

/// check_link_cache_place fails with Errc::usage when `path` exists and is not a cache, so that no other file is
/// overwritten. A cache is a file of this user that begins with the first line of one, or an empty file with mode 0600,
/// as mktemp makes them. save_link_cache checks this too.
Status check_link_cache_place(const std::filesystem::path& path);

}  // namespace odca
