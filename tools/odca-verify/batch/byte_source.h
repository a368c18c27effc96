// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ByteSource: a file or standard input read forward in blocks, never whole.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "odca/bytes.h"
#include "odca/result.h"
#include "os/file.h"

namespace odca::batch {

/// no_regular_file is the Error about what may be waited for without end, or is no file at all.
Error no_regular_file(const std::string& path);

class ByteSource {
 public:
  /// open reads `path`, or standard input for "-". Errc::io when it cannot be opened or is no regular file; nothing is
  /// waited for. A read that waits for standard input ends with an Error once `stop` is set; it may be nullptr.
  static Result<ByteSource> open(const std::string& path, const std::atomic<bool>* stop = nullptr);

  /// read fills up to `size` bytes and returns how many; 0 at the end.
  Result<std::size_t> read(std::uint8_t* out, std::size_t size);
  /// read_exactly fills all of `size`, or fails with Errc::io when the input ends before.
  Status read_exactly(std::uint8_t* out, std::size_t size);
  /// skip passes over bytes.
  Status skip(std::uint64_t size);
  /// peek shows up to `size` of the next bytes without consuming them (at most 64 KiB).
  Result<ByteView> peek(std::size_t size);
  /// peek_buffered shows what is already in memory; empty only at the end.
  Result<ByteView> peek_buffered();
  const std::string& label() const { return label_; }
  /// consumed counts the bytes handed out or skipped.
  std::uint64_t consumed() const { return consumed_; }

 private:
  ByteSource(OpenFile file, const std::atomic<bool>* stop)
      : file_(std::move(file)), label_(file_.path().string()), stop_(stop) {}
  Status fill();
  Status wait() const;

  OpenFile file_;
  std::string label_;
  const std::atomic<bool>* stop_;
  Bytes buffer_{};
  std::size_t begin_ = 0;
  std::uint64_t consumed_ = 0;
};

}  // namespace odca::batch
