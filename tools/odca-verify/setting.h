// Setting: the policy and the trust material that a command works with.
#pragma once

#include "odca/policy.h"
#include "odca/trust_store.h"
#include "options.h"

namespace odca::cli {

struct Setting {
  Policy policy;
  TrustStore store;
};

/// load_policy_option reads the policy that --policy names, or gives the compiled-in one.
Result<Policy> load_policy_option(const Options& options);
/// load_setting reads the policy, what is installed on this machine, then the trust source that the policy or --trust
/// selects. A state directory that --state names must be there.
Result<Setting> load_setting(const Options& options);

}  // namespace odca::cli
