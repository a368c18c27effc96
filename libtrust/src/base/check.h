// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ODCA_CHECK: an assertion about our own code that holds in release builds too.
#pragma once

namespace odca::detail {

/// check_failed prints the place of the broken assumption and ends the program.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace odca::detail

/// ODCA_CHECK ends the program when `condition` is false: a state that only a bug of ours can make.
#define ODCA_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::odca::detail::check_failed(#condition, __FILE__, __LINE__))
