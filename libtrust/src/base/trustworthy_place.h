// Files that decide what is trusted (policies, trust material) must not lie where anybody can change them.
#pragma once

#include <filesystem>

#include "odca/result.h"

namespace odca {

/// require_trustworthy_place fails with Errc::permission (reason "world-writable") when every user of the machine may
/// change the file or folder, or may exchange it because a folder above it is writable for all and not sticky. Links
/// are followed, and the folders above them are looked at too. What a group may write is left to whoever made the
/// group: a group of one's own is common.
Status require_trustworthy_place(const std::filesystem::path& path);

}  // namespace odca
