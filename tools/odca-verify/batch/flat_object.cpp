// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/flat_object.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"
#include "json/unicode.h"

namespace odca::batch {
namespace {

Error refused(std::string message, std::string hint) {
  return {.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = "json-line"};
}

Error no_object() {
  return refused(
      "the line is not a JSON object",
      R"(expected {"id": "…", "chain": "-----BEGIN CERTIFICATE-----…"} on one line; of objects over several lines jq -c . FILE makes such lines)");
}

Error only_text() {
  return refused("the line is a JSON text, not an object",
                 "a line is an object with the text as its member \"chain\": jq -c '{chain: .}' FILE >FLEET.jsonl");
}

bool is_plain(char c) { return c >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\'; }

bool is_surrogate(char32_t unit, char32_t first) { return unit >= first && unit < first + 0x400; }

/// append_utf8 encodes a code point that is no surrogate (RFC 3629).
void append_utf8(std::string& out, char32_t point) {
  const auto put = [&](char32_t octet) { out += static_cast<char>(static_cast<unsigned char>(octet)); };  // below 256
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xc0 | point >> 6U);
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12U);
    put(0x80 | (point >> 6U & 0x3fU));
  } else {
    put(0xf0 | point >> 18U);
    put(0x80 | (point >> 12U & 0x3fU));
    put(0x80 | (point >> 6U & 0x3fU));
  }
  put(0x80 | (point & 0x3fU));
}

class FlatReader {
 public:
  explicit FlatReader(std::string_view text) : text_(text) {}

  Result<std::vector<FlatMember>> read() {
    std::vector<FlatMember> members;
    take("\xEF\xBB\xBF");  // RFC 8259 8.1 lets a reader ignore a byte order mark; some editors on Windows write one
    if (take_token('"')) return only_text();
    if (!take_token('{')) return no_object();
    if (!take_token('}')) {
      do {
        if (members.size() == kMaxMembers)
          return refused(cat("the line has more than ", kMaxMembers, " members"), "see docs/fleet.md for the members");
        ODCA_TRY_ASSIGN(FlatMember member, read_member());
        for (const FlatMember& other : members)
          if (other.name == member.name)
            return refused(cat("the member ", quote(member.name), " stands twice"), "name each member once");
        members.push_back(std::move(member));
      } while (take_token(','));
      if (!take_token('}')) return no_object();
    }
    skip_space();
    if (at_ != text_.size()) return no_object();
    return members;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  /// take_token passes over the white space around a token as well.
  bool take_token(char what) {
    skip_space();
    if (!take({&what, 1})) return false;
    skip_space();
    return true;
  }

  Result<FlatMember> read_member() {
    FlatMember member;
    if (!read_text(member.name) || !take_token(':')) return no_object();
    const char first = peek();
    if (first == '{' || first == '[')
      return refused("a member of the line is an object or a list", "expected texts and numbers only");
    if (first == '"') {
      member.kind = FlatMember::Kind::text;
      if (!read_text(member.value)) return no_object();
      return member;
    }
    if (take("true") || take("false") || take("null")) return member;
    if (!read_number(member)) return no_object();
    return member;
  }

  /// read_text reads a string with its quotes (RFC 8259 section 7).
  bool read_text(std::string& out) {
    if (!take("\"")) return false;
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
      out.append(text_, start, at_ - start);
      if (take("\"")) return true;
      if (take("\\")) {
        if (!read_escape(out)) return false;
      } else if (static_cast<unsigned char>(peek()) >= 0x80) {
        const CodePoint point = code_point_at(text_, at_);
        if (!point.valid) return false;
        out.append(text_, at_, point.length);
        at_ += point.length;
      } else {
        return false;  // a control character, or the end
      }
    }
    return false;
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    const std::size_t letter = at_ < text_.size() ? kLetters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      ++at_;
      out += kMeanings[letter];
      return true;
    }
    const std::optional<char32_t> unit = read_unit();
    if (!unit || is_surrogate(*unit, 0xdc00)) return false;
    if (!is_surrogate(*unit, 0xd800)) {
      append_utf8(out, *unit);
      return true;
    }
    if (!take("\\")) return false;
    const std::optional<char32_t> second = read_unit();
    if (!second || !is_surrogate(*second, 0xdc00)) return false;
    append_utf8(out, 0x10000 + ((*unit - 0xd800) << 10U) + (*second - 0xdc00));
    return true;
  }

  /// read_unit reads the "uXXXX" of an escape.
  std::optional<char32_t> read_unit() {
    if (!take("u") || text_.size() - at_ < 4) return std::nullopt;
    const std::string_view digits = text_.substr(at_, 4);
    std::uint16_t unit = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    at_ += digits.size();
    return unit;
  }

  bool read_digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ != start;
  }

  /// read_number reads a number (RFC 8259 section 6).
  bool read_number(FlatMember& member) {
    const std::size_t start = at_;
    take("-");
    if (!take("0") && !read_digits()) return false;
    member.kind = FlatMember::Kind::whole;
    member.value = text_.substr(start, at_ - start);
    if (take(".")) {
      member.kind = FlatMember::Kind::other;
      if (!read_digits()) return false;
      member.value = text_.substr(start, at_ - start);
    }
    if (take("e") || take("E")) {
      member.kind = FlatMember::Kind::other;
      if (!take("+")) take("-");
      if (!read_digits()) return false;
      member.value.clear();
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<FlatMember>> read_flat_object(std::string_view text) { return FlatReader(text).read(); }

}  // namespace odca::batch
