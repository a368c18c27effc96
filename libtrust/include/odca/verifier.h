// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Verifier: judges evidence for a question and returns a verdict. Pure: no I/O, no clock, no exceptions.
#pragma once

#include "odca/build_date.h"
#include "odca/evidence.h"
#include "odca/link_cache.h"
#include "odca/policy.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"

namespace odca {

/// Strictness: `strict` turns every warning into a failure.
enum class Strictness { strict, default_ };

class Verifier {
 public:
  Verifier(Policy policy, TrustStore store, Strictness strictness = Strictness::default_);
  /// verify answers one question. It may be called from several threads at once. `links`, if not null, shares proved
  /// signatures of CA certificates with other verdicts, which saves time and does not change the answer (see
  /// LinkCache).
  Verdict verify(const Evidence& evidence, const Question& question, LinkCache* links = nullptr) const;

  const Policy& policy() const { return policy_; }
  const TrustStore& store() const { return store_; }

 private:
  Policy policy_;
  TrustStore store_;
  Strictness strictness_;
};

}  // namespace odca
