// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// In place of judge_openssl.cpp where the build does not find OpenSSL.
#include "judge.h"

namespace odca::limbo {

std::optional<Judge> openssl_judge() { return {}; }

}  // namespace odca::limbo
