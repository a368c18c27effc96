// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Why a path ends before an anchor, and what to do about it.
#pragma once

#include <string>
#include <string_view>

#include "rules/rule.h"

namespace odca {

/// reason_without_anchor says why the search ended: what was not read may be what is missing.
ReasonId reason_without_anchor(const RuleInput& in);
/// hint_without_issuer says what to do where the issuer of `last` is missing. It never sends a CA of the device to the
/// trust source: it vouches for that one device, and the device made it itself.
std::string hint_without_issuer(const RuleInput& in, const Certificate& last);

}  // namespace odca
