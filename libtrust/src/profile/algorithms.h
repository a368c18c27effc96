// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which keys and signature algorithms are allowed: the narrow lists of the policy for ODCA, or the wide ones.
#pragma once

#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/profile.h"

namespace odca {

/// AllowedAlgorithms refers to the lists of a policy.
struct AllowedAlgorithms {
  const std::vector<SignatureKind>& signatures;
  const std::vector<KeyKind>& ca_keys;
  const std::vector<KeyKind>& leaf_keys;
  unsigned rsa_min_bits;
};

/// wide_algorithms are those of rfc5280, and of the CA of an enterprise.
AllowedAlgorithms wide_algorithms(const AlgorithmPolicy& policy);
/// algorithms_of_path: the wide lists hold for purpose rfc5280, and for what an AMT device presents after activation: a
/// certificate of its own making or of the enterprise, which knows nothing of ODCA. A chain of the ODCA hierarchy is
/// held to the narrow ones in every phase.
AllowedAlgorithms algorithms_of_path(ProfileKind profile, const Path& path, const Question& question,
                                     const AlgorithmPolicy& policy);
/// algorithms_of_lists are those for CRLs. A CRL takes trust away, so after activation the wide lists hold under every
/// anchor that an enterprise may use.
AllowedAlgorithms algorithms_of_lists(const Path& path, const Question& question, const AlgorithmPolicy& policy);

}  // namespace odca
