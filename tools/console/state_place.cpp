#include "state_place.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "odca/installed.h"
#include "values.h"

namespace odca::cli {
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

std::optional<StateChoice> user_place() {
  if (const auto state = place_from_environment("XDG_STATE_HOME"))
    return StateChoice{.directory = (*state / kFolder).string(), .chosen_by = "XDG_STATE_HOME", .by_environment = true};
  if (const auto home = place_from_environment("HOME"))
    return StateChoice{
        .directory = (*home / ".local" / "state" / kFolder).string(), .chosen_by = "HOME", .by_environment = true};
  return std::nullopt;
}

StateChoice system_place() { return {.directory = std::string(kStatePlace), .chosen_by = "default"}; }

}  // namespace

Result<std::string> state_place(const std::optional<std::string>& state, bool user) {
  if (state) return *state;
  if (!user) return std::string(kStatePlace);
  if (auto place = user_place()) return std::move(place->directory);
  return usage_error("--user: the environment names no home",
                     "set HOME or XDG_STATE_HOME, or name the folder by --state");
}

StateChoice state_place_in_use(const std::optional<std::string>& state) {
  if (state) return {.directory = *state, .chosen_by = "--state"};
  std::error_code problem;
  // Only what is certainly not there is passed over; what cannot be looked at is read, and its error told.
  if (fs::symlink_status(kStatePlace, problem).type() != fs::file_type::not_found) return system_place();
  auto place = user_place();
  if (!place) return system_place();
  // A service may run with the home of another in its environment: what it may not enter is not its own.
  static_cast<void>(fs::symlink_status(place->directory, problem));
  if (problem != std::errc::permission_denied) return *std::move(place);
  StateChoice system = system_place();
  system.remark = cat(place->chosen_by, " names a place that this user may not enter, ", quote(place->directory));
  return system;
}

}  // namespace odca::cli
