// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle inspect of a root document: what it says, and which of its keys have signed it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands.h"
#include "odca/result.h"
#include "odca/root_of_trust.h"

namespace odca::bundle_tool {

/// inspect_root describes the root document in `file`. A root of trust of the version before it is asked for its keys
/// too, as those of a rotation have to sign. The answer has a problem when a threshold is not met (E_THRESHOLD).
Result<Answer> inspect_root(const std::string& name, std::string_view file, const std::optional<RootOfTrust>& trusted);

}  // namespace odca::bundle_tool
