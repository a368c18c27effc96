// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Lines of a text that may itself be inside a string of another: a line ends at LF, CR LF or CR, and at an escaped
// line end ("\n" with any number of backslashes), as JSON and log formats write them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace odca {

/// Lines walks over a text once; the text must outlive it.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// next returns the next line without its end; nothing behind the last.
  std::optional<std::string_view> next() {
    if (start_ > text_.size()) return std::nullopt;
    std::size_t at = start_;
    while (at < text_.size()) {
      while (at < text_.size() && text_[at] != '\n' && text_[at] != '\r' && text_[at] != '\\') ++at;
      if (at == text_.size()) break;
      if (const std::size_t behind = end_of_break(at); behind != at) {
        const std::string_view line = text_.substr(start_, at - start_);
        start_ = behind;
        return line;
      }
      at = std::max(at + 1, text_.find_first_not_of('\\', at));
    }
    const std::string_view line = text_.substr(start_);
    start_ = text_.size() + 1;
    return line;
  }

 private:
  /// end_of_break returns where the line end at `at` ends; `at` itself when there is none.
  std::size_t end_of_break(std::size_t at) const {
    if (text_[at] == '\n') return at + 1;
    if (text_[at] == '\r') return text_.substr(at).starts_with("\r\n") ? at + 2 : at + 1;
    const std::size_t escaped = text_.find_first_not_of('\\', at);
    if (escaped == std::string_view::npos) return at;
    return text_[escaped] == 'n' || text_[escaped] == 'r' ? escaped + 1 : at;
  }

  std::string_view text_;
  std::size_t start_ = 0;
};

}  // namespace odca
