// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Distinguished names for tests, encoded by hand: DER of short values is a tag, a length and the value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "odca/name.h"

namespace odca::test {

struct Part {
  char last_arc;  ///< of 2.5.4.n
  std::string_view value;
  char tag = 0x0c;  ///< UTF8String
};

inline std::string tlv(char tag, const std::string& value) {
  return std::string{tag, static_cast<char>(value.size())} + value;  // test names are shorter than 128 bytes
}

inline Name name(const std::vector<Part>& parts) {
  std::string sets;
  for (const Part& part : parts)
    sets += tlv(0x31,
                tlv(0x30, tlv(0x06, std::string{0x55, 0x04, part.last_arc}) + tlv(part.tag, std::string(part.value))));
  const std::string der = tlv(0x30, sets);
  Result<Name> parsed = Name::from_der(as_bytes(der));
  return parsed ? *std::move(parsed) : Name();
}

inline Name common_name(std::string_view value) { return name({{3, value}}); }
inline Name intel(std::string_view unit) { return name({{11, unit}, {3, "www.intel.com"}}); }

}  // namespace odca::test
