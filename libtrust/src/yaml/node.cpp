// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Accessors of Node and Fields: from text to values, strictly.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/suggestion.h"
#include "base/text.h"
#include "yaml/yaml.h"

namespace odca::yaml {
namespace {

constexpr std::size_t kShownText = 80;
// A longer list of names is a catalogue; a hint that prints it all helps nobody.
constexpr std::size_t kShortList = 16;

// Quotes a value for a message, on one line; long values are cut at a character's start.
std::string shown(std::string_view text) {
  std::size_t cut = std::min(text.size(), kShownText);
  while (cut > 0 && cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80)
    --cut;  // char to byte
  std::string out = "'";
  for (const char c : text.substr(0, cut))
    out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : std::string(1, c);
  return out + (cut < text.size() ? "…'" : "'");
}

std::string list_of(std::span<const std::string_view> names, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += cat(i == 0 ? std::string_view{} : i + 1 == names.size() ? last_joint : ", ", quote(names[i]));
  return text;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string Node::describe() const {
  switch (kind_) {
    case Kind::sequence:
      return "a sequence";
    case Kind::mapping:
      return "a mapping";
    case Kind::scalar:
      break;
  }
  return (quoted_ ? "the quoted text " : "") + shown(text_);
}

Error Node::error(std::string message, std::string hint, ReasonId reason) const {
  Error error{.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = reason};
  error.trace.push_back(cat("line ", line_, ", column ", column_));
  if (origin_ != nullptr) error.trace.push_back(*origin_);
  return error;
}

Result<std::string> Node::as_text() const {
  if (kind_ != Kind::scalar) return error("expected text, found " + describe());
  if (text_.empty()) return error("expected text, found an empty value");
  return text_;
}

Result<std::string> Node::as_line(std::size_t max_bytes) const {
  ODCA_TRY_ASSIGN(std::string text, as_text());
  if (text.find('\n') != std::string::npos) return error("expected one line of text, found several");
  if (text.find_first_of(" \t") == 0 || text.find_last_of(" \t") == text.size() - 1)
    return error("expected text without white space at its ends, found " + describe());
  if (text.size() > max_bytes)
    return error(cat("expected at most ", max_bytes, " bytes of text, found ", text.size()), {}, "range");
  return text;
}

Result<bool> Node::as_bool() const {
  if (kind_ == Kind::scalar && !quoted_ && text_ == "true") return true;
  if (kind_ == Kind::scalar && !quoted_ && text_ == "false") return false;
  return error("expected true or false, found " + describe());
}

Result<std::uint64_t> Node::as_unsigned(std::uint64_t min, std::uint64_t max) const {
  std::uint64_t value = 0;
  const char* const end = text_.data() + text_.size();
  const auto [rest, code] = std::from_chars(text_.data(), end, value);
  const bool digits = std::all_of(text_.begin(), text_.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (kind_ != Kind::scalar || quoted_ || text_.empty() || !digits)
    return error("expected a decimal number, found " + describe());
  if (text_.size() > 1 && text_.front() == '0')
    return error("expected a decimal number without leading zeros, found " + describe());
  if (code != std::errc{} || rest != end || value < min || value > max)
    return error(cat("expected a number from ", min, " to ", max, ", found ", describe()), {}, "range");
  return value;
}

Result<Time> Node::as_time() const {
  Result<Time> time = kind_ == Kind::scalar ? parse_time(text_) : error("");
  if (!time) return error("expected a time such as '2027-01-31T12:00:00Z', found " + describe());
  return time;
}

Result<Time> Node::as_date() const {
  Result<Time> time = kind_ == Kind::scalar && is_date(text_) ? parse_time(text_) : error("");
  if (!time) return error("expected a date such as '2027-01-31', found " + describe());
  return time;
}

Result<Bytes> Node::as_hex() const {
  const auto bytes = from_hex(text_);
  if (kind_ != Kind::scalar || !bytes || bytes->empty())
    return error("expected hexadecimal digits, found " + describe());
  return *bytes;
}

Result<Fingerprint> Node::as_hex32() const {
  const auto value = fingerprint_from_hex(text_);
  if (kind_ != Kind::scalar || !value) return error("expected 64 hexadecimal digits, found " + describe());
  return *value;
}

Result<std::size_t> Node::as_choice(std::span<const std::string_view> names) const {
  if (kind_ == Kind::scalar) {
    const auto found = std::find(names.begin(), names.end(), text_);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());  // not negative: found >= begin
  }
  const auto near = kind_ == Kind::scalar ? nearest(text_, names) : std::nullopt;
  return error(cat("expected ", list_of(names, " or "), ", found ", describe()),
               near ? cat("did you mean ", quote(*near)) : std::string{});
}

Result<std::size_t> Node::as_choice(std::initializer_list<std::string_view> names) const {
  return as_choice(std::span<const std::string_view>(names.begin(), names.size()));
}

Result<std::span<const Node>> Node::as_sequence(Empty empty) const {
  if (kind_ != Kind::sequence) return error("expected a sequence, found " + describe());
  if (items_.empty() && empty == Empty::refused) return error("expected at least one element, found an empty sequence");
  return std::span<const Node>(items_);
}

Result<std::vector<std::string>> Node::as_lines(Empty empty, std::size_t max_bytes) const {
  ODCA_TRY_ASSIGN(const std::span<const Node> nodes, as_sequence(empty));
  std::vector<std::string> lines;
  std::set<std::string> seen;
  for (const Node& node : nodes) {
    ODCA_TRY_ASSIGN(std::string line, node.as_line(max_bytes));
    if (!seen.insert(line).second) return node.error("duplicate value " + shown(line));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto near = nearest(word, candidates)) return cat("did you mean ", quote(*near));
  if (candidates.empty() || candidates.size() > kShortList) return {};
  return cat("known are ", list_of(candidates, ", "));
}

Result<Fields> Fields::of(const Node& node, std::initializer_list<std::string_view> known) {
  if (node.kind() != Node::Kind::mapping) return node.error("expected a mapping, found " + node.describe());
  const std::span<const std::string_view> names(known.begin(), known.size());
  for (const Node& key : node.keys()) {
    if (std::find(names.begin(), names.end(), key.text()) != names.end()) continue;
    return key.error("unknown key " + shown(key.text()), did_you_mean(key.text(), names), "unknown-key");
  }
  return Fields(node);
}

const Node* Fields::find(std::string_view key) const {
  const auto keys = node_->keys();
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text() == key) return &node_->items()[i];
  return nullptr;
}

Result<const Node*> Fields::require(std::string_view key) const {
  const Node* const found = find(key);
  if (found == nullptr) return node_->error(cat("missing key ", quote(key)), {}, "missing-key");
  return found;
}

}  // namespace odca::yaml
