// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Messages as tests write them: hexadecimal digits with blanks where fields begin.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "odca/bytes.h"

namespace odca::amtsim::testing {

/// hex is the bytes of digits; blanks do not count.
inline Bytes hex(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return from_hex(text).value();
}
/// zeros is that many bytes 0, as digits.
inline std::string zeros(std::size_t count) { return std::string(2 * count, '0'); }
/// digits is the hexadecimal digits of a text's characters.
inline std::string digits(std::string_view text) { return to_hex(as_bytes(text)); }

}  // namespace odca::amtsim::testing
