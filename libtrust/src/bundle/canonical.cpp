// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle/canonical.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/ascii.h"
#include "base/check.h"
#include "base/text.h"
#include "bundle/reason.h"
#include "json/unicode.h"

namespace odca::bundle {
namespace {

/// is_bidi_control: UAX #9 2, and the marks.
bool is_bidi_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool may_stand_in_text(const CodePoint& point) {
  const char32_t c = point.value;
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  return point.valid && !control && !is_bidi_control(c) && c != 0x2028 && c != 0x2029;
}

/// is_plain: most octets of every file, which need no decoding.
bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '\\'; }

}  // namespace

/// Parser fills the nodes of a document in the order of the text.
class Parser {
 public:
  Parser(std::string_view text, const CanonicalLimits& limits, std::vector<Document::Node>& nodes)
      : text_(text), limits_(limits), nodes_(nodes) {}

  Status run();

 private:
  using Kind = Document::Kind;
  /// Open is a bracket that waits for its end.
  struct Open {
    std::uint32_t node = 0;
    std::string_view last_key{};
    bool has_items = false;
  };

  Status value(std::uint32_t key_begin, std::uint32_t key_end);
  Status inside();
  Status member();
  Status string_token(std::size_t limit, std::size_t& begin, std::size_t& end);
  Status integer_token();
  Status push(Kind kind, std::uint32_t key_begin, std::uint32_t key_end);
  void close();
  void finish_last() { nodes_.back().end = offset(at_); }

  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  // The text has at most limits_.bytes octets, and run() saw that these fit.
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  Error canon(std::string_view expected) const {
    return failure("E_CANON", cat("not canonical JSON at offset ", at_, ": expected ", expected));
  }
  static Error too_much(std::string_view what, std::size_t limit) {
    return failure("E_LIMIT", cat("expected at most ", limit, ' ', what));
  }

  std::string_view text_;
  const CanonicalLimits& limits_;
  std::vector<Document::Node>& nodes_;
  std::vector<Open> open_{};
  std::size_t at_ = 0;
};

Status Parser::run() {
  if (text_.size() > std::min<std::size_t>(limits_.bytes, std::numeric_limits<std::uint32_t>::max()))
    return too_much("bytes", limits_.bytes);
  ODCA_TRY(value(0, 0));
  while (!open_.empty()) ODCA_TRY(inside());
  if (at_ != text_.size()) return canon("the end of the file");
  return {};
}

/// value reads a scalar whole, or the opening bracket of what inside() goes on with.
Status Parser::value(std::uint32_t key_begin, std::uint32_t key_end) {
  if (next_is('{') || next_is('[')) {
    if (open_.size() == limits_.depth) return too_much("levels of nesting", limits_.depth);
    ODCA_TRY(push(next_is('{') ? Kind::object : Kind::array, key_begin, key_end));
    ++at_;
    open_.push_back({.node = offset(nodes_.size() - 1)});
    return {};
  }
  if (next_is('"')) {
    ODCA_TRY(push(Kind::string, key_begin, key_end));
    std::size_t begin = 0;
    std::size_t end = 0;
    ODCA_TRY(string_token(limits_.string, begin, end));
  } else if (at_ < text_.size() && is_digit(text_[at_])) {
    ODCA_TRY(push(Kind::integer, key_begin, key_end));
    ODCA_TRY(integer_token());
  } else {
    ODCA_TRY(push(Kind::boolean, key_begin, key_end));
    if (!take("true") && !take("false")) return canon("a string, an integer, 'true', 'false', '[' or '{'");
  }
  finish_last();
  return {};
}

/// inside reads the next item of the innermost bracket, or its end.
Status Parser::inside() {
  Open& top = open_.back();
  const bool object = nodes_[top.node].kind == Kind::object;
  if (take(object ? '}' : ']')) {
    close();
    return {};
  }
  if (top.has_items && !take(',')) return canon(object ? "',' or '}'" : "',' or ']'");
  top.has_items = true;
  return object ? member() : value(0, 0);
}

Status Parser::member() {
  std::size_t begin = 0;
  std::size_t end = 0;
  if (!next_is('"')) return canon("the name of a member");
  ODCA_TRY(string_token(limits_.name, begin, end));
  const std::string_view key = text_.substr(begin, end - begin);
  if (!std::all_of(key.begin(), key.end(), is_plain)) return canon("a name of plain ASCII before this");
  Open& top = open_.back();
  // An empty name may only be the first; `last_key` is then not yet set.
  if (top.last_key.data() != nullptr && key <= top.last_key)
    return canon("names in ascending order, each once, before this");
  top.last_key = key;
  if (!take(':')) return canon("':'");
  return value(offset(begin), offset(end));
}

