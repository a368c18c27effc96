// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A build without a root of trust.
#include "installed/compiled_root.h"

namespace odca {

constinit const std::string_view kCompiledRoot{};
constinit const std::span<const std::string_view> kCompiledRootRoles{};

}  // namespace odca
