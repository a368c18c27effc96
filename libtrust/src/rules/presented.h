// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// How findings name a certificate that was presented.
#pragma once

#include <string>

#include "base/text.h"
#include "odca/evidence.h"

namespace odca {

inline std::string named(const Presented& presented) {
  return cat(quote(presented.certificate->subject.to_string()), " (", presented.where, ")");
}

}  // namespace odca
