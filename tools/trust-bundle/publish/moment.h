// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What "now" is for publishers: SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/)
// when it is set, so that the same inputs give the same bytes, else the clock.
#pragma once

#include <optional>

#include "odca/result.h"
#include "odca/time.h"

namespace odca::bundle_tool {

/// source_date_epoch gives nothing when the variable is not set, and fails with E_USAGE when it is no time.
Result<std::optional<Time>> source_date_epoch();
/// publishing_time is source_date_epoch, or the clock's.
Result<Time> publishing_time();

}  // namespace odca::bundle_tool
