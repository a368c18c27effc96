// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where trust material comes from: one of four sources, and what it may look at.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "odca/root_of_trust.h"
#include "odca/time.h"
#include "odca/trust_store.h"

namespace odca {

/// InstalledTrust is what bundles have given on this machine; load_installed() (odca/installed.h) works it out.
struct InstalledTrust;

/// SourceContext is what a source may look at besides the policy.
struct SourceContext {
  std::filesystem::path policy_dir{};  ///< relative paths in the policy start here; empty: at the current folder
  std::filesystem::path root{"/"};     ///< prefix of the system places; tests point it at a folder of their own
  std::optional<RootOfTrust> root_of_trust{};  ///< for a bundle that `custom` is pointed at
  std::optional<Time> now{};                   ///< when such a bundle must be valid
  /// Sources `embedded` and `combined` take the newer of this and the compiled-in material, and what it denies holds
  /// against every source. Empty: nothing was asked for.
  std::shared_ptr<const InstalledTrust> installed{};
};

/// TrustSource is a row of the table of sources; "combined" calls two others.
struct TrustSource {
  SourceKind kind;
  std::string_view summary;
  Result<SourceContents> (*load)(const TrustChoice&, const SourceContext&);
};
std::span<const TrustSource> all_sources();

}  // namespace odca
