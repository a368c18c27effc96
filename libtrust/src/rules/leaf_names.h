// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The common names of the leaves of AMT's services.
#pragma once

#include <string>
#include <vector>

#include "odca/evidence.h"
#include "odca/policy.h"

namespace odca {

/// leaf_names lists the common names that fit the purpose: the policy's, or else the built-in ones. Empty for purposes
/// that ask for no particular service.
std::vector<std::string> leaf_names(const Policy& policy, Purpose purpose);

/// service_named is the service of a leaf with this common name; "" if unknown.
std::string service_named(std::string_view common_name);

}  // namespace odca
