#include "operate/input.h"

#include "state/real_file_system.h"
#include "state/state_directory.h"

namespace odca::bundle_tool {

Result<std::string> read_bundle(const std::string& file) {
  if (file == kStandardInput) return state::read_bundle_stdin(state::kMaxBundleBytes);
  return state::read_bundle_file(file, state::kMaxBundleBytes);
}

}  // namespace odca::bundle_tool
