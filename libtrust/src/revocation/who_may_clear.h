// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Who may clear: a CRL without an entry for the certificate clears it only by the steps of RFC 5280 6.3.3.
#pragma once

#include <string>
#include <vector>

#include "odca/policy.h"
#include "odca/revocation_state.h"
#include "revocation/proved_lists.h"

namespace odca {

/// Silence is the revocation state of a certificate that no available CRL lists.
struct Silence {
  RevocationState state = RevocationState::absent;
  Cause cause = Cause::none;
  std::string detail{};  ///< which CRL, and why it does not clear
  const HeldCrl* list = nullptr;
};

/// who_may_clear returns "good" when fresh CRLs without defects, in scope of the certificate's distribution points and
/// signed by keys that may clear, together cover every reason. Of the CRLs of one signer and scope the newest counts; a
/// complete CRL and a delta that follows it count as one (5.2.4). CRLs of the dump clear only where the policy allows.
Silence who_may_clear(const Certificate& certificate, const std::vector<ProvedList>& lists, Time judged_at,
                      const RevocationPolicy& policy);

}  // namespace odca
