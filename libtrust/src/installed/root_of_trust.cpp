// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <system_error>

#include "base/check.h"
#include "installed/compiled_root.h"
#include "installed/root_file.h"
#include "odca/installed.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

std::optional<RootOfTrust> compiled_root() {
  if (kCompiledRoot.empty()) return std::nullopt;
  RootOfTrust root{.text = std::string(kCompiledRoot), .origin = "compiled in"};
  for (const std::string_view name : kCompiledRootRoles) {
    const auto role = anchor_role_from(name);
    ODCA_CHECK(role);  // the build wrote it
    if (!root.only) root.only.emplace();
    root.only->insert(*role);
  }
  return root;
}

}  // namespace

Result<std::optional<RootOfTrust>> find_root_of_trust(const std::optional<fs::path>& named, const fs::path& system) {
  const fs::path place = named ? *named : system / fs::path(kRootPlace).relative_path();
  std::error_code problem;
  if (!named && fs::symlink_status(place, problem).type() == fs::file_type::not_found) return compiled_root();
  ODCA_TRY_ASSIGN(RootOfTrust root, read_root_file(place, RootPlace::machine));
  return std::optional(std::move(root));
}

}  // namespace odca
