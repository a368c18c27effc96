// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Who may clear: the silence of a list counts only as far as RFC 5280 6.3.3 lets it, step by step.
#pragma once

#include <string>
#include <vector>

#include "odca/policy.h"
#include "odca/revocation_state.h"
#include "revocation/proved_lists.h"

namespace odca {

/// Silence is what the lists at hand say about a certificate that none of them lists.
struct Silence {
  RevocationState state = RevocationState::absent;
  Cause cause = Cause::none;
  std::string detail{};  ///< which list, and why it does not clear
  const HeldCrl* list = nullptr;
};

/// who_may_clear: "good" asks for lists in scope of the certificate's distribution points, fresh, whole, signed by who
/// may clear, that together cover every reason. Of the lists of one signer and scope the newest speaks, a complete list
/// and a delta that follows it as one (5.2.4). Lists of the dump only count where the policy says so; they never make
/// better what the others say.
Silence who_may_clear(const Certificate& certificate, const std::vector<ProvedList>& lists, Time judged_at,
                      const RevocationPolicy& policy);

}  // namespace odca
