// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Installed trust: the bundle that trust-bundle installed on this machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "odca/result.h"
#include "odca/time.h"
#include "odca/trust_sources.h"

namespace odca {

/// Default places of the system's root of trust and state directory.
inline constexpr std::string_view kRootPlace = "/etc/odca-trust/root.json";
inline constexpr std::string_view kStatePlace = "/var/lib/amt-trust";

/// find_root_of_trust loads the root of trust of installed bundles: the file `named`, else kRootPlace below `system`,
/// else the compiled-in one (ODCA_BUNDLE_ROOT), else nothing. A file that exists and is unusable is an error (E_IO,
/// E_CANON, E_SCHEMA, E_KEY, E_THRESHOLD). FILE.yaml beside FILE.json limits its bundles to roles.
Result<std::optional<RootOfTrust>> find_root_of_trust(const std::optional<std::filesystem::path>& named,
                                                      const std::filesystem::path& system = "/");

struct InstalledPlace {
  std::filesystem::path state{kStatePlace};
  /// chosen_by is "--state", "default", or the environment variable that names the directory.
  std::string chosen_by = "default";
  bool by_environment = false;
  std::string remark{};  ///< for the report
  std::optional<RootOfTrust> root{};
  Time now{};
};

/// load_installed reads the state directory, verifies the bundle in use from the root of trust, merges it with the
/// compiled-in store, and sets `installed`, `root_of_trust` and `now` of `context`.
/// It never fails; defects become conditions (TrustCondition). An unusable bundle is replaced by the previous one or
/// the compiled-in store. Denials of every bundle ever installed stay in force; if they are unreadable or incomplete,
/// the condition `distrust_lost` fails every verdict. Without a state directory there is no bundle and no condition; a
/// policy can require a bundle (trust.installed).
void load_installed(const InstalledPlace& place, SourceContext& context);

}  // namespace odca
