// The root of trust of installed bundles that this build was made with (-DODCA_BUNDLE_ROOT=FILE); empty when none.
#pragma once

#include <string_view>

namespace odca {

extern const std::string_view kCompiledRoot;

}  // namespace odca
