#include "setting.h"

#include "odca/open.h"
#include "odca/policy_file.h"
#include "question.h"

namespace odca::cli {

Result<Policy> load_policy_option(const Options& options) {
  if (!options.policy) return default_policy();
  return load_policy(*options.policy);
}

Result<Setting> load_setting(const Options& options) {
  ODCA_TRY_ASSIGN(const Time now, read_now(options));
  ODCA_TRY_ASSIGN(const MachineVerifier verifier, open_verifier({.now = now,
                                                                 .policy = options.policy,
                                                                 .trust = options.trust,
                                                                 .root = options.root,
                                                                 .state = options.state}));
  return Setting{.policy = verifier.policy(), .store = verifier.current()->store()};
}

}  // namespace odca::cli
