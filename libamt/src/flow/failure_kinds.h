// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// kind_of: what a reason means for whoever has to act.
#pragma once

#include <optional>

#include "odca/amt/activation.h"

namespace odca::amt {

/// kind_of is nothing for a reason that is not one of this library.
std::optional<FailureKind> kind_of(ReasonId reason);

}  // namespace odca::amt
