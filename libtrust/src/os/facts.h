// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// FileFacts: what the operating system says of a file, in terms of none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace odca {

enum class FileKind {
  other,  ///< a disk, a socket
  file,
  folder,
  link,
  character_device,  ///< a terminal, /dev/null
  named_pipe,
  handed_over,  ///< a pipe without a name: who runs the program opened it (/dev/stdin, /dev/fd/N)
};

struct FileFacts {
  FileKind kind = FileKind::other;
  unsigned owner = 0;  ///< user id
  unsigned group = 0;
  unsigned mode = 0;  ///< permission bits
  std::uint64_t size = 0;
  std::uint64_t device = 0;  ///< with `inode` the same for all names of one file, and for no other
  std::uint64_t inode = 0;
  bool read_only = false;  ///< mounted so that nobody may write to it; only told of a file that is open
};

inline bool is_same_file(const FileFacts& one, const FileFacts& other) {
  return one.device == other.device && one.inode == other.inode;
}

/// Links says what becomes of a symbolic link at the end of a path.
enum class Links { refuse, follow };

/// facts_of looks at what a path names; with Links::refuse at the link itself.
FileFacts facts_of(const std::filesystem::path& path, Links links, std::error_code& problem);

}  // namespace odca
