// Where the state directory of installed bundles lies.
#pragma once

#include <optional>
#include <string>

#include "odca/result.h"

namespace odca::cli {

/// state_place is the state directory that a change or a report is about: `state` (--state) when given, the one of this
/// user with `user` (--user), else kStatePlace, the system's. Fails with Errc::usage when the environment names no home
/// for the user's.
Result<std::string> state_place(const std::optional<std::string>& state, bool user);

/// StateChoice is a state directory and who chose it.
struct StateChoice {
  std::string directory{};
  std::string chosen_by{};  ///< "--state", "default", "XDG_STATE_HOME" or "HOME"
  bool by_environment = false;
  std::string remark{};
};

/// state_place_in_use is the one that a program reads which only judges: `state` when given, else the system's when it
/// is there, else the user's. Without a home it is the system's, where nothing is.
StateChoice state_place_in_use(const std::optional<std::string>& state);

}  // namespace odca::cli
