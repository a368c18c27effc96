// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Setting: the policy and the trust material that a command works with.
#pragma once

#include <optional>
#include <string>

#include "command_line.h"
#include "odca/policy.h"
#include "odca/trust_store.h"

namespace odca::cli {

/// TrustOptions say where trust comes from, on top of what the policy says.
struct TrustOptions {
  std::optional<std::string> trust{};
  std::optional<std::string> state{};
  std::optional<std::string> root{};
  std::optional<std::string> policy{};
};
void take_trust(CommandLine& line, TrustOptions& options);
/// take_policy is --policy alone.
void take_policy(CommandLine& line, std::optional<std::string>& policy);

struct Setting {
  Policy policy;
  TrustStore store;
};

/// load_policy_option reads the policy that --policy names, or gives the compiled-in one.
Result<Policy> load_policy_option(const std::optional<std::string>& policy);
/// load_setting reads the policy, what is installed on this machine and counts at `now`, then the trust source that the
/// policy or --trust selects. A state directory that --state names must be there.
Result<Setting> load_setting(const TrustOptions& options, Time now);

}  // namespace odca::cli
