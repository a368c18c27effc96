// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The folder of an exported TUF repository: whole or with an error, never through a link.
#pragma once

#include <string>
#include <vector>

#include "exchange/export.h"
#include "odca/result.h"

namespace odca::bundle_tool {

/// write_repository fills a folder that is not there yet or is empty (E_IO when it is not; E_NOSPACE, E_DURABILITY).
/// timestamp.json, with which a client begins, comes last.
Status write_repository(const std::string& path, const std::vector<TufFile>& files);

}  // namespace odca::bundle_tool
