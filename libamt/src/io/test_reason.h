// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// reason: why something failed, as a text that tests can print.
#pragma once

#include <string>

#include "odca/result.h"

namespace odca::amt {

/// reason is "fine" for a success.
template <class T>
std::string reason(const Result<T>& result) {
  return result ? "fine" : std::string(result.error().reason);
}

}  // namespace odca::amt
