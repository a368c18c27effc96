#include "place.h"

#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "bundle/reason.h"
#include "choice.h"
#include "clock.h"
#include "odca/installed.h"
#include "os/file_system.h"
#include "os/folder.h"
#include "state/directory.h"
#include "state_place.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kLongestWaitSeconds = 24 * 60 * 60;
constexpr unsigned kWaitSeconds = 10;

/// parent_of is the folder above, as Directory::open_or_make takes it.
fs::path parent_of(std::string_view directory) {
  while (directory.size() > 1 && directory.back() == '/') directory.remove_suffix(1);
  const fs::path parent = fs::path(directory).parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

}  // namespace

Result<std::optional<RootOfTrust>> find_root(const Options& options) {
  return find_root_of_trust(options.root ? std::optional<fs::path>(*options.root) : std::nullopt);
}

Error no_root() {
  return bundle::failure("E_ROOT_CHAIN", "there is no root of trust to verify a bundle from",
                         cat("give the publisher's root document by --root FILE, put it at ", kRootPlace,
                             ", or use a build that has one compiled in"));
}

Result<RootOfTrust> need_root(const Options& options) {
  ODCA_TRY_ASSIGN(std::optional<RootOfTrust> root, find_root(options));
  if (!root) return no_root();
  return *std::move(root);
}

Result<Time> judged_at(const Options& options) {
  if (!options.at) return cli::host_clock();
  auto time = parse_time(*options.at);
  if (!time) return cli::usage_error(cat("--at: ", time.error().message), time.error().hint);
  return time;
}

Result<unsigned> lock_timeout(const Options& options) {
  constexpr unsigned kMilliseconds = 1000;
  if (!options.lock_timeout) return kWaitSeconds * kMilliseconds;
  ODCA_TRY_ASSIGN(const unsigned seconds,
                  cli::read_number("--lock-timeout", *options.lock_timeout, kLongestWaitSeconds));
  return seconds * kMilliseconds;
}

state::Setting Place::setting() const {
  state::Setting setting =
      bound_setting(*files, directory, {.root = root.value_or(RootOfTrust{}), .now = now, .accept_jump = accept_jump});
  // An empty root document would refuse everything too, but say that it is empty.
  if (!root)
    setting.verify = [](std::string_view, const bundle::Floor&, bundle::Moment) -> Result<bundle::VerifiedBundle> {
      return no_root();
    };
  return setting;
}

Result<Place> find_place(const Options& options, RootNeed need) {
  Place place{.files = real_file_system(), .now = cli::host_clock(), .accept_jump = options.accept_jump};
  ODCA_TRY_ASSIGN(place.directory, cli::state_place(options.state, options.user));
  ODCA_TRY_ASSIGN(place.root, find_root(options));
  if (!place.root && need == RootNeed::needed) return no_root();
  return place;
}

Status check_there(const Place& place) {
  std::error_code problem;
  if (fs::symlink_status(place.directory, problem).type() != fs::file_type::not_found) return {};
  return bundle::failure("E_USAGE", cat("nothing was ever installed in ", quote(place.directory)),
                         "trust-bundle install makes the folder; another one is named by --state or --user");
}

Status prepare_parents(const Place& place, bool user) {
  const fs::path parent = parent_of(place.directory);
  if (user) {
    // Nothing is made in the home of another (sudo -E).
    ODCA_TRY(state::Directory::check_place(*place.files, place.directory));
    if (const std::error_code problem = make_private_folder(parent); problem)
      return bundle::failure("E_STATE_PERM",
                             cat("cannot make the folder ", quote(parent.string()), ": ", problem.message()));
    return {};
  }
  std::error_code problem;
  if (fs::status(parent, problem).type() != fs::file_type::not_found) return {};
  return bundle::failure(
      "E_STATE_PERM", cat("the folder ", quote(parent.string()), " is missing, in which the state directory is to be"),
      cat("mkdir -p ", quote(parent.string()), ", or name another state directory by --state"));
}

}  // namespace odca::bundle_tool
