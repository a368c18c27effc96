// Where two canonical values differ, by the names of their members.
#pragma once

#include <string>
#include <vector>

#include "bundle/canonical.h"

namespace odca::bundle_tool {

inline constexpr std::size_t kMaxDifferences = 20;

/// differences names up to kMaxDifferences places: "store.anchors[3].label: 'a' and 'b'".
std::vector<std::string> differences(const bundle::Value& a, const bundle::Value& b);

}  // namespace odca::bundle_tool
