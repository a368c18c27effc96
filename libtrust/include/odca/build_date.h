// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The day of which the program's trust facts are.
#pragma once

#include "odca/time.h"

namespace odca {

/// build_date is the date of the facts in bundles/intel-odca that this program was built from; a host clock before it
/// is wrong (rule time.clock).
Time build_date();

}  // namespace odca
