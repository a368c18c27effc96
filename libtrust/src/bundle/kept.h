// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What of an accepted bundle is worth keeping: all that somebody vouched for, and nothing else.
#pragma once

#include <string>
#include <vector>

#include "bundle/verify.h"

namespace odca::bundle {

/// kept_text writes a bundle anew with the root documents of the view alone, and of the signatures of each document
/// those that a verdict calls good.
std::string kept_text(const BundleView& bundle, const std::vector<SignatureVerdict>& verdicts);

}  // namespace odca::bundle
