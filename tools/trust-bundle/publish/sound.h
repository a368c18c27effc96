// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a bundle has to be before anybody signs it: all that a verification demands, save the signatures of its release.
// Signers are shown the store; so the store must be the one that targets names, and every root document must have
// been signed already, as a file of its own.
#pragma once

#include <optional>

#include "bundle/bundle_file.h"
#include "odca/result.h"
#include "odca/trust_store.h"

namespace odca::bundle_tool {

/// trust_for is the root of trust to hold a bundle against: the one that was named, else the bundle's own first root
/// document.
RootOfTrust trust_for(const bundle::BundleFile& bundle, const std::optional<RootOfTrust>& named);

/// check_sound runs these checks and gives the store.
Result<bundle::StoreDocument> check_sound(const bundle::BundleFile& bundle, const std::optional<RootOfTrust>& named);

}  // namespace odca::bundle_tool
