// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Place: what the commands on a state directory work with: root of trust, state directory, and the one time of the run.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "command_line.h"
#include "installed/binding.h"
#include "odca/result.h"
#include "odca/time.h"
#include "odca/trust_store.h"
#include "os/file_system.h"
#include "state/setting.h"

namespace odca::bundle_tool {

/// PlaceOptions say where trust begins and where bundles are installed.
struct PlaceOptions {
  std::optional<std::string> root{};
  std::optional<std::string> state{};
  bool user = false;
};
void take_root(cli::CommandLine& line, std::optional<std::string>& root);
/// take_state registers --state and --user, take_place --root with them.
void take_state(cli::CommandLine& line, PlaceOptions& options);
void take_place(cli::CommandLine& line, PlaceOptions& options);
/// take_lock_timeout registers --lock-timeout, in seconds.
void take_lock_timeout(cli::CommandLine& line, unsigned& seconds);
inline constexpr unsigned kWaitSeconds = 10;
inline constexpr unsigned kMilliseconds = 1000;

/// find_root is the root of trust that --root names, else that of this machine or of this build; nothing when there
/// is none.
Result<std::optional<RootOfTrust>> find_root(const std::optional<std::string>& root);
/// no_root is the error of a command that cannot do without, and says how to get one.
Error no_root();
/// need_root is find_root() or that error.
Result<RootOfTrust> need_root(const std::optional<std::string>& root);

/// judged_at is --at, else the clock of this machine.
Time judged_at(const std::optional<Time>& at);

/// Place owns what a state::Setting refers to.
struct Place {
  std::unique_ptr<FileSystem> files{};
  std::string directory{};
  std::optional<RootOfTrust> root{};  ///< without one nothing verifies, and nothing is in use
  Time now{};
  bool accept_jump = false;

  state::Setting setting() const;
};

enum class RootNeed { needed, optional };
/// find_place reads the root of trust and the clock, and looks at nothing else.
Result<Place> find_place(const PlaceOptions& options, RootNeed need);

/// check_there fails with E_USAGE when the state directory does not exist: a command that changes what is installed
/// must not make one. What is there but cannot be opened is left to the command.
Status check_there(const Place& place);
/// prepare_parents makes the folders above the state directory of this user (--user), mode 0700, and for any other
/// demands that they are there.
Status prepare_parents(const Place& place, bool user);

}  // namespace odca::bundle_tool
