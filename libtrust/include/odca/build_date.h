// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The date of the compiled-in trust facts.
#pragma once

#include "odca/time.h"

namespace odca {

/// build_date is the date of the compiled-in facts of bundles/intel-odca. A host clock earlier than that is wrong (rule
/// time.clock).
Time build_date();

}  // namespace odca
