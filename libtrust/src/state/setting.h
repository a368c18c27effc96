// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Setting: all that the work on a state directory depends on, given by the caller.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bundle/verify.h"
#include "odca/result.h"
#include "odca/time.h"
#include "os/file_system.h"
#include "state/ledger.h"

namespace odca::state {

/// Verify is verify_bundle() with the root of trust, the time and the other options bound: a pure function.
using Verify =
    std::function<Result<bundle::VerifiedBundle>(std::string_view file, const bundle::Floor&, bundle::Moment)>;

/// Changes is what an install would change for trust, one line for people each.
struct Changes {
  std::vector<std::string> expanding{};  ///< adds trust, or takes distrust away
  std::vector<std::string> narrowing{};  ///< takes trust away, or adds distrust
  std::vector<std::string> other{};
};
/// Situation is one side of a comparison: the bundle in use (nullptr: the embedded store alone), the ledger, and the
/// version of the bundle that wrote the ledger, which after a rollback is above that of the bundle in use.
struct Situation {
  const bundle::VerifiedBundle* bundle = nullptr;
  const Ledger* ledger = nullptr;
  std::uint64_t highest_version = 0;
};
using Compare = std::function<Changes(const Situation& before, const Situation& after)>;

/// Setting is read only; `files` must outlive it.
struct Setting {
  FileSystem& files;
  std::string path{};  ///< of the state directory
  Verify verify{};
  Compare compare{};  ///< only install() uses it
  std::uint64_t embedded_version = 0;
  bundle::StoreIdentity embedded{};  ///< bundle::Floor::embedded
  Time now{};                        ///< the one time of the whole run
};

}  // namespace odca::state
