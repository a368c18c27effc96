// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// FileSystem: the few calls to the operating system that files are made and replaced with, each as thin as the call
// itself, so that a test can let any of them fail, be interrupted, or be lost in a power cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"
#include "os/facts.h"

namespace odca {

/// Fault is what went wrong with a call, as far as we act on it.
enum class Fault {
  other,
  none,
  interrupted,
  absent,
  exists,
  symlink,
  not_directory,
  access,
  read_only,
  no_space,
  too_large,
  cross_device,
  busy,
  unsupported,
  io,
};
/// to_string is the text for messages: "no space left".
std::string_view to_string(Fault fault);

/// Call is what a call gave: `value` counts only when `fault` is none.
template <class T>
struct [[nodiscard]] Call {
  T value{};
  Fault fault = Fault::none;
};

/// Rights are those of a new file.
enum class Rights {
  owner_alone,  ///< 0600
  usual,        ///< 0666 less the umask
};

/// FileSystem is the interface. Names are single path components. A handle is open until close(), whatever that
/// returns. Nothing here retries; Directory does.
class FileSystem {
 public:
  using Handle = int;
  virtual ~FileSystem() = default;

  virtual Call<Handle> open_path(const std::string& path, Links links) = 0;  ///< a directory
  virtual Call<Handle> open_directory(Handle at, const std::string& name) = 0;
  virtual Call<Handle> open_to_read(Handle at, const std::string& name) = 0;           ///< never blocks on a pipe
  virtual Call<Handle> create(Handle at, const std::string& name, Rights rights) = 0;  ///< fails when it exists
  /// open_to_append makes the file (mode 0600) when there is none.
  virtual Call<Handle> open_to_append(Handle at, const std::string& name) = 0;
  virtual Call<std::size_t> read(Handle file, std::uint64_t offset, std::span<char> into) = 0;  ///< 0: the end
  virtual Call<std::size_t> write(Handle file, std::string_view content) = 0;                   ///< at the end
  [[nodiscard]] virtual Fault sync(Handle handle) = 0;  ///< of a file or a directory
  [[nodiscard]] virtual Fault set_mode(Handle handle, unsigned mode) = 0;
  [[nodiscard]] virtual Fault close(Handle handle) = 0;
  [[nodiscard]] virtual Fault make_directory(Handle at, const std::string& name) = 0;  ///< mode 0755
  [[nodiscard]] virtual Fault rename(Handle at, const std::string& from, const std::string& to) = 0;
  /// link gives a file a second name, which must not exist: Fault::unsupported where the file system has no links.
  [[nodiscard]] virtual Fault link(Handle at, const std::string& from, const std::string& to) = 0;
  [[nodiscard]] virtual Fault remove(Handle at, const std::string& name) = 0;
  virtual Call<std::vector<std::string>> list(Handle directory) = 0;
  virtual Call<FileFacts> facts(Handle handle) = 0;
  virtual Call<FileFacts> facts_at(Handle at, const std::string& name) = 0;  ///< of a link itself
  /// lock takes the advisory lock or returns busy at once; closing frees it, and so does the end of the process.
  [[nodiscard]] virtual Fault lock(Handle file) = 0;
  /// name_holder makes this process's number the content of the lock file, for messages only.
  virtual void name_holder(Handle file) = 0;
  virtual void pause() = 0;  ///< kPauseMilliseconds
  virtual unsigned user() = 0;
  /// check_place fails with Errc::permission when another than root or our user may exchange a name that the path of a
  /// directory passes through (os/path_walk.h), whether or not the directory is there yet. The directory itself is
  /// judged by the handle that is then used.
  virtual Status check_place(const std::string& path) = 0;
  /// may_change tells without writing whether names can be made in a directory, or in the folder that is there above
  /// it.
  [[nodiscard]] virtual Fault may_change(const std::string& path) = 0;
  /// free_bytes is how much our user can still write there, or in the folder that is there above it.
  virtual Call<std::uint64_t> free_bytes(const std::string& path) = 0;

  static constexpr unsigned kPauseMilliseconds = 50;
};

/// real_file_system is that of this machine.
std::unique_ptr<FileSystem> real_file_system();

}  // namespace odca
