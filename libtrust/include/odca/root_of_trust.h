// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The root of trust of installed bundles.
#pragma once

#include <optional>
#include <string>

#include "odca/trust_store.h"

namespace odca {

/// RootOfTrust is the trusted root metadata (TUF 5.2) that verifies bundles, with its origin and the roles to which its
/// bundles are limited.
struct RootOfTrust {
  std::string text{};           ///< the document, in canonical form
  std::string origin{};         ///< "compiled in", "/etc/odca-trust/root.json", "--root FILE"
  std::optional<Roles> only{};  ///< empty: no limit
};

}  // namespace odca
