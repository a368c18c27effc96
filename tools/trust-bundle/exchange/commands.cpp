#include "commands.h"
#include "bundle/reason.h"

namespace odca::bundle_tool {

Result<Answer> run_minisign_key(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_minisign_sign(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_minisign_verify(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

}  // namespace odca::bundle_tool
