// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Document: labelled values as a tree, built once and shown as indented text or as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace odca::cli {

/// Document is one value: nothing, a text, a number, a truth value, a list, or members with names in snake_case.
class Document {
 public:
  static Document nothing() { return Document(Kind::nothing); }
  static Document text(std::string value);
  static Document number(std::uint64_t value);
  static Document truth(bool value);
  static Document list() { return Document(Kind::list); }
  static Document list_of(const std::vector<std::string>& values);
  static Document members() { return Document(Kind::members); }

  /// add appends a member, for members(), or an item, for list().
  Document& add(std::string name, Document value);
  Document& add(std::string name, std::string value) { return add(std::move(name), text(std::move(value))); }
  Document& add(Document item);

  /// empty tells whether nothing was added.
  bool empty() const { return children_.empty(); }

  /// to_json returns one line without a final newline.
  std::string to_json() const;
  /// to_text indents members below their name; untrusted characters are escaped, and what is empty says so.
  std::string to_text() const;

 private:
  enum class Kind { nothing, text, number, truth, list, members };
  explicit Document(Kind kind) : kind_(kind) {}
  bool is_block() const;
  std::string inline_text() const;
  void print(std::string& out, std::size_t indent) const;
  void print_below(std::string& out, std::size_t indent) const;
  template <class Writer>
  void write(Writer& json) const;

  Kind kind_;
  std::string text_{};
  std::uint64_t number_ = 0;
  std::vector<std::string> names_{};  ///< of members, one for each child
  std::vector<Document> children_{};
};

}  // namespace odca::cli
