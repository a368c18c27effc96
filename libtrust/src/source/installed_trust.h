// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// InstalledTrust: what bundles have given on this machine, merged with the compiled-in store once, with what is to be
// said about it. Verdicts, status, diff, anchors and export all show this value.
#pragma once

#include <optional>
#include <vector>

#include "bundle/merge.h"
#include "bundle/verify.h"
#include "odca/trust_sources.h"

namespace odca {

struct InstalledTrust {
  AskedState state{};
  bundle::Accepted accepted{};  ///< empty where nothing is installed
  bundle::Merged merged{};      ///< of the compiled-in store and `accepted`
  /// What this machine has accepted and seen, below which no bundle that is named may be either. Empty: nothing.
  std::optional<bundle::Floor> seen{};
  std::vector<TrustCondition> conditions{};
};

/// installed_in is what the context has, or that of a machine where nothing is installed.
const InstalledTrust& installed_in(const SourceContext& context);
/// merged_with_embedded is that of a machine that has accepted this, without conditions.
InstalledTrust merged_with_embedded(bundle::Accepted accepted);

}  // namespace odca
