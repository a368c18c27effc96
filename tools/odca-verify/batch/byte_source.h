// ByteSource: a file or standard input read forward in blocks, never whole.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::batch {

class ByteSource {
 public:
  /// open reads `path`, or standard input for "-". Errc::io when it cannot be opened.
  static Result<ByteSource> open(const std::string& path);

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
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  ByteSource(std::unique_ptr<std::FILE, Closer> file, std::string label)
      : file_(std::move(file)), label_(std::move(label)) {}
  Status fill();

  std::unique_ptr<std::FILE, Closer> file_;
  std::string label_;
  Bytes buffer_{};
  std::size_t begin_ = 0;
  std::uint64_t consumed_ = 0;
};

}  // namespace odca::batch
