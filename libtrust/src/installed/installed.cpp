#include "odca/installed.h"

#include <memory>
#include <utility>

#include "base/text.h"
#include "bundle/merge.h"
#include "bundle/reason.h"
#include "installed/binding.h"
#include "source/embedded_store.h"
#include "state/loader.h"
#include "state/real_file_system.h"
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
  const auto files = state::real_file_system();
  state::Setting setting =
      bound_setting(*files, place.state.string(), {.root = place.root.value_or(BundleRoot{}), .now = place.now});
  if (!place.root) setting.verify = without_root;
  const state::Loaded loaded = state::load(setting);
  if (!loaded.installed) return;
  for (auto& condition : {degraded(loaded, setting.path), stale(loaded, setting.embedded_version), rolled_back(loaded)})
    if (condition) context.conditions.push_back(*condition);
  const std::optional<Roles> only = place.root ? place.root->only : std::nullopt;
  bundle::Accepted accepted = stamped(accepted_of(loaded, only), loaded, place);
  if (auto condition = equivocation(accepted)) context.conditions.push_back(*std::move(condition));
  context.installed = std::make_shared<const bundle::Accepted>(std::move(accepted));
}

}  // namespace odca
