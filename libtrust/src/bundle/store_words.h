// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The words of trust-store.json, for its reader, its writer and its lint.
#pragma once

#include <algorithm>
#include <string_view>

namespace odca::bundle {

/// In the order of AnchorStatus.
inline constexpr std::string_view kAnchorStatuses[] = {"active", "retired", "distrusted"};
/// In the order of DenyEntry::Kind.
inline constexpr std::string_view kDenyKinds[] = {"spki_sha256", "cert_sha256"};

/// is_dotted tells whether a text is numbers without leading zeros, joined by dots; `parts` counts them.
inline bool is_dotted(std::string_view text, std::size_t& parts) {
  constexpr std::size_t kMaxDigits = 10;
  for (parts = 1;; ++parts) {
    const std::string_view number = text.substr(0, text.find('.'));
    const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number.empty() || number.size() > kMaxDigits || !digits || (number.size() > 1 && number[0] == '0'))
      return false;
    if (number.size() == text.size()) return true;
    text.remove_prefix(number.size() + 1);
  }
}
inline bool is_object_identifier(std::string_view text) {
  std::size_t parts = 0;
  return is_dotted(text, parts) && parts >= 2;
}
inline bool is_tool_version(std::string_view text) {
  std::size_t parts = 0;
  return is_dotted(text, parts) && parts == 3;
}

}  // namespace odca::bundle
