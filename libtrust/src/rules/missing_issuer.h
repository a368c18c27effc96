// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Why a path ends before an anchor, and what to do about it.
#pragma once

#include <string>
#include <string_view>

#include "rules/rule.h"

namespace odca {

/// reason_without_anchor says why the search ended; "not-read" when the missing issuer may be in unread input.
ReasonId reason_without_anchor(const RuleInput& in);
/// hint_without_issuer is the remedy for a missing issuer of `last`. It never advises to trust a CA of the device
/// itself, which the device made.
std::string hint_without_issuer(const RuleInput& in, const Certificate& last);

}  // namespace odca
