// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/levels.h"

#include <algorithm>

#include "profile/profile.h"

namespace odca {

std::optional<Level> find_level(const Path& path, const std::vector<CertificateRole>& roles, CertificateRole role) {
  const auto found = std::find(roles.begin(), roles.end(), role);
  if (found != roles.end()) {
    const auto cert = static_cast<std::size_t>(found - roles.begin());  // not negative
    return Level{cert, path.steps[cert].certificate->subject};
  }
  const std::size_t above = path.steps.size();
  const bool is_anchor = above < kOdcaLevels.size() && kOdcaLevels[above] == role && is_whole_odca_path(path);
  if (!is_anchor) return {};
  return Level{{}, path.anchor->subject};
}

HierarchyNames read_hierarchy_names(const Path& path, const std::vector<CertificateRole>& roles) {
  const auto device_name = [&](CertificateRole role, DeviceCaName::Level wanted) -> std::optional<DeviceCaName> {
    const std::optional<Level> found = find_level(path, roles, role);
    if (!found) return {};
    std::optional<DeviceCaName> name = parse_device_ca_name(found->subject);
    if (!name || name->level != wanted) return {};
    return name;
  };
  HierarchyNames names;
  if (const auto found = find_level(path, roles, CertificateRole::intermediate))
    names.intermediate = parse_intermediate_name(found->subject);
  if (const auto found = find_level(path, roles, CertificateRole::issuing_ca))
    names.issuing = parse_issuing_name(found->subject);
  names.rom = device_name(CertificateRole::rom_ca, DeviceCaName::Level::rom);
  names.kernel = device_name(CertificateRole::kernel_ca, DeviceCaName::Level::kernel);
  names.app = device_name(CertificateRole::app_ca, DeviceCaName::Level::app);
  return names;
}

}  // namespace odca
