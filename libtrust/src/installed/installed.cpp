#include "odca/installed.h"

#include <memory>
#include <utility>

#include "bundle/merge.h"
#include "installed/binding.h"
#include "state/loader.h"
#include "state/real_file_system.h"

namespace odca {

void load_installed(const InstalledPlace& place, SourceContext& context) {
  context.bundle_root = place.root;
  context.now = place.now;
  const auto files = state::real_file_system();
  state::Loaded loaded = state::load(
      bound_setting(*files, place.state.string(), {.root = place.root.value_or(BundleRoot{}), .now = place.now}));
  if (!loaded.installed) return;
  bundle::Accepted accepted{.ledger = std::move(loaded.ledger)};
  if (place.root) accepted.only = place.root->only;
  if (loaded.state && loaded.state->floor) accepted.highest_version = loaded.state->floor->bundle.version;
  if (loaded.bundle) accepted.store = std::move(loaded.bundle->store);
  context.installed = std::make_shared<const bundle::Accepted>(std::move(accepted));
}

}  // namespace odca
