// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A path made of a pin: after activation a device presents a certificate that no anchor may vouch for.
#pragma once

#include <optional>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/trust_store.h"
#include "validate/path_validation.h"
#include "x509/link_proofs.h"

namespace odca {

/// Pinned is what a pin makes of the target. `path` is empty where the pin does not speak for it, or where the budget
/// was spent before that could be said: `budget_spent` is a failure, never "did not sign".
struct Pinned {
  std::optional<Path> path{};
  bool budget_spent = false;
};

/// pinned_path takes the place of an anchor that is not there, of role enterprise and origin "pin", in a phase after
/// activation. A certificate pinned as a whole is its own anchor. A pinned key vouches for a certificate that it signed
/// itself, or, where the store has no enterprise anchor, for one that a certificate at hand signed: that one is the
/// anchor then. Never for what bears the name of an enterprise anchor as its issuer: that anchor decides. Nothing for
/// purposes that ask for a hierarchy.
Pinned pinned_path(const Evidence& evidence, std::size_t target, const Question& question, const TrustStore& store,
                   Time judged_at, LinkProofs& proofs);

/// Way is one way up from a certificate.
struct Way {
  Path path{};
  bool all_known = false;  ///< whoever stands above is of the trust source, up to one that signed itself
};

/// SameKey are the other certificates of the target's key, presented or of the store, and who issued them: every path
/// upwards as far as certificates at hand lead; the last certificate stands as its anchor, also where it is the first.
/// What is known against one of them holds against a pinned key. The paths of the target itself are among them: to pin
/// it makes no revocation undone, neither its own nor that of a CA above it.
struct SameKey {
  std::vector<Certificate> certificates{};
  std::vector<Way> ways{};
  bool budget_spent = false;
};
/// same_key: `checks` is limits.signature_checks, by which the ways are bounded too.
SameKey same_key(const Evidence& evidence, const Path& pinned, const TrustStore& store, std::size_t checks,
                 LinkProofs& proofs);

/// lonely_attempt is the attempt at a path that got nowhere.
Path lonely_attempt(const Evidence& evidence, std::size_t target);

}  // namespace odca
