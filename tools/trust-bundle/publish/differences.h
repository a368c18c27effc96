// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where two canonical values differ, by the names of their members.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bundle/canonical.h"

namespace odca::bundle_tool {

inline constexpr std::size_t kMaxDifferences = 20;

/// Sides says for messages where each value is: "in the file".
struct Sides {
  std::string_view first{};
  std::string_view second{};
};

/// differences names up to kMaxDifferences places: `store.version: 7 in the file, 8 in the manifest`.
std::vector<std::string> differences(const bundle::Value& a, const bundle::Value& b, const Sides& sides);

}  // namespace odca::bundle_tool
