// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests: messages written as in a transcript.
#pragma once

#include <sstream>
#include <string>

#include "odca/bytes.h"
#include "pthi/test_heci.h"

namespace odca::amt::apf {

inline Bytes bytes(const std::string& text) {
  std::istringstream words(text);
  return transcript_bytes(words);
}
/// hex is what `text` means, for comparisons that can be read.
inline std::string hex(const std::string& text) { return to_hex(bytes(text)); }

/// said is all that `out` still has, one message on each line.
template <class Next>
std::string said(Next&& next) {
  std::string all;
  while (const auto message = next()) all += (all.empty() ? "" : "\n") + to_hex(*message);
  return all;
}

}  // namespace odca::amt::apf
