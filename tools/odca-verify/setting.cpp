// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "setting.h"

#include "odca/open.h"
#include "odca/policy_file.h"

namespace odca::cli {

void take_policy(CommandLine& line, std::optional<std::string>& policy) {
  line.add({"--policy", "FILE", "policy in place of the built-in one"}, policy);
}

void take_trust(CommandLine& line, TrustOptions& options) {
  line.heading("the trust");
  line.add({"--trust", "SOURCE",
            "system, embedded (default), combined, or a file or folder; a signed trust bundle is a file too"},
           options.trust);
  line.add({"--state", "DIR", "where bundles are installed; default /var/lib/amt-trust, else the place of this user"},
           options.state);
  line.add({"--root", "FILE", "root of trust of bundles, in place of /etc/odca-trust/root.json or the compiled-in one"},
           options.root);
  take_policy(line, options.policy);
}

Result<Policy> load_policy_option(const std::optional<std::string>& policy) {
  if (!policy) return default_policy();
  return load_policy(*policy);
}

Result<Setting> load_setting(const TrustOptions& options, Time now) {
  ODCA_TRY_ASSIGN(const MachineVerifier verifier, open_verifier({.now = now,
                                                                 .policy = options.policy,
                                                                 .trust = options.trust,
                                                                 .root = options.root,
                                                                 .state = options.state}));
  return Setting{.policy = verifier.policy(), .store = verifier.current()->store()};
}

}  // namespace odca::cli
