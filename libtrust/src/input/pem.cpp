#include "input/pem.h"

#include <algorithm>
#include <utility>

#include "input/escapes.h"

namespace odca {

namespace {

constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kLineBreaks = "\r\n";
constexpr std::string_view kWhite = " \t\v\f\r\n";
/// Longest label looked for; the longest in use ("ANY PRIVATE KEY", "ENCRYPTED PRIVATE KEY", …) has about 30.
constexpr std::size_t kMaxLabel = 64;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

std::string without_prefixes(const PemBlock& block) {
  std::string out;
  out.reserve(block.body.size());
  std::size_t start = block.body.find_first_of(kLineBreaks);
  out.append(block.body.substr(0, start));
  while (start != std::string_view::npos) {
    const std::size_t line = start + 1;
    start = block.body.find_first_of(kLineBreaks, line);
    if (start == std::string_view::npos) break;  // the prefix of the END line
    out.append(without_prefix(block.body.substr(line, start - line), block.prefix));
  }
  return out;
}

}  // namespace

std::string_view without_prefix(std::string_view line, std::string_view prefix) {
  if (line.starts_with(prefix)) return line.substr(prefix.size());
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
    const std::size_t end = text_.substr(0, position).find_first_of(kLineBreaks, counted_to_);
    if (end == std::string_view::npos) break;
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
    const std::size_t start = text_.find(kDashes, position_);
    if (start == std::string_view::npos) return std::nullopt;
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
  if (block.body.find_first_of(kLineBreaks) == std::string_view::npos) return without_escapes(block.body);
  if (trimmed(block.prefix).empty()) return std::string(block.body);
  return without_prefixes(block);
}

bool has_pem_marker(std::string_view text) { return text.find(kBegin) != std::string_view::npos; }

}  // namespace odca
