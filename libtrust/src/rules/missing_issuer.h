// Why a path ends before an anchor, and what to do about it.
#pragma once

#include <string>

#include "rules/rule.h"

namespace odca {

/// reason_without_anchor says why the search ended: what was not read may be what is missing.
std::string reason_without_anchor(const RuleInput& in);
/// hint_without_anchor says what to do; `last` is the certificate whose issuer is missing.
std::string hint_without_anchor(const RuleInput& in, const std::string& reason, const Certificate& last);

}  // namespace odca
