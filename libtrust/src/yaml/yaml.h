// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Strict YAML: one document read into a small tree of text, sequences and mappings, each node with its place in the
// file. The only folder that knows yaml-cpp; its comforts (aliases, tags, duplicate keys, `yes`, octal) are refused
// here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "odca/bytes.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::yaml {

/// Bounds of one document. Files of this kind are written by people: the largest of ours has a few thousand nodes.
inline constexpr std::size_t kMaxBytes = 1U << 20U;
inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxNodes = 100'000;
/// kMaxLine bounds one line: the scanner of yaml-cpp holds the tokens of a whole line, 200 bytes for each '['.
inline constexpr std::size_t kMaxLine = 16'384;

/// Empty says whether a sequence may have no elements.
enum class Empty { refused, allowed };

/// Node is one value of the document. Accessors that convert return an Error that names file, line, column, what was
/// expected and what was found. A Node owns all below it.
class Node {
 public:
  enum class Kind { scalar, sequence, mapping };

  Kind kind() const { return kind_; }
  std::size_t line() const { return line_; }      ///< from 1
  std::size_t column() const { return column_; }  ///< from 1, counted in bytes
  /// text is a scalar's text, empty for others; nothing is interpreted.
  const std::string& text() const { return text_; }
  /// quoted tells whether a scalar was written in quotes or as a block.
  bool quoted() const { return quoted_; }
  /// items are a sequence's elements or a mapping's values, in order; keys are a mapping's keys (scalars), in parallel.
  std::span<const Node> items() const { return items_; }
  std::span<const Node> keys() const { return keys_; }

  /// as_text wants a scalar that is not empty.
  Result<std::string> as_text() const;
  /// as_line wants a scalar of one line of at most `max_bytes`, not empty, without white space at its ends.
  Result<std::string> as_line(std::size_t max_bytes = kMaxLine) const;
  /// as_bool wants true or false, without quotes; yes, on and 1 are refused.
  Result<bool> as_bool() const;
  /// as_unsigned wants a decimal number without quotes, sign or leading zero, between the bounds.
  Result<std::uint64_t> as_unsigned(std::uint64_t min = 0,
                                    std::uint64_t max = std::numeric_limits<std::uint64_t>::max()) const;
  /// as_time wants what parse_time reads: RFC 3339, or a bare date meaning midnight UTC.
  Result<Time> as_time() const;
  /// as_date wants YYYY-MM-DD and returns midnight UTC.
  Result<Time> as_date() const;
  /// as_hex wants hexadecimal digits; as_hex32 wants exactly 32 bytes of them.
  Result<Bytes> as_hex() const;
  Result<Fingerprint> as_hex32() const;
  /// as_choice wants one of the names and returns its index; a near miss is suggested.
  Result<std::size_t> as_choice(std::span<const std::string_view> names) const;
  Result<std::size_t> as_choice(std::initializer_list<std::string_view> names) const;
  /// as_sequence wants a sequence and returns its elements.
  Result<std::span<const Node>> as_sequence(Empty empty = Empty::refused) const;
  /// as_lines wants a sequence of lines (as_line), none twice.
  Result<std::vector<std::string>> as_lines(Empty empty = Empty::refused, std::size_t max_bytes = kMaxLine) const;

  /// error makes an Error that points at this node.
  Error error(std::string message, std::string hint = {}, ReasonId reason = "value") const;
  /// describe says what this node is, for messages: "'yes'", "a sequence", "a mapping".
  std::string describe() const;

 private:
  friend class TreeBuilder;
  Kind kind_ = Kind::scalar;
  bool quoted_ = false;
  std::size_t line_ = 0;
  std::size_t column_ = 0;
  std::string text_{};
  std::vector<Node> items_{};
  std::vector<Node> keys_{};
  std::shared_ptr<const std::string> origin_{};
};

/// parse reads exactly one document. `origin` names the file in every error of the document and of its nodes. Refused,
/// with Errc::syntax or Errc::limit and a reason slug: "too-big", "encoding", "control-character", "directive",
/// "alias", "anchor", "tag", "duplicate-key", "key", "no-value", "empty", "second-document", "too-deep", "too-many",
/// "yaml".
Result<Node> parse(std::string_view text, std::string_view origin);

/// did_you_mean returns a hint: "did you mean 'severity'", or "known are 'a', 'b'" when nothing is near and the list is
/// short, or an empty text.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// Fields reads a mapping whose keys are known beforehand. It borrows the node.
class Fields {
 public:
  /// of fails unless the node is a mapping with no other keys than these; a near miss is suggested.
  static Result<Fields> of(const Node& node, std::initializer_list<std::string_view> known);
  /// find returns nullptr when the key is absent.
  const Node* find(std::string_view key) const;
  /// require returns the value, never nullptr, or an Error that names the missing key.
  Result<const Node*> require(std::string_view key) const;
  const Node& node() const { return *node_; }

 private:
  explicit Fields(const Node& node) : node_(&node) {}
  const Node* node_;
};

}  // namespace odca::yaml
