// A root of trust decides who may change what this machine trusts: it must be in the hands of root or of whoever runs
// the program, and of nobody else.
#pragma once

#include <filesystem>
#include <vector>

#include "odca/result.h"

namespace odca {

/// names_of returns the path and, while it is a link, what it points at; the file itself comes last. A pipe that a
/// shell handed over has no name of its own. Fails with Errc::io when one of them cannot be looked at.
Result<std::vector<std::filesystem::path>> names_of(const std::filesystem::path& path);

/// require_owned_place fails with Errc::permission (reason "owner") unless the file, each link that leads to it, and
/// the folders in which they stand belong to root or to the effective user, and neither group nor others may write to
/// the file or to those folders. A sticky folder that others may write to is no danger to what another has put there.
Status require_owned_place(const std::filesystem::path& path);

}  // namespace odca
