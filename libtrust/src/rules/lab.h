// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What the policy's lab section names.
#pragma once

#include <algorithm>

#include "odca/policy.h"

namespace odca {

inline bool lab_names_key(const Policy& policy, const Fingerprint& spki_sha256) {
  return std::find(policy.lab.keys.begin(), policy.lab.keys.end(), spki_sha256) != policy.lab.keys.end();
}

}  // namespace odca
