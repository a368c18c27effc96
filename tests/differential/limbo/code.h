// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Code: one word for why a case was refused, coarse enough to be compared with what a suite is about.
#pragma once

#include <string>
#include <string_view>

#include "odca/finding.h"
#include "odca/result.h"

namespace odca::limbo {

/// code_of gives the word for a finding. One that the table does not know gets "rule/reason", so that it is seen.
std::string code_of(const Finding& finding);
/// code_of gives the word for a certificate that cannot be read.
std::string code_of(const Error& unreadable);

}  // namespace odca::limbo
