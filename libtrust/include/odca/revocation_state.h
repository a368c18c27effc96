// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// RevocationState: the revocation status of one certificate.
#pragma once

#include <string_view>

namespace odca {

/// RevocationState is the status of one certificate by the available CRLs (RFC 5280 6.3.3).
enum class RevocationState {
  not_checked,
  good,  ///< not revoked by fresh CRLs that cover every reason
  revoked,
  stale,        ///< the CRL is out of date
  absent,       ///< no CRL, or only CRLs of the dump, which do not clear
  unusable,     ///< the CRL may not clear, or could not be checked
  out_of_scope  ///< CRLs are available, but none covers this certificate
};
std::string_view to_string(RevocationState state);

}  // namespace odca
