// A path made of a pin: after activation a device presents a certificate that no anchor may vouch for.
#pragma once

#include <variant>

#include "chain/path.h"
#include "odca/evidence.h"
#include "x509/link_proofs.h"

namespace odca {

/// ChecksSpent: the budget of signature checks ended before the pin could be judged.
struct ChecksSpent {};
/// PinAnswer is a path, none, or that nobody can say: "spent" must never read as "the pin does not hold".
using PinAnswer = std::variant<std::monostate, Path, ChecksSpent>;

/// pinned_path makes the target its own anchor, of role enterprise and origin "pin", when its key is the one pinned and
/// the phase is one after activation. Nothing for purposes that ask for a hierarchy, and nothing when the target is
/// self-issued but not signed by its own key.
PinAnswer pinned_path(const Evidence& evidence, std::size_t target, const Question& question, LinkProofs& proofs);

/// lonely_attempt is the attempt at a path that got nowhere.
Path lonely_attempt(const Evidence& evidence, std::size_t target);

}  // namespace odca
