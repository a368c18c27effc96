#include "installed/compiled_root.h"

namespace odca {

const std::string_view kCompiledRoot{};

}  // namespace odca
