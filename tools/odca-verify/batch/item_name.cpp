// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/item_name.h"

#include "base/text.h"
#include "json/unicode.h"
#include "odca/bytes.h"

namespace odca::batch {

std::string item_name(std::string_view file) {
  std::string name;
  for (std::size_t at = 0; at < file.size();) {
    const CodePoint point = code_point_at(file, at);
    const std::string_view letter = file.substr(at, point.length);
    // A name that has the letters of such an escape is another name than one that needs it.
    const bool as_it_is = point.valid && !file.substr(at).starts_with("\\x{");
    name += as_it_is ? std::string(letter) : cat("\\x{", to_hex(as_bytes(letter)), '}');
    at += point.length;
  }
  return name;
}

}  // namespace odca::batch
