// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The last step of an install: what the programs that judge devices will load is compared with what was foretold.
#pragma once

#include "installed/binding.h"
#include "odca/result.h"
#include "odca/trust_store.h"
#include "operate/place.h"
#include "state/setting.h"

namespace odca::bundle_tool {

/// check_same compares anchors, intermediates, CRLs and deny entries, each by what it is: E_INTERNAL, naming the kind
/// that differs.
Status check_same(const SourceContents& foretold, const TrustStore& loaded);

/// check_effective loads by the way of the consumers and compares with the merge of the embedded store and what was
/// installed.
Status check_effective(const Place& place, const state::Situation& installed);

}  // namespace odca::bundle_tool
