// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "document.h"

#include <algorithm>

#include "base/text.h"
#include "json/writer.h"
#include "odca/report.h"

namespace odca::cli {
namespace {

constexpr std::size_t kStep = 2;

/// label_of turns "not_before" into "not before".
std::string label_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace

Document Document::text(std::string value) {
  Document document(Kind::text);
  document.text_ = std::move(value);
  return document;
}

Document Document::number(std::uint64_t value) {
  Document document(Kind::number);
  document.number_ = value;
  return document;
}

Document Document::truth(bool value) {
  Document document(Kind::truth);
  document.number_ = value ? 1 : 0;
  return document;
}

Document Document::list_of(const std::vector<std::string>& values) {
  Document document = list();
  for (const std::string& value : values) document.add(text(value));
  return document;
}

Document& Document::add(std::string name, Document value) {
  names_.push_back(std::move(name));
  children_.push_back(std::move(value));
  return *this;
}

Document& Document::add(Document item) {
  children_.push_back(std::move(item));
  return *this;
}

template <class Writer>
void Document::write(Writer& json) const {
  switch (kind_) {
    case Kind::nothing:
      json.null();
      return;
    case Kind::text:
      json.string(text_);
      return;
    case Kind::number:
      json.number(number_);
      return;
    case Kind::truth:
      json.boolean(number_ != 0);
      return;
    case Kind::list:
      json.begin_array();
      for (const Document& child : children_) child.write(json);
      json.end_array();
      return;
    case Kind::members:
      json.begin_object();
      for (std::size_t i = 0; i < children_.size(); ++i) {
        json.key(names_[i]);
        children_[i].write(json);
      }
      json.end_object();
      return;
  }
}

std::string Document::to_json() const {
  JsonWriter json;
  write(json);
  return json.take();
}

bool Document::is_block() const { return !children_.empty(); }

std::string Document::inline_text() const {
  switch (kind_) {
    case Kind::text:
      return text_.empty() ? "(empty)" : escape_text(text_);
    case Kind::number:
      return std::to_string(number_);
    case Kind::truth:
      return number_ != 0 ? "yes" : "no";
    case Kind::nothing:
    case Kind::list:
    case Kind::members:
      return "none";
  }
  return "none";
}

void Document::print_below(std::string& out, std::size_t indent) const {
  std::size_t width = 0;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (!children_[i].is_block()) width = std::max(width, names_[i].size());
  for (std::size_t i = 0; i < children_.size(); ++i) {
    out += std::string(indent, ' ');
    if (kind_ == Kind::list) {
      out += "- ";
      children_[i].print(out, indent + kStep);
      continue;
    }
    const std::string label = escape_text(label_of(names_[i])) + ':';
    out += label;
    if (!children_[i].is_block()) out += std::string(label.size() < width + 2 ? width + 2 - label.size() : 1, ' ');
    children_[i].print(out, indent);
  }
}

void Document::print(std::string& out, std::size_t indent) const {
  if (!is_block()) {
    out += inline_text() + '\n';
    return;
  }
  if (!out.empty() && out.back() == ':') {
    out += '\n';
    return print_below(out, indent + kStep);
  }
  // After "- ": the first line of the block is on the line of the dash.
  std::string block;
  print_below(block, indent);
  out += block.substr(indent);
}

std::string Document::to_text() const {
  std::string out;
  if (!is_block()) return inline_text() + '\n';
  print_below(out, 0);
  return out;
}

}  // namespace odca::cli
