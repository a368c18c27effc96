// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Verifier: evidence and a question in, a verdict out. Pure: no I/O, no clock, no exceptions.
#pragma once

#include "odca/build_date.h"
#include "odca/evidence.h"
#include "odca/link_cache.h"
#include "odca/policy.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"

namespace odca {

/// Strictness: `strict` turns every warning into a failure. What strict accepts, default_ accepts too.
enum class Strictness { strict, default_ };

class Verifier {
 public:
  Verifier(Policy policy, TrustStore store, Strictness strictness = Strictness::default_);
  /// verify answers one question. With `links` it shares proved signatures of CA certificates with other verdicts; the
  /// answer is the same, only sooner (see LinkCache). It may be called from several threads at once.
  Verdict verify(const Evidence& evidence, const Question& question, LinkCache* links = nullptr) const;

  const Policy& policy() const { return policy_; }
  const TrustStore& store() const { return store_; }

 private:
  Policy policy_;
  TrustStore store_;
  Strictness strictness_;
};

}  // namespace odca
