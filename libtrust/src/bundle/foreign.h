// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Files that are no bundle at all: told by how they begin, so that the message names what was fetched.
#pragma once

#include <optional>
#include <string_view>

#include "odca/result.h"

namespace odca::bundle {

/// foreign_file is the error (E_CANON) about a file that can be no bundle and no root document, whatever is in it;
/// nothing for what begins as one.
std::optional<Error> foreign_file(std::string_view file);

}  // namespace odca::bundle
