// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A strict reader of canonical values by schema, for every document of ours: each member is required or optional, a
// member that is not named is refused, and each message says where: "'anchors[3].label': expected a string, …".
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bundle/canonical.h"
#include "odca/bytes.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::bundle {

inline constexpr std::size_t kMaxText = std::size_t{24} << 10U;  ///< octets of a text

class Object;

/// Field is a value and its place. Its readers fail with E_SCHEMA, or with E_LIMIT for what is too long.
class Field {
 public:
  /// Field of a whole document; `place` is "" or what it is called in messages ("root 3").
  Field(const Value& value, std::string place) : value_(value), place_(std::move(place)) {}

  const Value& value() const { return value_; }
  const std::string& place() const { return place_; }
  /// error names the place; `reason` is a failure class.
  Error error(std::string_view message, ReasonId reason = "E_SCHEMA") const;
  /// mismatch says what was expected, and finds the kind of the value.
  Error mismatch(std::string_view expected) const;

  Result<bool> boolean() const;
  Result<std::uint64_t> integer(std::uint64_t min = 0, std::uint64_t max = kLargestInteger) const;
  Result<std::string> text(std::size_t max_octets = kMaxText) const;
  /// choice returns the index in `choices` of the text.
  Result<std::size_t> choice(std::span<const std::string_view> choices) const;
  Result<Bytes> hex() const;                ///< lower case
  Result<Fingerprint> fingerprint() const;  ///< 64 digits in lower case
  Result<Bytes> base64(std::size_t max_bytes = kMaxText) const;
  Result<Time> time() const;         ///< "2026-03-01T00:00:00Z" and no other form
  Result<std::string> date() const;  ///< "2026-03-01"
  Result<std::vector<Field>> items(std::size_t max) const;
  /// object reads the members; those in `required` are there, and no others than these and `optional`.
  Result<Object> object(std::initializer_list<std::string_view> required,
                        std::initializer_list<std::string_view> optional = {}) const;

 private:
  Value value_;
  std::string place_;
};

/// Object is the members of an object that fits its schema.
class Object {
 public:
  /// operator[] may be called for a required member only.
  const Field& operator[](std::string_view required) const;
  /// find returns nullptr when an optional member is not there.
  const Field* find(std::string_view optional) const;

 private:
  friend class Field;
  std::vector<std::pair<std::string_view, Field>> members_{};
};

/// is_date tells whether a text is a date of the calendar, written "2026-03-01".
bool is_date(std::string_view text);

}  // namespace odca::bundle