/// string_token reads a string with its quotes and tells where its contents are.
Status Parser::string_token(std::size_t limit, std::size_t& begin, std::size_t& end) {
  begin = ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    if (at_ - begin >= limit) return too_much("bytes of a string or name", limit);
    if (is_plain(text_[at_])) {
      ++at_;
      continue;
    }
    if (take('\\')) {
      if (!take('"') && !take('\\')) return canon("'\"' or '\\' after a '\\'");
      continue;
    }
    const CodePoint point = code_point_at(text_, at_);
    if (!may_stand_in_text(point)) return canon("a printable character in UTF-8");
    at_ += point.length;
  }
  end = at_;
  if (!take('"')) return canon("the end of a string");
  return {};
}

Status Parser::integer_token() {
  const std::size_t begin = at_;
  std::uint64_t value = 0;
  while (at_ < text_.size() && is_digit(text_[at_])) {
    value = value * 10 + static_cast<std::uint64_t>(text_[at_] - '0');  // a digit
    if (value > kLargestInteger) return canon("an integer below 2^53");
    ++at_;
  }
  if (text_[begin] == '0' && at_ - begin > 1) return canon("an integer without leading zeros");
  return {};
}

Status Parser::push(Kind kind, std::uint32_t key_begin, std::uint32_t key_end) {
  if (nodes_.size() == limits_.values) return too_much("values", limits_.values);
  nodes_.push_back({.begin = offset(at_),
                    .end = 0,
                    .key_begin = key_begin,
                    .key_end = key_end,
                    .after = offset(nodes_.size() + 1),
                    .kind = kind});
  return {};
}

void Parser::close() {
  Document::Node& node = nodes_[open_.back().node];
  node.end = offset(at_);
  node.after = offset(nodes_.size());
  open_.pop_back();
}

Result<Document> Document::parse(std::string_view text, const CanonicalLimits& limits) {
  Document document;
  document.text_ = text;
  ODCA_TRY(Parser(text, limits, document.nodes_).run());
  return document;
}

Value Document::root() const { return {*this, 0}; }

const Document::Node& Value::node() const { return document_->nodes_[index_]; }
bool Value::is_boolean() const { return node().kind == Kind::boolean; }
bool Value::is_integer() const { return node().kind == Kind::integer; }
bool Value::is_string() const { return node().kind == Kind::string; }
bool Value::is_array() const { return node().kind == Kind::array; }
bool Value::is_object() const { return node().kind == Kind::object; }

std::string_view Value::kind_name() const {
  switch (node().kind) {
    case Kind::boolean:
      return "a boolean";
    case Kind::integer:
      return "an integer";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
  }
  return "a value";
}

std::string_view Value::text() const { return document_->text_.substr(node().begin, node().end - node().begin); }

bool Value::boolean() const {
  ODCA_CHECK(is_boolean());
  return text() == "true";
}

std::uint64_t Value::integer() const {
  ODCA_CHECK(is_integer());
  std::uint64_t value = 0;
  for (const char c : text()) value = value * 10 + static_cast<std::uint64_t>(c - '0');  // parsed: digits only
  return value;
}

std::string Value::string() const {
  ODCA_CHECK(is_string());
  const std::string_view inside = text().substr(1, text().size() - 2);
  if (inside.find('\\') == std::string_view::npos) return std::string(inside);
  std::string plain;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '\\') ++i;  // parsed: something follows
    plain.push_back(inside[i]);
  }
  return plain;
}

std::string_view Value::name() const {
  return document_->text_.substr(node().key_begin, node().key_end - node().key_begin);
}

Value::Items Value::items() const {
  ODCA_CHECK(is_array());
  return Items(*this);
}

Value::Members Value::members() const {
  ODCA_CHECK(is_object());
  return Members(*this);
}

std::optional<Value> Value::find(std::string_view key) const {
  for (const auto& [name, value] : members())
    if (name == key) return value;
  return std::nullopt;
}

std::size_t Value::Items::size() const {
  std::size_t count = 0;
  for (auto at = begin(); at != end(); ++at) ++count;
  return count;
}

Value Value::Items::operator[](std::size_t index) const {
  auto at = begin();
  while (at != end() && index > 0) {
    ++at;
    --index;
  }
  ODCA_CHECK(at != end());
  return *at;
}

std::size_t Value::Members::size() const {
  std::size_t count = 0;
  for (auto at = begin(); at != end(); ++at) ++count;
  return count;
}

bool is_canonical_text(std::string_view value) {
  for (std::size_t at = 0; at < value.size();) {
    const CodePoint point = code_point_at(value, at);
    if (!may_stand_in_text(point)) return false;
    at += point.length;
  }
  return true;
}

std::string canonical_string(std::string_view value) {
  ODCA_CHECK(is_canonical_text(value));
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  text.push_back('"');
  return text;
}

std::string canonical_integer(std::uint64_t value) {
  ODCA_CHECK(value <= kLargestInteger);
  return std::to_string(value);
}

std::string canonical_boolean(bool value) { return value ? "true" : "false"; }

std::string canonical_array(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? "," : "") + item;
  return text + ']';
}

std::string canonical_object(const std::map<std::string, std::string, std::less<>>& members) {
  std::string text = "{";
  for (const auto& [key, value] : members) text += cat(text.size() > 1 ? "," : "", canonical_string(key), ':', value);
  return text + '}';
}

}  // namespace odca::bundle
