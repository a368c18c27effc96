// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Installed trust: what trust-bundle put in use on this machine, for every program that judges devices.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "odca/result.h"
#include "odca/time.h"
#include "odca/trust_sources.h"

namespace odca {

/// Where the root of trust and the state directory of the system lie.
inline constexpr std::string_view kRootPlace = "/etc/odca-trust/root.json";
inline constexpr std::string_view kStatePlace = "/var/lib/amt-trust";

/// find_root_of_trust gives the root of trust of installed bundles: the file `named`, else kRootPlace below `system`,
/// else the compiled-in one (ODCA_BUNDLE_ROOT); nothing when there is none of them. A file that is there and cannot be
/// used is an error (E_IO, E_CANON, E_SCHEMA, E_KEY, E_THRESHOLD), never passed over. Beside FILE.json may stand
/// FILE.yaml, which limits its bundles to roles.
Result<std::optional<RootOfTrust>> find_root_of_trust(const std::optional<std::filesystem::path>& named,
                                                      const std::filesystem::path& system = "/");

struct InstalledPlace {
  std::filesystem::path state{kStatePlace};
  /// chosen_by says who chose it: "--state", "default", or the variable of the environment that did.
  std::string chosen_by = "default";
  bool by_environment = false;
  std::string remark{};  ///< for the report
  std::optional<RootOfTrust> root{};
  Time now{};
};

/// load_installed reads the state directory, verifies what is in use from the root of trust, merges it with what is
/// compiled in, and sets `installed`, `root_of_trust` and `now` of `context`.
/// There is always an answer, and a condition says what is wrong with it: what cannot be used is left out, and an
/// earlier bundle, or what is compiled in, takes its place. What was ever denied stays denied as far as it can be read;
/// where it cannot be read whole, the condition `distrust_lost` fails every verdict. Without a directory nothing was
/// installed, and nothing is said: whoever needs a bundle demands one (trust.installed in a policy).
void load_installed(const InstalledPlace& place, SourceContext& context);

}  // namespace odca
