// Reading a whole file with a limit on its size, without ever waiting for somebody to write to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// OpenFile is a regular file open for reading, or a pipe that was handed over open (/dev/stdin, /dev/fd/N). Whatever
/// happens to its name, it stays that file.
class OpenFile {
 public:
  /// open fails at once for a folder, a named pipe, a device or a socket (reason "not-a-file"), and with Errc::io or
  /// Errc::permission when it cannot be opened (reason "unreadable-file"); the error names the file.
  static Result<OpenFile> open(const std::filesystem::path& path);
  OpenFile(OpenFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        device_(other.device_),
        inode_(other.inode_),
        path_(std::move(other.path_)) {}
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile();

  std::uint64_t device() const { return device_; }
  std::uint64_t inode() const { return inode_; }
  /// read returns the content from the beginning, once: Errc::limit (reason "too-big") when there is more than
  /// `max_bytes`. Not more than that and one byte are ever read, whatever size the file claims.
  Result<Bytes> read(std::size_t max_bytes) const;

 private:
  OpenFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
  std::filesystem::path path_;
};

/// read_file is both in one.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace odca
