// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The report of a run, for people and for programs.
#pragma once

#include <string>

#include "tally.h"

namespace odca::limbo {

/// to_text prints tables by class and namespace, the disagreements, and what the remixes changed.
std::string to_text(const Comparison& run);
/// to_json prints one document in x509-limbo's result format, with what we know besides in members of its own.
std::string to_json(const Comparison& run);

}  // namespace odca::limbo
