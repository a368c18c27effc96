// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "help_text.h"

#include <algorithm>

#include "base/text.h"

namespace odca::cli {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidth = 88;

/// fill adds words to `out`, whose last line has `used` columns, in lines that begin at `column`.
void fill(std::string& out, std::size_t used, std::size_t column, std::string_view text) {
  bool first = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (!first && used + 1 + word.size() > kWidth) {
      out += '\n';
      used = 0;
      first = true;
    }
    const std::size_t blanks = first ? std::max(column, used) - used : 1;
    out += cat(std::string(blanks, ' '), word);
    used += blanks + word.size();
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    first = false;
  }
  out += '\n';
}

}  // namespace

std::string help_paragraph(std::string_view text) {
  std::string out;
  fill(out, 0, 0, text);
  return out;
}

std::string help_row(std::string_view name, std::string_view text, std::size_t column) {
  std::string out = cat(std::string(kIndent, ' '), name);
  const bool beside = out.size() + 2 <= column;
  if (!beside) out += '\n';
  fill(out, beside ? out.size() : 0, column, text);
  return out;
}

}  // namespace odca::cli
