// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Dates of certificates and anchors, at the time judged.
#pragma once

#include "rules/rule.h"

namespace odca {

/// check_validity reports the problems of path validation with dates, for cert.validity and anchor.validity.
void check_validity(const RuleInput& in, Answer& out);

}  // namespace odca
