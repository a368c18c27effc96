#include "commands.h"
#include "bundle/reason.h"

namespace odca::bundle_tool {

Result<Answer> run_key_new(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_key_show(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_key_passwd(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_root_init(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_root_rotate(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_build(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_payload(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_sign(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_add_signature(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

Result<Answer> run_merge(const Options&) { return bundle::failure("E_INTERNAL", "not there yet"); }

}  // namespace odca::bundle_tool
