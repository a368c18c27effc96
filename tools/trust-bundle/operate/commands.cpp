#include "commands.h"
#include "bundle/reason.h"

namespace odca::bundle_tool {

Result<Answer> run_install(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_status(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_rollback(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_recover(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_log_verify(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_verify(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_inspect(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_diff(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

}  // namespace odca::bundle_tool
