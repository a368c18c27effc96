// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "trust_options.h"

#include "exit_status.h"
#include "values.h"

namespace odca::amtctl {

void take_trust(cli::CommandLine& line, TrustOptions& options) {
  line.heading("the trust");
  line.add({"--trust-policy", "SOURCE",
            "system, embedded (default), combined, or a file or folder of trust material; a file .yaml is a policy"},
           options.trust_policy);
  line.add({"--policy", "FILE", "policy in place of the built-in one, beside a source by --trust-policy"},
           options.policy);
  line.add({"--state", "DIR", "where bundles are installed; default /var/lib/amt-trust, else the place of this user"},
           options.state);
  line.add({"--root", "FILE", "root of trust of bundles, in place of /etc/odca-trust/root.json or the compiled-in one"},
           options.root);
}

Result<OpenOptions> open_options(const TrustOptions& options, Time now) {
  OpenOptions open{.now = now, .policy = options.policy, .root = options.root, .state = options.state};
  if (!options.trust_policy) return open;
  const std::string& named = *options.trust_policy;
  if (!named.ends_with(".yaml") && !named.ends_with(".yml")) {
    open.trust = named;
    return open;
  }
  if (options.policy)
    return cli::usage_error("'--trust-policy' and '--policy' both name a policy",
                            "give one policy; its source of trust can be replaced with --trust-policy SOURCE");
  open.policy = named;
  return open;
}

Result<MachineVerifier> open_trust(const TrustOptions& options, Time now) {
  ODCA_TRY_ASSIGN(OpenOptions open, open_options(options, now));
  Result<MachineVerifier> verifier = open_verifier(std::move(open));
  if (!verifier) return std::move(verifier).error().in(std::string(kTrustPlace));
  return verifier;
}

}  // namespace odca::amtctl
