// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Writing files whole or not at all: beside their place, flushed to the disk, then put there in one step. A reader, and
// who comes after a crash, sees the old content or the new one.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "odca/bytes.h"
#include "odca/result.h"
#include "os/file_system.h"

namespace odca {

/// uninterrupted calls until a signal no longer interferes.
inline Fault fault_in(Fault fault) { return fault; }
template <class T>
Fault fault_in(const Call<T>& call) {
  return call.fault;
}
template <class Calling>
auto uninterrupted(Calling calling) {
  auto outcome = calling();
  while (fault_in(outcome) == Fault::interrupted) outcome = calling();
  return outcome;
}

/// WrittenFile is an open file on its way to the disk: content, mode, flush, close, in this order.
class WrittenFile {
 public:
  enum class Step { write, set_mode, flush, close };
  /// Failure is the step that failed; with Fault::none there is none.
  struct [[nodiscard]] Failure {
    Step step = Step::write;
    Fault fault = Fault::none;
    explicit operator bool() const { return fault != Fault::none; }
  };

  WrittenFile(FileSystem& files, FileSystem::Handle handle) : files_(files), handle_(handle) {}
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;
  ~WrittenFile();

  Failure write(std::string_view content);
  /// finish gives the file its mode, if one is named, before the flush, so that the flush covers it, and closes it.
  Failure finish(std::optional<unsigned> mode);

 private:
  FileSystem& files_;
  std::optional<FileSystem::Handle> handle_;
};

enum class Replace { refused, allowed };
struct Writing {
  Replace replace = Replace::refused;
  Rights rights = Rights::owner_alone;
  std::optional<unsigned> mode{};  ///< instead of that of `rights`, whatever the umask
};
/// Append takes the next part of a file's content.
using Append = std::function<Status(ByteView part)>;

/// write_file puts a file in its place, and flushes the folder. With Replace::allowed it replaces the file
/// there, a link included, in one step. With Replace::refused nothing may be there, and a quicker writer keeps his
/// (reason "exists"): it is linked to its name; where the file system knows no links (FAT on a stick, some network
/// shares), it is written anew under its own name, and a crash may leave a part. `produce` may be called twice. Other
/// reasons are "no-space", "not-durable" and "not-written".
Status write_file(const std::filesystem::path& path, const Writing& writing,
                  const std::function<Status(const Append&)>& produce, FileSystem& files);
Status write_file(const std::filesystem::path& path, const Writing& writing,
                  const std::function<Status(const Append&)>& produce);
Status write_file(const std::filesystem::path& path, const Writing& writing, ByteView content);

}  // namespace odca
