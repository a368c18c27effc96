// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The trust: which policy and which trust material a device is judged by.
#pragma once

#include <optional>
#include <string>

#include "command_line.h"
#include "odca/open.h"

namespace odca::amtctl {

struct TrustOptions {
  std::optional<std::string> trust_policy{};
  std::optional<std::string> policy{};
  std::optional<std::string> state{};
  std::optional<std::string> root{};
};
void take_trust(cli::CommandLine& line, TrustOptions& options);

/// open_options sorts them: a --trust-policy that ends in .yaml or .yml is a policy, any other a source of trust. Fails
/// with Errc::usage when two policies are named.
Result<OpenOptions> open_options(const TrustOptions& options, Time now);
/// open_trust opens the verifier. Its errors are in kTrustPlace (exit_status.h).
Result<MachineVerifier> open_trust(const TrustOptions& options, Time now);

}  // namespace odca::amtctl
