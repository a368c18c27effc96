// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// find_anchored: which certificates have a proven path to an anchor. It searches from the anchors downwards and tries
// only keys that an anchor vouches for, so a hostile certificate costs one check, however they name and sign each
// other.
#pragma once

#include <vector>

#include "chain/graph.h"
#include "chain/search_work.h"

namespace odca {

/// find_anchored answers for each node of the graph, looking only at those whose names lead upwards from the target.
/// With a budget spent the answer holds what was proved until then.
std::vector<bool> find_anchored(const IssuerGraph& graph, SearchWork& work);

}  // namespace odca
