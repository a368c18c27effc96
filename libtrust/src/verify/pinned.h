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

/// Pinned is the path from a pin to the target. `path` is empty when the pin does not apply, or when the budget was
/// spent first: `budget_spent` is a failure, never "did not sign".
struct Pinned {
  std::optional<Path> path{};
  bool budget_spent = false;
};

/// pinned_path makes a path with an anchor of role enterprise and origin "pin", in a phase after activation. A
/// certificate pinned as a whole is its own anchor, and so is a self-signed one with a pinned key. For an issued one
/// with a pinned key the anchor is an available certificate that signed it, unless the store has an enterprise CA. No
/// path when an enterprise anchor has the issuer's name, since that anchor decides, nor for purposes odca and rfc5280.
Pinned pinned_path(const Evidence& evidence, std::size_t target, const Question& question, const TrustStore& store,
                   Time judged_at, LinkProofs& proofs);

/// Way is one way up from a certificate.
struct Way {
  Path path{};
  bool all_known = false;  ///< all above are from the trust source, up to a self-signed one
};

/// SameKey are the other certificates of the target's key, presented or stored, with every path upwards through the
/// available certificates; the last certificate is its anchor, even if it is the first. A finding against one of them
/// counts against a pinned key. The target's own paths are included: a pin overrides no revocation of it or of a CA
/// above it.
struct SameKey {
  std::vector<Certificate> certificates{};
  std::vector<Way> ways{};
  bool budget_spent = false;
};
/// same_key: `checks` is limits.signature_checks, by which the ways are bounded too.
SameKey same_key(const Evidence& evidence, const Path& pinned, const TrustStore& store, std::size_t checks,
                 LinkProofs& proofs);

/// lonely_attempt is a path of the target alone, without anchor.
Path lonely_attempt(const Evidence& evidence, std::size_t target);

}  // namespace odca
