// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/pem.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "input/escapes.h"

namespace odca {

namespace {

constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kLineBreaks = "\r\n";
/// Longest label looked for; the longest in use ("ANY PRIVATE KEY", "ENCRYPTED PRIVATE KEY", …) has about 30.
constexpr std::size_t kMaxLabel = 64;

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' || c == '/' || c == '=';
}

/// suffix_of returns what is behind the BEGIN marker on its line: the end of a string, as sources and log formats
/// write it behind each line. Empty when it may be base64.
std::string_view suffix_of(const PemBlock& block) {
  const std::string_view suffix = trimmed(block.body.substr(0, block.body.find_first_of(kLineBreaks)));
  return suffix.empty() || is_base64(suffix[0]) ? std::string_view() : suffix;
}

/// without_wrapping takes off what is before and behind each line of the block.
std::string without_wrapping(const PemBlock& block) {
  const std::string_view suffix = suffix_of(block);
  std::string out;
  out.reserve(block.body.size());
  std::size_t start = block.body.find_first_of(kLineBreaks);
  if (suffix.empty()) out.append(block.body.substr(0, start));
  while (start != std::string_view::npos) {
    const std::size_t line = start + 1;
    start = block.body.find_first_of(kLineBreaks, line);
    if (start == std::string_view::npos) break;  // the prefix of the END line
    std::string_view text = without_prefix(block.body.substr(line, start - line), block.prefix);
    if (suffix.empty()) {
      out.append(text);
      continue;
    }
    const std::size_t end = text.find(suffix[0]);
    out.append(text.substr(0, end));
    if (end == std::string_view::npos) out.append(suffix);  // of this line alone, and no base64: it is refused
  }
  return out;
}

/// without_list takes out what is between the lines of a block that are strings of a list: ["MIIC…", "MIIB…"].
std::string without_list(std::string text) {
  const auto between = [](char c) { return c == '"' || c == '\'' || c == ','; };
  text.erase(std::remove_if(text.begin(), text.end(), between), text.end());
  return text;
}

}  // namespace

std::optional<std::string_view> behind_prefix(std::string_view line, std::string_view prefix) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < prefix.size();) {
    if (at >= line.size()) return std::nullopt;
    const std::size_t behind = std::min(prefix.find_first_not_of("0123456789", i), prefix.size());
    if (behind == i || behind == prefix.size()) {
      if (prefix[i++] != line[at++]) return std::nullopt;
      continue;
    }
    if (!is_digit(line[at])) return std::nullopt;
    while (at < line.size() && is_digit(line[at])) ++at;
    i = behind;
  }
  return line.substr(at);
}

std::string_view without_prefix(std::string_view line, std::string_view prefix) {
  if (line.starts_with(prefix)) return line.substr(prefix.size());
  if (const auto rest = behind_prefix(line, prefix)) return *rest;
  line = trimmed(line);
  const std::size_t blank = line.find_last_of(" \t");
  return blank == std::string_view::npos ? line : line.substr(blank + 1);
}

/// prefix_of looks back to the line break or marker before, but never further than a line of a log is long: a text
/// without line breaks would cost quadratic time otherwise.
std::string_view PemScanner::prefix_of(const Marker& begin) const {
  constexpr std::size_t kLongest = 1024;
  const std::size_t near = begin.start > kLongest ? begin.start - kLongest : 0;
  const std::size_t from = std::max(near, previous_end_);
  const std::string_view before = text_.substr(from, begin.start - from);
  const std::size_t line_break = before.find_last_of(kLineBreaks);
  return line_break == std::string_view::npos ? before : before.substr(line_break + 1);
}

/// line_at counts on from where it stopped last; a line ends with LF, CR LF, or CR alone.
std::size_t PemScanner::line_at(std::size_t position) {
  while (true) {
    std::size_t end = counted_to_;
    while (end < position && text_[end] != '\n' && text_[end] != '\r') ++end;
    if (end >= position) break;
    counted_to_ = end + 1;
    const bool before_lf = text_[end] == '\r' && counted_to_ < text_.size() && text_[counted_to_] == '\n';
    if (!before_lf) ++line_;
  }
  counted_to_ = std::max(counted_to_, position);
  return line_;
}

std::optional<PemScanner::Marker> PemScanner::next_marker() {
  if (pending_) {
    const Marker marker = *pending_;
    pending_.reset();
    return marker;
  }
  while (true) {
    std::size_t start = text_.find(kDashes, position_);
    if (start == std::string_view::npos) return std::nullopt;
    // Of a longer row of dashes the last five may begin a marker.
    start = std::min(text_.find_first_not_of('-', start), text_.size()) - kDashes.size();
    position_ = start + 1;
    const std::string_view here = text_.substr(start, kBegin.size() + kMaxLabel + kDashes.size());
    const bool begin = here.starts_with(kBegin);
    if (!begin && !here.starts_with(kEnd)) continue;
    const std::size_t label = begin ? kBegin.size() : kEnd.size();
    const std::size_t close = here.find(kDashes, label);
    if (close == std::string_view::npos) continue;
    const std::string_view text = here.substr(label, close - label);
    if (text.find_first_of(kLineBreaks) != std::string_view::npos) continue;
    position_ = start + close + kDashes.size();
    return Marker{.begin = begin, .label = text, .start = start, .end = position_};
  }
}

std::optional<PemBlock> PemScanner::next() {
  const std::optional<Marker> first = next_marker();
  if (!first) return std::nullopt;
  PemBlock block{.number = ++blocks_, .label = first->label};
  block.before_line = line_at(gap_start_);
  block.line = line_at(first->start);
  block.before = text_.substr(gap_start_, first->start - gap_start_);
  gap_start_ = first->end;
  if (!first->begin) {
    block.state = PemBlock::State::no_begin;
    return block;
  }
  const std::optional<Marker> second = next_marker();
  if (!second || second->begin) {
    pending_ = second;
    block.state = PemBlock::State::no_end;
    return block;
  }
  if (second->label != first->label) block.state = PemBlock::State::wrong_end;
  block.prefix = prefix_of(*first);
  block.body = text_.substr(first->end, second->start - first->end);
  previous_end_ = second->end;
  gap_start_ = second->end;
  return block;
}

std::string pem_base64(const PemBlock& block) {
  if (block.body.find_first_of(kLineBreaks) == std::string_view::npos) return without_list(without_escapes(block.body));
  if (trimmed(block.prefix).empty() && suffix_of(block).empty()) return std::string(block.body);
  return without_wrapping(block);
}

/// has_pem_marker looks for the word first: rows of dashes are common, and slow to search for more of.
bool has_pem_marker(std::string_view text) {
  constexpr std::string_view kWord = "BEGIN ";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + kWord.size()))
    if (text.substr(0, at).ends_with(kDashes)) return true;
  return false;
}

}  // namespace odca
