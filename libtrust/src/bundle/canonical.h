// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Canonical JSON: the one byte form in which bundles, their documents and our state are read and written. Whatever is
// not in this form is refused, so that no two readers can see two things in one file.
//
// The form: no white space outside strings; object keys ASCII, sorted by octet, each once; strings of valid UTF-8
// without control characters (C0, DEL, C1), bidirectional controls and line separators, in which only '"' and '\' are
// escaped, by '\'; integers from 0 to 2^53-1 without sign, leading zero, fraction or exponent; true and false; no null.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "odca/result.h"

namespace odca::bundle {

/// CanonicalLimits bound what is read. `values` bounds memory: 24 bytes each beside the text itself, and for a moment
/// twice as much while the list of them grows. Nothing else is allocated before a reader asks for a string.
struct CanonicalLimits {
  std::size_t bytes = std::size_t{4} << 20U;
  std::size_t depth = 16;
  std::size_t values = 400'000;
  std::size_t string = std::size_t{24} << 10U;  ///< octets of one string as written; the container allows CRLs more
  std::size_t name = 128;  ///< octets of a member's name: a key id has 64, and a message may repeat a name
};

inline constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53U) - 1;

class Value;

/// Document is one parsed text. It refers to the text, which must outlive it.
class Document {
 public:
  /// parse reads the whole text in one pass. Errors have the reason E_CANON (not the form; the message tells the
  /// offset) or E_LIMIT.
  static Result<Document> parse(std::string_view text, const CanonicalLimits& limits = {});
  Value root() const;

 private:
  friend class Parser;
  friend class Value;
  enum class Kind : std::uint8_t { boolean, integer, string, array, object };
  struct Node {
    std::uint32_t begin = 0;  // of the value's text
    std::uint32_t end = 0;
    std::uint32_t key_begin = 0;  // of the member's name, without quotes; equal to key_end when it is no member
    std::uint32_t key_end = 0;
    std::uint32_t after = 0;  // index of the node after this one and everything in it
    Kind kind = Kind::boolean;
  };
  std::string_view text_{};
  std::vector<Node> nodes_{};
};

/// Value is a view of one value of a Document, which must outlive it.
class Value {
 public:
  using Kind = Document::Kind;
  bool is_boolean() const;
  bool is_integer() const;
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;
  /// kind_name is "a boolean", "an integer", … for messages.
  std::string_view kind_name() const;
  /// text is the value exactly as it is in the file; for the `signed` part of a document these are the signed
  /// bytes.
  std::string_view text() const;

  // Each of these may be called only for its kind. Items and members are walked in place; no list is made.
  class Items;
  class Members;
  bool boolean() const;
  std::uint64_t integer() const;
  std::string string() const;                             ///< unescaped
  Items items() const;                                    ///< of an array
  Members members() const;                                ///< of an object, in the order of their keys
  std::optional<Value> find(std::string_view key) const;  ///< of an object

 private:
  friend class Document;
  Value(const Document& document, std::uint32_t index) : document_(&document), index_(index) {}
  const Document::Node& node() const;
  std::string_view name() const;  // of a member
  std::uint32_t next() const { return node().after; }
  const Document* document_;
  std::uint32_t index_;
};

/// Items are the values of an array, for a range-based loop.
class Value::Items {
 public:
  class Iterator {
   public:
    explicit Iterator(const Value& at) : at_(at) {}
    Value operator*() const { return at_; }
    Iterator& operator++() {
      at_.index_ = at_.next();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_.index_ != other.at_.index_; }

   private:
    Value at_;
  };
  Iterator begin() const { return Iterator({*array_.document_, array_.index_ + 1}); }
  Iterator end() const { return Iterator({*array_.document_, array_.next()}); }
  /// size and operator[] walk from the beginning.
  std::size_t size() const;
  Value operator[](std::size_t index) const;
  Value front() const { return (*this)[0]; }

 private:
  friend class Value;
  explicit Items(const Value& array) : array_(array) {}
  Value array_;
};

/// Members are the names and values of an object, for a range-based loop.
class Value::Members {
 public:
  class Iterator {
   public:
    explicit Iterator(const Value& at) : at_(at) {}
    std::pair<std::string_view, Value> operator*() const { return {at_.name(), at_}; }
    Iterator& operator++() {
      at_.index_ = at_.next();
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_.index_ != other.at_.index_; }

   private:
    Value at_;
  };
  Iterator begin() const { return Iterator({*object_.document_, object_.index_ + 1}); }
  Iterator end() const { return Iterator({*object_.document_, object_.next()}); }
  bool empty() const { return !(begin() != end()); }
  std::size_t size() const;  ///< walks from the beginning

 private:
  friend class Value;
  explicit Members(const Value& object) : object_(object) {}
  Value object_;
};

// Writing. Each function returns canonical text; arrays and objects are put together of texts made before.

/// canonical_string fails a check (ODCA_CHECK) for a text that the form cannot hold; is_canonical_text tells
/// beforehand.
std::string canonical_string(std::string_view value);
bool is_canonical_text(std::string_view value);
std::string canonical_integer(std::uint64_t value);  ///< at most kLargestInteger
std::string canonical_boolean(bool value);
std::string canonical_array(const std::vector<std::string>& items);
/// canonical_object sorts by key; keys are printable ASCII without '"' and '\'.
std::string canonical_object(const std::map<std::string, std::string, std::less<>>& members);

}  // namespace odca::bundle
