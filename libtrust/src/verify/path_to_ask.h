// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What revocation must know of a candidate path: which of its keys may sign CRLs, and how.
#pragma once

#include "revocation/revocation.h"
#include "verify/engine.h"

namespace odca {

/// path_to_ask refers to the candidate's path. In the ODCA hierarchy ROM, Kernel and App keys sign no CRL ever: they
/// are inside of the device that is judged. Below a DICE SubCA nothing is published, so keys there revoke and do not
/// clear.
PathToAsk path_to_ask(const Candidate& candidate, const Question& question, const Policy& policy);

}  // namespace odca
