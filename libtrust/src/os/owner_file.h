// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Files that belong to one user alone: a regular file, not a link, of the current user, with no right for
// others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "odca/bytes.h"
#include "odca/result.h"
#include "os/file.h"

namespace odca {

/// OwnerFile is such a file open for reading.
class OwnerFile {
 public:
  /// open gives nothing when there is no file. Its errors are those of read_owner_file.
  static Result<std::optional<OwnerFile>> open(const std::filesystem::path& path, std::uint64_t max_bytes);

  /// size is the one at the time it was opened.
  std::uint64_t size() const { return size_; }
  /// read hands over `count` bytes from `offset` on, in order, in blocks of 64 KiB and a last one that may be shorter.
  /// A file that has become shorter is Errc::io.
  Status read(std::uint64_t offset, std::uint64_t count, const std::function<void(ByteView)>& take) const;

 private:
  OwnerFile(OpenFile file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  OpenFile file_;
  std::uint64_t size_;
};

/// read_owner_file reads the whole file; nothing when there is none. Errc::permission when it is a link, another
/// user's, or open to group or others; Errc::limit when it is larger than `max_bytes`.
Result<std::optional<Bytes>> read_owner_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace odca
