// ChainProfile: one shape of chain, and the roles that it gives to the certificates of a path.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"

namespace odca {

/// kOdcaLevels are the roles on a whole ODCA path, leaf first. The root above them is the anchor.
inline constexpr std::array<std::string_view, 6> kOdcaLevels{"leaf",   "app-ca",     "kernel-ca",
                                                             "rom-ca", "issuing-ca", "intermediate"};

struct ChainProfile {
  std::string_view id;  ///< "odca", "dice", "lone", "rfc5280"
  std::string_view summary;
  std::string_view citation;
  bool (*matches)(const Path&, const Question&);
  /// roles, leaf first, one per step of the path
  std::vector<std::string> (*roles)(const Path&);
};
std::span<const ChainProfile> all_profiles();
/// profile_of returns the first that matches; the last row matches everything.
const ChainProfile& profile_of(const Path& path, const Question& question);

}  // namespace odca
