// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "place.h"

#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "bundle/reason.h"
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

/// parent_of is the folder above, as Directory::open_or_make takes it.
fs::path parent_of(std::string_view directory) {
  while (directory.size() > 1 && directory.back() == '/') directory.remove_suffix(1);
  const fs::path parent = fs::path(directory).parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

}  // namespace

void take_root(cli::CommandLine& line, std::optional<std::string>& root) {
  line.add({"--root", "FILE", "root of trust in place of /etc/odca-trust/root.json or the compiled-in one"}, root);
}

void take_state(cli::CommandLine& line, PlaceOptions& options) {
  line.add({"--state", "DIR", "state directory; default /var/lib/amt-trust"}, options.state);
  line.add({"--user", {}, "the state directory of this user"}, options.user);
  line.exclusive({"--state", "--user"});
}

void take_place(cli::CommandLine& line, PlaceOptions& options) {
  take_root(line, options.root);
  take_state(line, options);
}

void take_lock_timeout(cli::CommandLine& line, unsigned& seconds) {
  line.add({"--lock-timeout", "SECONDS", "how long to wait for another installer"}, 0, kLongestWaitSeconds, seconds);
}

Result<std::optional<RootOfTrust>> find_root(const std::optional<std::string>& root) {
  return find_root_of_trust(root ? std::optional<fs::path>(*root) : std::nullopt);
}

Error no_root() {
  return bundle::failure("E_ROOT_CHAIN", "no root of trust to verify a bundle from",
                         cat("give the publisher's root document by --root FILE, put it at ", kRootPlace,
                             ", or use a build that has one compiled in"));
}

Result<RootOfTrust> need_root(const std::optional<std::string>& named) {
  ODCA_TRY_ASSIGN(std::optional<RootOfTrust> root, find_root(named));
  if (!root) return no_root();
  return *std::move(root);
}

Time judged_at(const std::optional<Time>& at) { return at ? *at : cli::host_clock(); }

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

Result<Place> find_place(const PlaceOptions& options, RootNeed need) {
  Place place{.files = real_file_system(), .now = cli::host_clock()};
  ODCA_TRY_ASSIGN(place.directory, cli::state_place(options.state, options.user));
  ODCA_TRY_ASSIGN(place.root, find_root(options.root));
  if (!place.root && need == RootNeed::needed) return no_root();
  return place;
}

Status check_there(const Place& place) {
  std::error_code problem;
  if (fs::symlink_status(place.directory, problem).type() != fs::file_type::not_found) return {};
  return bundle::failure("E_USAGE", cat("nothing is installed in ", quote(place.directory)),
                         "install a bundle, or name another directory by --state or --user");
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
  return bundle::failure("E_STATE_PERM", cat("missing folder ", quote(parent.string()), " for the state directory"),
                         cat("mkdir -p ", quote(parent.string()), ", or name another state directory by --state"));
}

}  // namespace odca::bundle_tool
