// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ChainProfile: one shape of chain, and the roles that it gives to the certificates of a path.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/profile.h"

namespace odca {

/// kOdcaLevels are the roles on a whole ODCA path, leaf first. The root above them is the anchor; an operator may also
/// anchor the intermediate or the issuing CA itself, and then vouches for what is above.
inline constexpr std::array kOdcaLevels{CertificateRole::leaf,       CertificateRole::app_ca,
                                        CertificateRole::kernel_ca,  CertificateRole::rom_ca,
                                        CertificateRole::issuing_ca, CertificateRole::intermediate};

struct ChainProfile {
  ProfileKind kind;
  std::string_view summary;
  std::string_view citation;
  bool (*matches)(const Path&, const Question&);
  /// roles, leaf first, one per step of the path
  std::vector<CertificateRole> (*roles)(const Path&);
};
std::span<const ChainProfile> all_profiles();
/// is_whole_odca_path tells whether the steps are as many as the levels below the anchor, or below a root that is not
/// known. The names of the steps are not looked at.
bool is_whole_odca_path(const Path& path);
/// profile_of returns the first that matches; the last row matches everything.
const ChainProfile& profile_of(const Path& path, const Question& question);
/// role_wanted is the role that an anchor must have for the question and a path of this profile.
AnchorRole role_wanted(const ChainProfile& profile, const Question& question);

}  // namespace odca
