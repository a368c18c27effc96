// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/installed.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.h"
#include "bundle/reason.h"
#include "installed/binding.h"
#include "os/file_system.h"
#include "os/path_walk.h"
#include "state/state_directory.h"

namespace odca {
namespace {

using Kind = TrustCondition::Kind;

std::string name_of_use(const state::Loaded& loaded) {
  if (!loaded.bundle) return "the embedded store alone";
  return cat(loaded.use == state::Loaded::Use::previous ? "the previous bundle " : "bundle ", loaded.bundle->version);
}

std::optional<TrustCondition> degraded(const state::Loaded& loaded, const std::string& place) {
  if (!loaded.degraded() && !given_up(loaded)) return std::nullopt;
  std::string why;
  for (const Error& problem : loaded.problems) why += cat(why.empty() ? "" : "; ", describe(problem));
  if (why.empty()) why = "no bundle in it could be used when it was recovered";
  const bool has_hint = loaded.degraded() && !loaded.problems.front().hint.empty();
  return TrustCondition{
      .kind = Kind::degraded,
      .message = cat("installed trust in ", quote(place), " is damaged, using ", name_of_use(loaded), ": ", why),
      .hint =
          has_hint ? loaded.problems.front().hint : "see trust-bundle status; install a bundle, or recover this one"};
}

/// foreign_part is the first name on the way to the state directory that belongs to another user.
std::optional<PathPart> foreign_part(const InstalledPlace& place) {
  const auto walk = walk_path(place.state);
  const auto weakness = walk ? weakness_of(*walk, Contents::of_a_folder) : std::nullopt;
  if (!weakness || weakness->kind != PathWeakness::Kind::foreign) return std::nullopt;
  return weakness->part;
}

/// hint_for_reading says how to make the ledger readable again, which is better than doing without it.
std::string hint_for_reading(const state::Loaded& loaded, const InstalledPlace& from) {
  const std::string place = from.state.string();
  const auto failed = [&](ReasonId reason) {
    return std::any_of(loaded.problems.begin(), loaded.problems.end(),
                       [&](const Error& problem) { return problem.reason == reason; });
  };
  // The state of somebody else is theirs to mend; ours is in another place.
  if (const auto foreign = foreign_part(from); loaded.exposed && from.by_environment && foreign)
    return cat(from.chosen_by, " names a place of user ", foreign->owner,
               "; set it to your own (sudo -H does so), or name the state directory by --state");
  if (loaded.exposed) return loaded.problems.front().hint;
  if (failed("E_STATE_SYMLINK")) return "put the directory itself in the place of the link, or name it with --state";
  if (failed("E_STATE_PERM"))
    return "let this user read it: trust-bundle makes the directory with mode 0755, its files with 0644 or 0444";
  if (failed("E_IO")) return cat("check that ", quote(place), " is a readable directory on a sound disk");
  return "trust-bundle recover --accept-floor-loss goes on with what is left; then install the newest bundle";
}

/// exposed_place is about a directory that the environment chose, that is not there, and that others could have taken
/// away. A home in which nothing was ever installed is often like that, so it is said, and fails nothing.
void exposed_place(const InstalledPlace& place, const state::Loaded& loaded, InstalledTrust& trust) {
  if (const auto foreign = foreign_part(place)) {
    trust.state.remark =
        cat(quote(foreign->path.string()), " belongs to user ", foreign->owner, ", so no state in it is used");
    return;
  }
  trust.conditions.push_back(
      {.kind = Kind::degraded,
       .message = cat("nothing is installed in ", quote(place.state.string()),
                      ", or others have taken it away: ", describe(loaded.problems.front())),
       .hint = cat("name the state directory by --state, or set ", place.chosen_by, " to a folder of your own")});
}

std::optional<TrustCondition> distrust_lost(const state::Loaded& loaded, const InstalledPlace& from) {
  const std::string place = from.state.string();
  if (!loaded.distrust_lost) return std::nullopt;
  return TrustCondition{.kind = Kind::distrust_lost,
                        .message = cat("the deny ledger in ", quote(place),
                                       loaded.exposed ? " may be incomplete: " : " is unreadable or incomplete: ",
                                       describe(loaded.problems.front())),
                        .hint = hint_for_reading(loaded, from)};
}

/// stale: a bundle that the embedded store has overtaken is no longer what freshness depends on.
std::optional<TrustCondition> stale(const state::Loaded& loaded, std::uint64_t embedded_version) {
  if (!loaded.stale() || loaded.superseded(embedded_version)) return std::nullopt;
  return TrustCondition{.kind = Kind::stale,
                        .message = cat("the installed bundle ", loaded.bundle->version, " expired on ",
                                       format_time(loaded.bundle->expires), "; it may lack later denials"),
                        .hint = "get a newer bundle from its publisher, and install it with trust-bundle install"};
}

std::optional<TrustCondition> rolled_back(const state::Loaded& loaded) {
  if (!loaded.rolled_back()) return std::nullopt;
  const auto& floor = loaded.state->floor;
  return TrustCondition{
      .kind = Kind::rolled_back,
      .message = cat("installed trust was rolled back: using ", name_of_use(loaded),
                     floor ? cat(", and bundle ", floor->bundle.version, " was installed before") : std::string()),
      .hint = "install that bundle or a newer one to end this"};
}

std::optional<TrustCondition> equivocation(const bundle::Merged& merged) {
  if (merged.outcome != bundle::MergeOutcome::equivocation) return std::nullopt;
  return TrustCondition{.kind = Kind::equivocation,
                        .message = merged.reason,
                        .hint = "ask the publisher of the bundle which of the two is meant, and for a newer bundle"};
}

/// seen_before leaves out the time of the last install: a verdict may be asked for as of an earlier day.
bundle::Floor seen_before(const state::Loaded& loaded, const RootOfTrust& root) {
  bundle::Floor floor = state::floor_of(*loaded.state, {}, embedded_version_under(root));
  floor.embedded = embedded_identity_under(root);
  floor.root_is_ours = loaded.bundle.has_value();
  floor.latest_time.reset();
  return floor;
}

/// stamped says of everything in it where it was read.
bundle::Accepted stamped(bundle::Accepted accepted, const state::Loaded& loaded, const InstalledPlace& place) {
  for (DenyEntry& deny : accepted.ledger) deny.origin.where = (place.state / deny.origin.where).string();
  if (!accepted.store) return accepted;
  const std::filesystem::path file =
      place.state / state::kBundlesName / state::reference_to(*loaded.bundle).file_name();
  stamp(*accepted.store,
        {.kind = OriginKind::installed, .where = file.string(), .bundle_version = accepted.store->preamble.version});
  return accepted;
}

}  // namespace

Result<bundle::VerifiedBundle> verify_without_root(std::string_view, const bundle::Floor&, bundle::Moment) {
  return bundle::failure("E_ROOT_CHAIN", "there is no root of trust to verify it",
                         cat("put the publisher's root document at ", quote(kRootPlace), ", or name it with --root"));
}

InstalledTrust installed_trust(const state::Loaded& loaded, const InstalledPlace& place) {
  const RootOfTrust root = place.root.value_or(RootOfTrust{});
  InstalledTrust trust = loaded.installed ? merged_with_embedded(stamped(accepted_of(loaded, root.only), loaded, place))
                                          : installed_in({});
  trust.state = {.directory = place.state.string(), .chosen_by = place.chosen_by, .remark = place.remark};
  if (place.by_environment && loaded.absent && loaded.exposed) {
    exposed_place(place, loaded, trust);
    return trust;
  }
  trust.state.installed = loaded.installed;
  if (!loaded.installed) return trust;
  if (loaded.state) trust.seen = seen_before(loaded, root);
  for (auto& condition : {distrust_lost(loaded, place), degraded(loaded, trust.state.directory),
                          stale(loaded, embedded_version_under(root)), rolled_back(loaded), equivocation(trust.merged)})
    if (condition) trust.conditions.push_back(*condition);
  return trust;
}

void load_installed(const InstalledPlace& place, SourceContext& context) {
  const auto files = real_file_system();
  state::Setting setting =
      bound_setting(*files, place.state.string(), {.root = place.root.value_or(RootOfTrust{}), .now = place.now});
  if (!place.root) setting.verify = verify_without_root;
  context.root_of_trust = place.root;
  context.now = place.now;
  context.installed = std::make_shared<const InstalledTrust>(installed_trust(state::load(setting), place));
}

}  // namespace odca
