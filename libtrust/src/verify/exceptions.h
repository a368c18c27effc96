// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Does an exception of the policy apply to this path?
#pragma once

#include "odca/policy.h"
#include "rules/rule.h"

namespace odca {

/// covers tells whether the exception names this rule and this device; its end date is not looked at. Everything that
/// the exception names must match, and it must name something: an exception for every device does not exist. Rules
/// whose floor is `fail` have no exceptions, and only a path with an anchor proves who the device is.
bool covers(const Exception& exception, const RuleInfo& info, const RuleInput& in);

/// state_at: an exception holds for two years at most, so one without a begin has no effect at a time long before its
/// end.
ExceptionUse::State state_at(const Exception& exception, Time moment);

}  // namespace odca
