// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The levels of an ODCA path, and what their names say.
#pragma once

#include <optional>
#include <vector>

#include "chain/path.h"
#include "odca/profile.h"
#include "profile/odca_names.h"

namespace odca {

/// Level is the place of a role: a certificate of the path, or the anchor. It refers to the path.
struct Level {
  std::optional<std::size_t> cert{};
  const Name& subject;
};
/// find_level returns nothing where the path has no such role. `roles` are those that the profile gave to the path.
std::optional<Level> find_level(const Path& path, const std::vector<CertificateRole>& roles, CertificateRole role);

/// HierarchyNames are the parsed names of the levels, empty where a level is missing or misnamed.
struct HierarchyNames {
  std::optional<IntermediateName> intermediate{};
  std::optional<IssuingName> issuing{};
  std::optional<DeviceCaName> rom{};
  std::optional<DeviceCaName> kernel{};
  std::optional<DeviceCaName> app{};
};
HierarchyNames read_hierarchy_names(const Path& path, const std::vector<CertificateRole>& roles);

}  // namespace odca
