// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The four sources of trust material, and their input.
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

/// InstalledTrust is the trust of installed bundles; load_installed() (odca/installed.h) makes it.
struct InstalledTrust;

/// SourceContext is the input of a source besides the policy.
struct SourceContext {
  std::filesystem::path policy_dir{};          ///< base of relative paths in the policy; empty: the current folder
  std::filesystem::path root{"/"};             ///< prefix of system paths; tests use a folder of their own
  std::optional<RootOfTrust> root_of_trust{};  ///< for a bundle as source `custom`
  std::optional<Time> now{};                   ///< time at which that bundle must be valid
  /// installed: sources `embedded` and `combined` use the newer of this and the compiled-in store; its denials hold for
  /// every source. Empty: no installed trust.
  std::shared_ptr<const InstalledTrust> installed{};
};

/// TrustSource is one source; "combined" calls two others.
struct TrustSource {
  SourceKind kind;
  std::string_view summary;
  Result<SourceContents> (*load)(const TrustChoice&, const SourceContext&);
};
std::span<const TrustSource> all_sources();

}  // namespace odca
