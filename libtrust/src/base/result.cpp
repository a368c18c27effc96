// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/result.h"

namespace odca {

std::string describe(const Error& error) {
  std::string text;
  for (auto place = error.trace.rbegin(); place != error.trace.rend(); ++place) text.append(*place).append(": ");
  return text.append(error.message);
}

}  // namespace odca
