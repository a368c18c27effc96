// trust-bundle status: what is in use, from where, and how fresh it is.
#include "commands.h"
#include "odca/build_date.h"
#include "operate/place.h"
#include "operate/standing.h"
#include "state/directory.h"
#include "state/state_directory.h"

namespace odca::bundle_tool {
namespace {

/// file_of reads the file of the bundle in use; empty when an install took it away meanwhile.
std::string file_of(const Place& place, const bundle::VerifiedBundle& bundle) {
  const auto directory = state::Directory::open(*place.files, place.directory);
  if (!directory || !*directory) return {};
  const auto bundles = (*directory)->child(std::string(state::kBundlesName));
  if (!bundles || !*bundles) return {};
  auto content = (*bundles)->read(state::reference_to(bundle).file_name(), state::kMaxBundleBytes);
  return content && *content ? **std::move(content) : std::string();
}

}  // namespace

Result<Answer> run_status(const Options& options) {
  ODCA_TRY_ASSIGN(const Place place, find_place(options, RootNeed::optional));
  Standing standing{.place = {.state = place.directory, .root = place.root, .now = place.now},
                    .build_date = build_date(),
                    .report = state::status(place.setting())};
  const auto& bundle = standing.report.loaded.bundle;
  if (bundle) standing.chain = chain_of(file_of(place, *bundle));
  return status_answer(standing);
}

}  // namespace odca::bundle_tool
