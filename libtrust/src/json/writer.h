// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// JsonWriter: writes one JSON text (RFC 8259) on one line, members in the order in which they are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace odca {

/// JsonWriter keeps track of commas and brackets; calling it in an order that makes no JSON is a bug of the caller.
/// Output is always valid UTF-8: bytes that are not become U+FFFD, and characters that is_deceptive() names are
/// written as \u escapes, so that the text is safe to show and in a log.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  /// key names the member whose value is written next.
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view value);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// strings writes an array of strings.
  JsonWriter& strings(const std::vector<std::string>& values);

  /// take returns the text and leaves the writer empty.
  std::string take();

 private:
  void separate();
  void quote(std::string_view value);

  std::string out_{};
  std::vector<bool> has_items_{};  ///< one for each open bracket
  bool after_key_ = false;
};

}  // namespace odca
