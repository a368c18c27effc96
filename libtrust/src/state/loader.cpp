// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/loader.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"
#include "state/state_directory.h"

namespace odca::state {
namespace {

/// A reader without a lock starts again when an install came between its steps; so many in a row are not an install.
constexpr int kMaxTries = 100;

/// use_bundle takes the active bundle, else the previous one.
void use_bundle(const Directory& directory, const Setting& setting, Loaded& loaded) {
  const State& state = *loaded.state;
  if (!state.active) return;
  const bundle::Floor floor = floor_in(setting, state, loaded.ledger);
  auto active = verify_stored(directory, *state.active, floor, setting.verify);
  if (active) {
    loaded.bundle = *std::move(active);
    loaded.use = Loaded::Use::active;
    return;
  }
  loaded.problems.push_back(std::move(active).error().in("active bundle"));
  if (!state.previous) return;
  auto previous = verify_stored(directory, *state.previous, floor, setting.verify);
  if (previous) {
    loaded.bundle = *std::move(previous);
    loaded.use = Loaded::Use::previous;
    return;
  }
  loaded.problems.push_back(std::move(previous).error().in("previous bundle"));
}

/// keep_distrust takes every entry that can be found when the ledger that counts is not to be had. `named` is its hash
/// where that is known: found under another owner it is whole all the same.
void keep_distrust(const Directory& directory, const std::string& named, Loaded& loaded) {
  FoundLedgers found = every_ledger(directory);
  loaded.ledger = std::move(found.ledger);
  loaded.distrust_lost = !found.missed.empty() || (!named.empty() && !found.hashes.contains(named));
  std::move(found.missed.begin(), found.missed.end(), std::back_inserter(loaded.problems));
}

/// without_state keeps the distrust when nothing else can be believed.
Loaded without_state(const Directory& directory, Error problem) {
  Loaded loaded;
  loaded.installed = true;
  loaded.problems.push_back(std::move(problem));
  keep_distrust(directory, {}, loaded);
  // Few bundles deny nothing, so that a state without any ledger is rather one whose ledger went with it.
  if (loaded.ledger.empty()) loaded.distrust_lost = true;
  return loaded;
}

/// expose says of what was loaded that others may have changed it before.
void expose(Loaded& loaded, Error problem, const std::string& path) {
  loaded.installed = true;
  loaded.distrust_lost = true;
  loaded.exposed = true;
  loaded.problems.insert(loaded.problems.begin(), Directory::exposed(std::move(problem), path));
}

/// ledgers_alone: a first install that is at work or was cut off leaves a ledger, and so does a state that was lost
/// with its log. What it denies is kept.
Loaded ledgers_alone(const Directory& directory) {
  Loaded loaded;
  keep_distrust(directory, {}, loaded);
  loaded.installed = !loaded.ledger.empty() || loaded.degraded();
  return loaded;
}

Loaded load_from(const Directory& directory, const Setting& setting) {
  const Status owner = directory.check_owner();
  if (!owner) {
    Loaded loaded;
    keep_distrust(directory, {}, loaded);
    expose(loaded, owner.error(), directory.path());
    return loaded;
  }
  auto state = read_committed(directory);
  if (!state) return without_state(directory, std::move(state).error());
  Loaded loaded;
  if (!*state) return ledgers_alone(directory);
  loaded.installed = true;
  loaded.state = **std::move(state);
  auto ledger = read_named_ledger(directory, *loaded.state);
  if (ledger) {
    loaded.ledger = *std::move(ledger);
  } else {
    loaded.problems.push_back(std::move(ledger).error());
    keep_distrust(directory, loaded.state->ledger, loaded);
  }
  use_bundle(directory, setting, loaded);
  return loaded;
}

/// same_state tells whether the state is still what a load began with.
bool same_state(const Directory& directory, const Loaded& loaded) {
  const auto now = read_committed(directory);
  return now ? *now == loaded.state : !loaded.state;
}

/// unopened is a directory that is there, or may be: what was denied in it is not known.
Loaded unopened(Error problem) {
  Loaded loaded;
  loaded.installed = true;
  loaded.distrust_lost = true;
  loaded.problems.push_back(std::move(problem));
  return loaded;
}

}  // namespace

std::uint64_t Loaded::highest_version() const {
  return state && state->floor ? state->floor->bundle.version : std::numeric_limits<std::uint64_t>::max();
}

bundle::Floor floor_in(const Setting& setting, const State& state, Ledger ledger) {
  bundle::Floor floor = floor_of(state, std::move(ledger), setting.embedded_version);
  floor.embedded = setting.embedded;
  return floor;
}

Loaded load(const Setting& setting) {
  const Status place = Directory::check_place(setting.files, setting.path);
  auto directory = Directory::open(setting.files, setting.path);
  if (!directory) return unopened(std::move(directory).error());
  Loaded loaded;
  if (!*directory) {
    loaded.absent = true;
    // Moved away, it looks like one that never was.
    if (!place) {
      expose(loaded, place.error(), setting.path);
      loaded.problems.front().hint =
          cat(place.error().hint, "; where something was installed before, install the newest bundle again");
    }
    return loaded;
  }
  for (int tries = 0; tries < kMaxTries; ++tries) {
    loaded = load_from(**directory, setting);
    if (!loaded.degraded() || same_state(**directory, loaded)) break;
  }
  if (!place) expose(loaded, place.error(), setting.path);
  return loaded;
}

}  // namespace odca::state
