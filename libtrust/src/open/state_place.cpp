// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where the state directory of installed bundles lies. The only place of the library that reads the environment: two
// programs of one user must agree on it.
#include <cstdlib>
#include <system_error>

#include "base/text.h"
#include "odca/open.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "amt-trust";

/// place_from_environment takes absolute paths only; by the XDG Base Directory Specification others are to be ignored.
std::optional<fs::path> place_from_environment(const char* variable) {
  const char* const value = std::getenv(variable);
  if (value == nullptr) return std::nullopt;
  fs::path place(value);
  if (!place.is_absolute()) return std::nullopt;
  return place;
}

StateChoice system_state() { return {.directory = kStatePlace, .chosen_by = "default"}; }

Error usage(std::string message, std::string hint) {
  return {.code = Errc::usage, .message = std::move(message), .hint = std::move(hint), .reason = "usage"};
}

/// check_named: who names a state directory means what is in it, and not that nothing is.
Status check_named(const fs::path& state) {
  if (state.empty())
    return usage("expected a state directory, found ''", cat("leave it out to use ", quote(kStatePlace)));
  std::error_code problem;
  const fs::file_type type = fs::status(state, problem).type();
  if (type == fs::file_type::not_found)
    return usage(cat("missing state directory ", quote(state.string())),
                 "trust-bundle install makes it; leave the option out when nothing is installed");
  // What may not be looked at has no type; its error comes from reading it.
  if (type != fs::file_type::directory && type != fs::file_type::none)
    return usage(cat("expected a state directory, found a file: ", quote(state.string())),
                 "name the folder that trust-bundle status --state shows");
  return {};
}

}  // namespace

std::optional<StateChoice> user_state() {
  if (const auto state = place_from_environment("XDG_STATE_HOME"))
    return StateChoice{.directory = *state / kFolder, .chosen_by = "XDG_STATE_HOME", .by_environment = true};
  if (const auto home = place_from_environment("HOME"))
    return StateChoice{.directory = *home / ".local" / "state" / kFolder, .chosen_by = "HOME", .by_environment = true};
  return std::nullopt;
}

Result<StateChoice> state_in_use(const std::optional<fs::path>& named) {
  if (named) {
    ODCA_TRY(check_named(*named));
    return StateChoice{.directory = *named, .chosen_by = "--state"};
  }
  std::error_code problem;
  // Only what is certainly not there is passed over; what cannot be looked at is read, and its error told.
  if (fs::symlink_status(kStatePlace, problem).type() != fs::file_type::not_found) return system_state();
  auto place = user_state();
  if (!place) return system_state();
  // A service may run with the home of another in its environment: what it may not enter is not its own.
  static_cast<void>(fs::symlink_status(place->directory, problem));
  if (problem != std::errc::permission_denied) return *std::move(place);
  StateChoice system = system_state();
  system.remark =
      cat(place->chosen_by, " names a place that this user may not enter, ", quote(place->directory.string()));
  return system;
}

}  // namespace odca
