// odca-verify policy show: the policy as it is applied, every key written out.
#include "odca/policy_file.h"
#include "commands.h"
#include "setting.h"

namespace odca::cli {

Result<Answer> run_policy_show(const Options& options) {
  ODCA_TRY_ASSIGN(const Policy policy, load_policy_option(options));
  return Answer{.text = effective_yaml(policy), .status = kAccepted};
}

}  // namespace odca::cli
