// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "json/writer.h"

#include <utility>

#include "json/unicode.h"

namespace odca {
namespace {

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (unsigned shift = 16; shift > 0; shift -= 4) out += kDigits[unit >> (shift - 4) & 0xFU];
}

/// append_escaped writes UTF-16 code units, a surrogate pair above U+FFFF (RFC 8259 section 7).
void append_escaped(std::string& out, char32_t character) {
  if (character < 0x10000) return append_unit(out, character);
  const char32_t offset = character - 0x10000;
  append_unit(out, 0xD800U + (offset >> 10));
  append_unit(out, 0xDC00U + (offset & 0x3FFU));
}

/// plain_run counts the characters from `at` on that stand for themselves: printable ASCII, as nearly all text is.
std::size_t plain_run(std::string_view value, std::size_t at) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  std::size_t end = at;
  while (end < value.size() && is_plain(value[end])) ++end;
  return end - at;
}

}  // namespace

void JsonWriter::separate() {
  if (std::exchange(after_key_, false)) return;
  if (has_items_.empty()) return;
  if (has_items_.back()) out_ += ',';
  has_items_.back() = true;
}

void JsonWriter::quote(std::string_view value) {
  out_ += '"';
  for (std::size_t at = 0; at < value.size();) {
    if (const std::size_t plain = plain_run(value, at); plain > 0) {
      out_.append(value, at, plain);
      at += plain;
      continue;
    }
    const CodePoint point = code_point_at(value, at);
    if (!point.valid)
      out_ += "\\ufffd";
    else if (point.value == '"' || point.value == '\\')
      (out_ += '\\') += value[at];
    else if (is_deceptive(point.value))
      append_escaped(out_, point.value);
    else
      out_ += value.substr(at, point.length);
    at += point.length;
  }
  out_ += '"';
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_ += '{';
  has_items_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  has_items_.pop_back();
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  out_ += '[';
  has_items_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  has_items_.pop_back();
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  quote(value);
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::strings(const std::vector<std::string>& values) {
  begin_array();
  for (const std::string& value : values) string(value);
  return end_array();
}

std::string JsonWriter::take() { return std::exchange(out_, {}); }

}  // namespace odca
