// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The bundle that a command was pointed at, read once and verified from the root of trust.
#pragma once

#include <optional>
#include <string>

#include "bundle/verify.h"
#include "odca/result.h"
#include "odca/time.h"

namespace odca::bundle_tool {

struct VerifiedInput {
  std::string text{};  ///< the bytes that were verified
  bundle::VerifiedBundle bundle{};
  std::optional<Roles> only{};  ///< the roles to which the publisher is limited
};

/// verified_input reads a file ('-': standard input) and runs every check that needs no memory of the past, at the time
/// `at`, else now. An expired bundle is refused like any other that fails.
Result<VerifiedInput> verified_input(const std::string& path, const std::optional<std::string>& root,
                                     const std::optional<Time>& at);

}  // namespace odca::bundle_tool
