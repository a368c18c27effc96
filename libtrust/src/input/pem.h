// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// PEM (RFC 7468) with any text around and between the blocks, as logs, terminals and JSON strings carry it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace odca {

/// PemBlock is one block, or what is left of one. Its views point into the text that was scanned.
struct PemBlock {
  enum class State {
    whole,
    no_end,     ///< the next BEGIN, or the end of the text, comes first
    no_begin,   ///< an END line alone
    wrong_end,  ///< BEGIN and END have different labels
  };
  State state = State::whole;
  std::size_t number = 0;  ///< counted from 1
  std::size_t line = 0;    ///< of its first marker, counted from 1
  std::string_view label{};
  std::string_view prefix{};    ///< what is before BEGIN on its line
  std::string_view body{};      ///< all between the two markers
  std::string_view before{};    ///< all between the block before, or the start of the text, and this one
  std::size_t before_line = 0;  ///< the line in which `before` begins
};

/// PemScanner finds blocks in one pass over the text, which must outlive it and its blocks.
class PemScanner {
 public:
  explicit PemScanner(std::string_view text) : text_(text) {}
  /// next returns the next block, or nothing at the end of the text.
  std::optional<PemBlock> next();
  /// rest is what follows the last block; all of the text when there is none. Valid when next() has returned nothing.
  std::string_view rest() const { return text_.substr(gap_start_); }
  /// rest_line is the line in which rest() begins.
  std::size_t rest_line() { return line_at(gap_start_); }

 private:
  struct Marker {
    bool begin = false;
    std::string_view label{};
    std::size_t start = 0;
    std::size_t end = 0;
  };
  std::optional<Marker> next_marker();
  std::size_t line_at(std::size_t position);
  std::string_view prefix_of(const Marker& begin) const;

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t previous_end_ = 0;  // of the END marker of the block before
  std::size_t gap_start_ = 0;     // where the text behind the last marker begins
  std::size_t blocks_ = 0;
  std::size_t line_ = 1;  // of counted_to_
  std::size_t counted_to_ = 0;
  std::optional<Marker> pending_{};  // a BEGIN that ended the block before it
};

/// pem_base64 returns the base64 of a block, without what a logger or a source puts before each line ("12:01:07 rpc:
/// MIIB…") and behind it ("MIIB…\n" +), when its BEGIN line has the same, and with the escapes of a JSON string ("\n",
/// "\/", "\u002b") undone when the block is on a single line.
std::string pem_base64(const PemBlock& block);

/// without_prefix takes what a logger put before a line off: the prefix of the BEGIN line, in which numbers may
/// change from line to line, or else everything up to the last blank. Base64 holds no blank. A prefix of blanks is
/// none.
std::string_view without_prefix(std::string_view line, std::string_view prefix);

/// behind_prefix takes off a prefix in which numbers may change from line to line (a time, a line number); nothing when
/// the rest differs. A number at its very end must be the same: base64 may begin with a digit.
std::optional<std::string_view> behind_prefix(std::string_view line, std::string_view prefix);

/// has_pem_marker tells whether the text holds "-----BEGIN ".
bool has_pem_marker(std::string_view text);

}  // namespace odca
