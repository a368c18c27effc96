// Files that the commands read and write: read whole with a bound, written as a whole or not at all, and never over a
// key file. The one place of this program that writes files; installed trust and TUF repositories go through libtrust's
// state/directory.h.
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
/// file, is never replaced (E_IO). With Replace::refused it is write_new with the rights of any file.
Status write_text(const std::filesystem::path& path, std::string_view content, Replace replace);

/// Rights are those of a new file.
enum class Rights {
  owner_alone,  ///< 0600
  usual,        ///< 0666 less the umask
};
/// Link gives a file a second name and fails when something has that name: link(2), or what a test puts in its place.
using Link = int (*)(const char* file, const char* name);
int link_file(const char* file, const char* name);

/// write_new makes a file where nothing stands, not even a link, and whoever is quicker keeps his (E_IO). It is written
/// and flushed beside, and then linked to its name, so that a crash leaves the whole file or none. Where the file
/// system knows no links (FAT on a stick, some network shares), it is written under its own name: a crash may then
/// leave a part, but nothing is replaced either.
Status write_new(const std::filesystem::path& path, std::string_view content, Rights rights, Link link = link_file);

}  // namespace odca::bundle_tool
