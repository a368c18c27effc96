// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whose signatures a bundle or root document still lacks: each document needs a threshold of its role, and a root
// document one of the root document before it as well.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "odca/result.h"

namespace odca::bundle_tool {

/// Need is one threshold, and how many of its keys have signed.
struct Need {
  std::string document{};  ///< "root 2", "targets 7"
  std::string keys{};      ///< whose keys count: "root keys of root 1", "release keys of root 2"
  std::uint64_t have = 0;
  std::uint64_t threshold = 0;
  bool met() const { return have >= threshold; }
  std::uint64_t missing() const { return met() ? 0 : threshold - have; }
};

/// needs_of reads a bundle or a root document. For a root document alone, `previous` is the one before it.
Result<std::vector<Need>> needs_of(std::string_view text, std::optional<std::string_view> previous);
bool all_met(const std::vector<Need>& needs);
/// to_text writes one line for each.
std::string to_text(const std::vector<Need>& needs);

}  // namespace odca::bundle_tool
