// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OpenFile: a file that is open, whatever happens to its name; and the one reader of whole files, with a limit on their
// size, which never waits for somebody to write to a pipe that has a name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "odca/bytes.h"
#include "odca/result.h"
#include "os/facts.h"

namespace odca {

/// Pipes says what becomes of a pipe that was handed over open (/dev/stdin, /dev/fd/N).
enum class Pipes { refuse, handed_over };
/// Access: who writes may read too, and makes the file when there is none (mode 0600).
enum class Access { read, write };
/// Wait says whether a lock that another holds is waited for.
enum class Wait { no, yes };

class OpenFile {
 public:
  /// open_to_read fails at once for a folder, a named pipe, a device or a socket (reason "not-a-file"), and with
  /// Errc::io or Errc::permission when it cannot be opened (reason "unreadable-file"); the error names the file.
  static Result<OpenFile> open_to_read(const std::filesystem::path& path, Pipes pipes = Pipes::handed_over);
  /// open takes any kind of file, waits for nothing, and fails for callers who say it in their own words.
  static OpenFile open(const std::filesystem::path& path, Access access, Links links, std::error_code& problem);
  /// open_locked opens the file at a path, a link not followed, and waits for its lock. Where no file is, nothing is
  /// open, which is no problem.
  static OpenFile open_locked(const std::filesystem::path& path, std::error_code& problem);
  /// The three streams stay open when the object ends.
  static OpenFile standard_input();
  static OpenFile standard_output();
  static OpenFile standard_error();

  OpenFile(OpenFile&& other) noexcept
      : handle_(std::exchange(other.handle_, kClosed)), ours_(other.ours_), path_(std::move(other.path_)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(ours_, other.ours_);
    path_.swap(other.path_);
    return *this;
  }
  ~OpenFile() { static_cast<void>(close()); }

  bool is_open() const { return handle_ != kClosed; }
  const std::filesystem::path& path() const { return path_; }
  FileFacts facts(std::error_code& problem) const;
  /// read returns the rest of the content, once: Errc::limit (reason "too-big") when there is more than `max_bytes`.
  /// Not more than that and one byte are ever read, whatever size the file claims.
  Result<Bytes> read(std::size_t max_bytes) const;

  // One call each, which may do less than was asked, or be interrupted:
  std::size_t read_some(std::span<std::uint8_t> into, std::error_code& problem) const;  ///< 0: the end
  std::size_t write_some(std::string_view content, std::error_code& problem) const;
  /// is_ready tells whether one of the two would not wait, and waits that long for it.
  bool is_ready(Access access, int milliseconds) const;

  /// read_at fills `into` from a place of the file, and returns less only at its end.
  std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into, std::error_code& problem) const;
  /// keep_first cuts the file off, and goes on behind what is left.
  [[nodiscard]] std::error_code keep_first(std::uint64_t size) const;
  [[nodiscard]] std::error_code set_mode(unsigned mode) const;
  /// lock is the advisory lock of the writer; closing frees it, and so does the end of the process. With Wait::no,
  /// std::errc::resource_unavailable_try_again when another has it.
  [[nodiscard]] std::error_code lock(Wait wait) const;
  /// close tells whether the kernel reported a late error of writing.
  [[nodiscard]] std::error_code close();

 private:
  static constexpr int kClosed = -1;
  enum class Ours { no, yes };  ///< to close
  OpenFile(int handle, Ours ours, std::filesystem::path path) : handle_(handle), ours_(ours), path_(std::move(path)) {}
  std::size_t read_some_at(std::uint64_t offset, std::span<std::uint8_t> into, std::error_code& problem) const;
  /// wait_for_content lets reading wait for who writes, as any program does behind a '|'.
  [[nodiscard]] std::error_code wait_for_content() const;

  int handle_;
  Ours ours_;
  std::filesystem::path path_;
};

/// read_file is open_to_read and read in one.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t max_bytes, Pipes pipes = Pipes::handed_over);

}  // namespace odca
