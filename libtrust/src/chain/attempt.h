// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// describe_attempt: a path without an anchor, and why the search ended there.
#pragma once

#include <vector>

#include "chain/graph.h"
#include "chain/path.h"
#include "chain/search_work.h"

namespace odca {

/// steps_of copies nodes, target first, into the steps of a path.
std::vector<PathStep> steps_of(const IssuerGraph& graph, const std::vector<std::size_t>& nodes);

/// describe_attempt makes the Path of a search that could not go on from the last of `nodes`.
Path describe_attempt(IssuerGraph& graph, const std::vector<std::size_t>& nodes, SearchWork& work);

}  // namespace odca
