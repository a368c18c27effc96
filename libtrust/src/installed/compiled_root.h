// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The root of trust of installed bundles that this build was made with (-DODCA_BUNDLE_ROOT=FILE). The definitions are
// compiled_root_none.cpp, or what embed_root_main.cpp wrote after it had checked the file.
#pragma once

#include <span>
#include <string_view>

namespace odca {

/// kCompiledRoot is the root document; empty when there is none.
extern const std::string_view kCompiledRoot;
/// kCompiledRootRoles are the names of the roles to which its bundles are limited; empty: to none.
extern const std::span<const std::string_view> kCompiledRootRoles;

}  // namespace odca
