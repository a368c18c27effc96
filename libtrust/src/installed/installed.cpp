#include "odca/installed.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "installed/binding.h"
#include "os/file_system.h"
#include "os/path_walk.h"
#include "source/embedded_store.h"
#include "state/loader.h"
#include "state/state_directory.h"

namespace odca {
namespace {

using Kind = TrustCondition::Kind;

Result<bundle::VerifiedBundle> without_root(std::string_view, const bundle::Floor&, bundle::Moment) {
  return bundle::failure("E_ROOT_CHAIN", "there is no root of trust to verify it",
                         cat("put the publisher's root document at ", quote(kRootPlace), ", or name it with --root"));
}

std::string name_of_use(const state::Loaded& loaded) {
  if (!loaded.bundle) return "the embedded store alone";
  return cat(loaded.use == state::Loaded::Use::previous ? "the previous bundle, version " : "bundle ",
             loaded.bundle->version);
}

std::optional<TrustCondition> degraded(const state::Loaded& loaded, const std::string& place) {
  if (!loaded.degraded() && !given_up(loaded)) return std::nullopt;
  std::string why;
  for (const Error& problem : loaded.problems) why += cat(why.empty() ? ": " : "; ", describe(problem));
  if (why.empty()) why = ": no bundle in it could be used when it was recovered";
  const bool has_hint = loaded.degraded() && !loaded.problems.front().hint.empty();
  return TrustCondition{.kind = Kind::degraded,
                        .message = cat("what is installed in ", quote(place), " cannot be used whole, and in use is ",
                                       name_of_use(loaded), why),
                        .hint = has_hint ? loaded.problems.front().hint
                                         : "see trust-bundle status; install a bundle, or recover this one"};
}

/// foreign_part is the first name on the way to the state directory that belongs to another user.
std::optional<PathPart> foreign_part(const InstalledPlace& place) {
  const auto walk = walk_path(place.state);
  const auto weakness = walk ? weakness_of(*walk, Contents::of_a_folder) : std::nullopt;
  if (!weakness || weakness->kind != PathWeakness::Kind::foreign) return std::nullopt;
  return weakness->part;
}

/// hint_for_reading says how what was denied comes within reach again. Reading it is better than doing without it.
std::string hint_for_reading(const state::Loaded& loaded, const InstalledPlace& from) {
  const std::string place = from.state.string();
  const auto failed = [&](std::string_view reason) {
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
    return "let this user read it: trust-bundle makes the directory with mode 0755, and what is in it 0644 or 0444";
  if (failed("E_IO")) return cat("see that ", quote(place), " is a directory on a sound disk, and can be read");
  return "trust-bundle recover --accept-floor-loss goes on with what is left; then install the newest bundle";
}

/// exposed_place is about a directory that the environment chose, that is not there, and that others could have taken
/// away. A home in which nothing was ever installed is often like that, so it is said, and fails nothing.
void exposed_place(const InstalledPlace& place, const state::Loaded& loaded, SourceContext& context) {
  if (const auto foreign = foreign_part(place)) {
    context.state.remark = cat(quote(foreign->path.string()), " belongs to user ", foreign->owner,
                               ", so that no state in it would be used");
    return;
  }
  context.conditions.push_back(
      {.kind = Kind::degraded,
       .message = cat("nothing is installed in ", quote(place.state.string()),
                      ", or others have taken it away: ", describe(loaded.problems.front())),
       .hint = cat("name the state directory by --state, or set ", place.chosen_by, " to a folder of your own")});
}

std::optional<TrustCondition> distrust_lost(const state::Loaded& loaded, const InstalledPlace& from) {
  const std::string place = from.state.string();
  if (!loaded.distrust_lost) return std::nullopt;
  return TrustCondition{.kind = Kind::distrust_lost,
                        .message = cat(loaded.exposed ? "others may have taken away what was ever denied in "
                                                      : "what was ever denied here cannot be read whole in ",
                                       quote(place), ": ", describe(loaded.problems.front())),
                        .hint = hint_for_reading(loaded, from)};
}

/// stale: a bundle that the embedded store has overtaken is no longer what freshness depends on.
std::optional<TrustCondition> stale(const state::Loaded& loaded, std::uint64_t embedded_version) {
  if (!loaded.stale() || loaded.superseded(embedded_version)) return std::nullopt;
  return TrustCondition{.kind = Kind::stale,
                        .message = cat("the installed bundle ", loaded.bundle->version, " has expired on ",
                                       format_time(loaded.bundle->expires), "; it may lack what is denied since"),
                        .hint = "get a newer bundle from its publisher, and install it with trust-bundle install"};
}

std::optional<TrustCondition> rolled_back(const state::Loaded& loaded) {
  if (!loaded.rolled_back()) return std::nullopt;
  const auto& floor = loaded.state->floor;
  return TrustCondition{
      .kind = Kind::rolled_back,
      .message = cat("somebody went back to an earlier bundle: in use is ", name_of_use(loaded),
                     floor ? cat(", and ", floor->bundle.version, " was installed before") : std::string()),
      .hint = "it ends with the installation of that bundle or a newer one"};
}

std::optional<TrustCondition> equivocation(const bundle::Accepted& accepted) {
  const bundle::Merged merged = bundle::merge(embedded_store(), accepted);
  if (merged.outcome != bundle::MergeOutcome::equivocation) return std::nullopt;
  return TrustCondition{.kind = Kind::equivocation,
                        .message = merged.reason,
                        .hint = "ask the publisher of the bundle which of the two is meant, and for a newer bundle"};
}

/// seen_before leaves out the time of the last install: a verdict may be asked for as of an earlier day.
std::shared_ptr<const bundle::Floor> seen_before(const state::Loaded& loaded, const state::Setting& setting) {
  bundle::Floor floor = state::floor_in(setting, *loaded.state, {});
  floor.root_is_ours = loaded.bundle.has_value();
  floor.latest_time.reset();
  return std::make_shared<const bundle::Floor>(std::move(floor));
}

/// stamped says of everything in it where it was read.
bundle::Accepted stamped(bundle::Accepted accepted, const state::Loaded& loaded, const InstalledPlace& place) {
  for (bundle::StoreDeny& deny : accepted.ledger)
    deny.entry.origin.where = (place.state / deny.entry.origin.where).string();
  if (!accepted.store) return accepted;
  const std::filesystem::path file =
      place.state / state::kBundlesName / state::reference_to(*loaded.bundle).file_name();
  stamp(*accepted.store,
        {.source = "installed", .where = file.string(), .bundle_version = accepted.store->preamble.version});
  return accepted;
}

}  // namespace

void load_installed(const InstalledPlace& place, SourceContext& context) {
  context.bundle_root = place.root;
  context.now = place.now;
  const auto files = real_file_system();
  state::Setting setting =
      bound_setting(*files, place.state.string(), {.root = place.root.value_or(BundleRoot{}), .now = place.now});
  if (!place.root) setting.verify = without_root;
  const state::Loaded loaded = state::load(setting);
  context.state = {.directory = setting.path, .chosen_by = place.chosen_by, .remark = place.remark};
  if (place.by_environment && loaded.absent && loaded.exposed) return exposed_place(place, loaded, context);
  context.state.installed = loaded.installed;
  if (!loaded.installed) return;
  for (auto& condition : {distrust_lost(loaded, place), degraded(loaded, setting.path),
                          stale(loaded, setting.embedded_version), rolled_back(loaded)})
    if (condition) context.conditions.push_back(*condition);
  if (loaded.state) context.accepted_before = seen_before(loaded, setting);
  const std::optional<Roles> only = place.root ? place.root->only : std::nullopt;
  bundle::Accepted accepted = stamped(accepted_of(loaded, only), loaded, place);
  if (auto condition = equivocation(accepted)) context.conditions.push_back(*std::move(condition));
  context.installed = std::make_shared<const bundle::Accepted>(std::move(accepted));
}

}  // namespace odca
