// Which of the certificates presented is the one asked about?
#pragma once

#include "odca/evidence.h"
#include "odca/policy.h"
#include "rules/rule.h"

namespace odca {

/// choose_target follows Question::target where it is set. Otherwise rfc5280 means the first certificate, and a device
/// purpose the one certificate that fits it and issues no other; where none fits, the only one that issues no other, so
/// that the rules can say what is wrong with it. It never guesses: several are "ambiguous". What came by TLS has an
/// answer of its own: the peer's certificate.
TargetChoice choose_target(const Evidence& evidence, const Question& question, const Policy& policy);

}  // namespace odca
