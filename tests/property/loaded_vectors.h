// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The vectors, each with everything that judging it needs, loaded once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vector_case.h"

namespace odca::vectors {

/// Loaded is a vector with its evidence and trust material.
struct Loaded {
  VectorCase vector{};
  Evidence evidence{};
  TrustStore store{};
};

/// loaded_vectors are all that lead to a verdict; those about an input that cannot be read at all have none.
const std::vector<Loaded>& loaded_vectors();
/// loaded_vector returns the one of that name; it throws when there is none.
const Loaded& loaded_vector(std::string_view name);

/// judge asks the question of the vector, with other evidence and, if wanted, under another policy or trust.
Verdict judge(const Loaded& given, const Evidence& evidence);
Verdict judge(const Loaded& given, const Evidence& evidence, const Policy& policy, TrustStore store,
              Strictness strictness = Strictness::default_);

/// with_target_named fixes the certificate asked about, which for rfc5280 is otherwise the first one, and which a
/// stranger's leaf would make ambiguous.
Loaded with_target_named(Loaded given);

}  // namespace odca::vectors
