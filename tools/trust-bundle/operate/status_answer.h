// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// StatusFacts: what is in use and its condition, apart from how it was found out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "odca/installed.h"
#include "state/installer.h"

namespace odca::bundle_tool {

/// ChainRoot is one root document of the bundle in use.
struct ChainRoot {
  std::uint64_t version = 0;
  Time expires{};
};

struct StatusFacts {
  InstalledPlace place{};
  Time build_date{};
  state::StatusReport report;
  std::vector<ChainRoot> chain{};  ///< of the bundle in use; empty when none is
};

/// chain_of reads the root documents of a bundle file; nothing when it cannot be read.
std::vector<ChainRoot> chain_of(std::string_view bundle);

/// status_answer tells it in words and as trust-bundle-status/1. The status is 0 while what was installed is in use, be
/// it stale or rolled back; else `problem` is set: what was installed cannot be used, the bundle and the embedded store
/// contradict each other, or the log was tampered with.
Answer status_answer(const StatusFacts& facts);

}  // namespace odca::bundle_tool
