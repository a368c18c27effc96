// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// In place of judge_gnutls.cpp where the build does not find GnuTLS.
#include "judge.h"

namespace odca::limbo {

std::optional<Judge> gnutls_judge() { return {}; }

}  // namespace odca::limbo
