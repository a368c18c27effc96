// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/byte_source.h"

#include <algorithm>
#include <span>
#include <system_error>

#include "base/text.h"

namespace odca::batch {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

Error io_error(const std::string& label, std::string_view what, const std::error_code& problem) {
  return {.code = Errc::io, .message = cat(what, ' ', quote(label), ": ", problem.message()), .hint = {}};
}

}  // namespace

Error no_regular_file(const std::string& path) {
  return {.code = Errc::io,
          .message = cat(quote(path), " is a pipe, a socket or a device, expected a file or a folder"),
          .hint = "JSON Lines and tar archives may come from a pipe by standard input: … | odca-verify batch -",
          .reason = "unreadable-file"};
}

Result<ByteSource> ByteSource::open(const std::string& path, const std::atomic<bool>* stop) {
  if (path == "-") return ByteSource(OpenFile::standard_input(), stop);
  std::error_code problem;
  OpenFile file = OpenFile::open(path, Access::read, Links::follow, problem);
  if (problem) return io_error(path, "cannot open", problem);
  const FileFacts facts = file.facts(problem);
  if (problem) return io_error(path, "cannot examine", problem);
  if (facts.kind != FileKind::file) return no_regular_file(path);
  return ByteSource(std::move(file), stop);
}

/// wait returns when a read would not block. Any thread may have taken the signal, so the flag is looked at besides.
Status ByteSource::wait() const {
  constexpr int kLook = 100;  // milliseconds
  while (stop_ != nullptr) {
    if (stop_->load())
      return Error{.code = Errc::io, .message = cat("stopped while reading ", quote(label_)), .hint = {}};
    if (file_.is_ready(Access::read, kLook)) break;
  }
  return {};
}

Status ByteSource::fill() {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));  // begin_ <= size()
  begin_ = 0;
  const std::size_t old = buffer_.size();
  std::error_code problem;
  do {
    ODCA_TRY(wait());
    buffer_.resize(old + kBlock);
    const std::size_t got = file_.read_some(std::span(buffer_).subspan(old), problem);
    buffer_.resize(old + got);
  } while (problem == std::errc::interrupted || problem == std::errc::resource_unavailable_try_again);
  if (problem) return io_error(label_, "cannot read", problem);
  return {};
}

Result<ByteView> ByteSource::peek(std::size_t size) {
  while (buffer_.size() - begin_ < size) {
    const std::size_t before = buffer_.size() - begin_;
    ODCA_TRY(fill());
    if (buffer_.size() - begin_ == before) break;
  }
  return ByteView(buffer_).subspan(begin_, std::min(size, buffer_.size() - begin_));
}

Result<ByteView> ByteSource::peek_buffered() {
  if (begin_ == buffer_.size()) ODCA_TRY(fill());
  return ByteView(buffer_).subspan(begin_);
}

Result<std::size_t> ByteSource::read(std::uint8_t* out, std::size_t size) {
  if (begin_ == buffer_.size()) ODCA_TRY(fill());
  const std::size_t count = std::min(size, buffer_.size() - begin_);
  std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), count, out);  // begin_ <= size()
  begin_ += count;
  consumed_ += count;
  return count;
}

Status ByteSource::read_exactly(std::uint8_t* out, std::size_t size) {
  while (size > 0) {
    ODCA_TRY_ASSIGN(const std::size_t got, read(out, size));
    if (got == 0) {
      return Error{.code = Errc::io,
                   .message = cat(quote(label_), " ends in the middle of an entry"),
                   .hint = "the file was cut off; copy it again",
                   .reason = "cut-off"};
    }
    out += got;
    size -= got;
  }
  return {};
}

Status ByteSource::skip(std::uint64_t size) {
  std::uint8_t sink[4096];
  while (size > 0) {
    const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(size, sizeof sink));  // fits: <= 4096
    ODCA_TRY(read_exactly(sink, part));
    size -= part;
  }
  return {};
}

}  // namespace odca::batch
