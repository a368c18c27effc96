// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify policy show: the policy as it is applied, every key written out.
#include "commands.h"
#include "odca/policy_file.h"
#include "setting.h"

namespace odca::cli {

namespace {

struct PolicyOptions {
  std::optional<std::string> policy{};
};

void take_policy(CommandLine& line, PolicyOptions& options) {
  line.describe({.summary = "print the policy as it is applied",
                 .about = "Prints the policy with every key written out: what --policy says, and the built-in value of "
                          "what it leaves out. The output is a policy again.",
                 .examples = {"odca-verify policy show", "odca-verify policy show --policy lab.yaml"},
                 .statuses = {kShown, kNotShown}});
  take_policy(line, options.policy);
}

Result<Answer> run_policy(const PolicyOptions& options) {
  ODCA_TRY_ASSIGN(const Policy policy, load_policy_option(options.policy));
  return Answer{.text = effective_yaml(policy), .status = kAccepted};
}

}  // namespace

Work policy_show(CommandLine& line) { return work(line, take_policy, run_policy); }

}  // namespace odca::cli
