// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RevocationState: what is known of the revocation of one certificate.
#pragma once

#include <string_view>

namespace odca {

/// RevocationState is what the CRLs at hand say about one certificate.
enum class RevocationState {
  not_checked,
  good,
  revoked,
  stale,
  absent,
  unusable,
  out_of_scope  ///< lists of those who may speak are at hand, and none of them is for this certificate
};
std::string_view to_string(RevocationState state);

}  // namespace odca
