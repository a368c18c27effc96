// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a release says that cannot be meant: mistakes in the manifest, which every installation would
// take.
#pragma once

#include <string>
#include <vector>

#include "bundle/store_document.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::bundle_tool {

/// lint_release refuses (E_CONTENT) labels and reasons that are blank, labels that occur twice, object identifiers that
/// cannot be, addresses that are not of http or https, dates after the making of the release, and an expiry more than
/// ten years after it. What came from the base may be as late as this program was made, `build_date`. What is no
/// mistake for certain is returned as a warning.
Result<std::vector<std::string>> lint_release(const bundle::StoreDocument& store, Time expires, Time build_date);

}  // namespace odca::bundle_tool
