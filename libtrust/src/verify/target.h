// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which of the certificates presented is the one asked about?
#pragma once

#include "odca/evidence.h"
#include "odca/policy.h"
#include "rules/rule.h"
#include "x509/link_proofs.h"

namespace odca {

/// choose_target follows Question::target where it is set. Otherwise rfc5280 means the first certificate, and a device
/// purpose the one certificate that fits it and issues no other; where none fits, the only one that issues no other, so
/// that the rules can say what is wrong with it. It never guesses: several are "ambiguous". What came by TLS has an
/// answer of its own, whatever the purpose: the peer's certificate. What issues another is told by signature where it
/// matters, so that no stranger's certificate changes the answer unless it could be meant itself.
TargetChoice choose_target(const Evidence& evidence, const Question& question, const Policy& policy,
                           LinkProofs& proofs);

}  // namespace odca
