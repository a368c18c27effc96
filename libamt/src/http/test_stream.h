// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests: a stream that says what it was told to, in pieces of a chosen size, and counts what was read.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "odca/amt/stream.h"

namespace odca::amt::test {

class ToldStream final : public ByteStream {
 public:
  enum class End { orderly, reset, silence };
  explicit ToldStream(std::string text, std::size_t piece = SIZE_MAX, End end = End::orderly)
      : text_(std::move(text)), piece_(piece), end_(end) {}

  Result<std::size_t> read(std::span<std::uint8_t> into, Deadline /*deadline*/) override {
    if (taken_ == text_.size()) return ended();
    const std::size_t size = std::min({into.size(), piece_, text_.size() - taken_});
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(taken_), size, into.begin());  // within the text
    taken_ += size;
    return size;
  }
  Status write(ByteView /*bytes*/, Deadline /*deadline*/) override {
    return Error{.code = Errc::io, .message = "nobody listens", .reason = "connection-reset"};
  }
  std::size_t taken() const { return taken_; }
  std::string rest() const { return text_.substr(taken_); }

 private:
  Result<std::size_t> ended() const {
    if (end_ == End::orderly) return std::size_t{0};
    if (end_ == End::silence) return Error{.code = Errc::timeout, .message = "late", .reason = "timed-out"};
    return Error{.code = Errc::io, .message = "reset", .reason = "connection-reset"};
  }
  std::string text_;
  std::size_t piece_;
  End end_;
  std::size_t taken_ = 0;
};

}  // namespace odca::amt::test
