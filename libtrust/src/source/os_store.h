// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The store of certificates that the operating system ships: where it lies, and what is part of it by any name.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "odca/trust_store.h"

namespace odca {

/// OsRoots says what certificates of an operating system's store may vouch for where an operator names them himself: no
/// more than the source "system" lets them, so that no web CA vouches for a device because its file was named.
struct OsRoots {
  std::filesystem::path root{"/"};  ///< below which the store is looked for
  Roles roles{};
};

/// is_there is false for what is not there; what cannot be looked at is an error.
Result<bool> is_there(const std::filesystem::path& path);

/// find_os_store returns the store of this system, below `root`.
Result<std::filesystem::path> find_os_store(const std::filesystem::path& root);

/// is_of_os_store tells whether a file or folder is the store of an operating system or lies in it, by whatever name:
/// links are followed, and another hard link of a store's file is that file. Where the owner of the machine adds
/// certificates of his own (/usr/local/share/ca-certificates and its like) is no part of it.
bool is_of_os_store(const std::filesystem::path& path, const std::filesystem::path& root);

/// roles_of_os_roots are those of any public root, and what the policy adds by name.
Roles roles_of_os_roots(const TrustChoice& choice);

}  // namespace odca
