// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A root of trust as a file: the root document, and beside it perhaps the limits of what its bundles may do.
#pragma once

#include <filesystem>

#include "odca/root_of_trust.h"

namespace odca {

/// RootPlace says who may change the file. A machine's root of trust belongs to root or to who runs the program
/// (os/path_walk.h); who compiles one in answers for its source tree.
enum class RootPlace { machine, sources };

/// read_root_file reads a root document in canonical form, signed by itself to its threshold, from a place where not
/// everybody may change it (E_IO, E_CANON, E_SCHEMA, E_KEY, E_THRESHOLD). FILE.yaml beside FILE.json has
/// `roles: […]`: its bundles are limited to these roles. Anything else in there is an error too. Where FILE.json is a
/// link, limits beside the link and beside what it points at hold alike, and must be the same where there are both.
Result<RootOfTrust> read_root_file(const std::filesystem::path& path, RootPlace place);

}  // namespace odca
