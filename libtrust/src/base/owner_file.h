// Files that belong to one user alone: mode 0600, a regular file, not a link, owned by whoever runs the program.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca {

/// OwnerFile is such a file open for reading; what is read stays that file, whatever happens to its name.
class OwnerFile {
 public:
  /// open gives nothing when there is no file. Its errors are those of read_owner_file.
  static Result<std::optional<OwnerFile>> open(const std::filesystem::path& path, std::uint64_t max_bytes);
  OwnerFile(OwnerFile&& other) noexcept;
  OwnerFile& operator=(OwnerFile&& other) noexcept;
  ~OwnerFile();

  /// size is the one at the time it was opened.
  std::uint64_t size() const { return size_; }
  /// read hands over `count` bytes from `offset` on, in order, in blocks of 64 KiB and a last one that may be shorter.
  /// A file that has become shorter is Errc::io.
  Status read(std::uint64_t offset, std::uint64_t count, const std::function<void(ByteView)>& take) const;

 private:
  OwnerFile(int descriptor, std::uint64_t size, std::filesystem::path path)
      : descriptor_(descriptor), size_(size), path_(std::move(path)) {}

  int descriptor_;
  std::uint64_t size_;
  std::filesystem::path path_;
};

/// read_owner_file reads the whole file; nothing when there is none. Errc::permission when it is a link, another
/// user's, or open to group or others; Errc::limit when it is larger than `max_bytes`.
Result<std::optional<Bytes>> read_owner_file(const std::filesystem::path& path, std::size_t max_bytes);

/// write_owner_file replaces the file as a whole: a new file in the same folder with mode 0600, flushed to disk,
/// renamed over the old one, the folder flushed. A reader sees the old content or the new one.
Status write_owner_file(const std::filesystem::path& path, ByteView content);

/// Append takes the next part of a file's content.
using Append = std::function<Status(ByteView part)>;
/// write_owner_file does the same with content that `produce` hands over part by part.
Status write_owner_file(const std::filesystem::path& path, const std::function<Status(const Append&)>& produce);

}  // namespace odca
