// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "profile/algorithms.h"

namespace odca {

AllowedAlgorithms wide_algorithms(const AlgorithmPolicy& policy) {
  return {policy.rfc5280_signatures, policy.rfc5280_keys, policy.rfc5280_keys, policy.rsa_min_bits};
}

AllowedAlgorithms algorithms_of_path(ProfileKind profile, const Path& path, const Question& question,
                                     const AlgorithmPolicy& policy) {
  if (profile != ProfileKind::odca) return algorithms_of_lists(path, question, policy);
  return {policy.odca_signatures, policy.odca_ca_keys, policy.odca_leaf_keys, policy.rsa_min_bits};
}

AllowedAlgorithms algorithms_of_lists(const Path& path, const Question& question, const AlgorithmPolicy& policy) {
  if (question.purpose == Purpose::rfc5280) return wide_algorithms(policy);
  const bool enterprise = path.anchor ? path.anchor->roles.contains(AnchorRole::enterprise) : path.steps.size() == 1;
  if (after_activation(question.phase) && enterprise) return wide_algorithms(policy);
  return {policy.odca_signatures, policy.odca_ca_keys, policy.odca_leaf_keys, policy.rsa_min_bits};
}

}  // namespace odca
