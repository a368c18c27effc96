// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which of the certificates presented is the one asked about?
#pragma once

#include "odca/evidence.h"
#include "odca/policy.h"
#include "rules/rule.h"
#include "x509/link_proofs.h"

namespace odca {

/// choose_target takes the TLS peer's certificate for TLS input, whatever the purpose, and Question::target where it is
/// set. Otherwise rfc5280 means the first certificate, and a device purpose the one certificate that fits it and issues
/// no other; if none fits, the only one that issues no other, so that the rules can report its defects. Several are
/// "ambiguous". Whether one issues another is decided by signature where it matters, so that an unrelated certificate
/// does not change the answer unless it could be the target itself.
TargetChoice choose_target(const Evidence& evidence, const Question& question, const Policy& policy,
                           LinkProofs& proofs);

}  // namespace odca
