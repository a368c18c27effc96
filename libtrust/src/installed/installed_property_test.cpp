// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whatever is installed, rolled back, recovered, lost and given up, signed by new keys, or compiled into a newer
// program, in whatever order: with the real verification and the real merge, nothing that was ever denied stops being
// denied unless a bundle, or a program that is newer than the denial, lifts it by name; and the floor sinks only where
// the publisher replaced its keys or the operator accepted its loss.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "bundle/merge.h"
#include "installed/test_machine.h"

namespace odca {
namespace {

enum class Act { install, rollback, recover, upgrade, rotate, lose_state };
struct Step {
  Act act = Act::install;
  std::uint64_t above = 0;  ///< of the bundle, or of the newer program
  std::uint64_t denied = 0;
  std::uint64_t lifted = 0;  ///< by the bundle, or by the newer program's own store
};

void showValue(const Step& step, std::ostream& out) {
  out << "{act " << static_cast<int>(step.act) << ", above " << step.above << ", denied " << step.denied << ", lifted "
      << step.lifted << "}";
}

// Ids that the store of the tests does not use. A bundle often denies what another lifts.
constexpr std::uint64_t kFirstId = 20;
constexpr std::uint64_t kIds = 2;
// Two bundles, the way back and a program that lifts must all come in a row now and then.
constexpr std::size_t kSteps = 6;

rc::Gen<Step> any_step() {
  const auto act =
      rc::gen::element(Act::install, Act::install, Act::install, Act::install, Act::rollback, Act::rollback,
                       Act::recover, Act::upgrade, Act::upgrade, Act::rotate, Act::lose_state);
  const auto id = rc::gen::inRange<std::uint64_t>(kFirstId, kFirstId + kIds);
  return rc::gen::build<Step>(rc::gen::set(&Step::act, act),
                              rc::gen::set(&Step::above, rc::gen::inRange<std::uint64_t>(1, 9)),
                              rc::gen::set(&Step::denied, id), rc::gen::set(&Step::lifted, id));
}

std::string name_of(std::uint64_t id) { return cat("key ", id); }

/// Publisher keeps every id that it ever used, as publishers have to.
struct Publisher {
  std::map<std::uint64_t, bool> lifted{};
  unsigned rotations = 0;

  BundleSimulator next(const Step& step) {
    lifted[step.denied] = false;
    if (lifted.contains(step.lifted)) lifted[step.lifted] = true;
    BundleSimulator bundle = edited(release(step.above), [this](Json& store) {
      for (const auto& [id, is_lifted] : lifted) denying(id, name_of(id), is_lifted)(store);
    });
    return with_new_release_keys(std::move(bundle), rotations);
  }
};

using Thing = std::pair<DenyEntry::Kind, Fingerprint>;
using Denied = std::set<Thing>;
Thing thing_of(const DenyEntry& deny) { return {deny.kind, deny.sha256}; }

Denied lifted_in(const std::vector<DenyEntry>& list) {
  Denied lifted;
  for (const auto& deny : list)
    if (deny.lifted) lifted.insert(thing_of(deny));
  return lifted;
}

struct TrustState {
  Denied denied{};
  std::optional<state::FloorRecord> floor{};
};
/// trust_state_of is what a verifier denies on this machine, as odca/installed.h puts it together, and the floor.
TrustState trust_state_of(Machine& machine) {
  const state::Loaded loaded = machine.load();
  TrustState state;
  if (loaded.state) state.floor = loaded.state->floor;
  for (const auto& deny : bundle::merge(machine.embedded(), accepted_of(loaded, machine.root.only)).trust.deny)
    state.denied.insert(thing_of(deny));
  return state;
}

/// World is the machine, its publisher, and by which version each thing was denied last, unless it was lifted since.
struct World {
  Machine machine{};
  Publisher publisher{};
  std::map<Thing, std::uint64_t> denied_by{};

  Denied install(const Step& step) {
    const auto report = machine.try_install(publisher.next(step).publish());
    if (!report) return {};
    for (const auto& deny : report->bundle.store.deny) denied_by[thing_of(deny)] = report->bundle.version;
    Denied lifted = lifted_in(report->bundle.store.deny);
    for (const Thing& thing : lifted) denied_by.erase(thing);
    return lifted;
  }
  /// recover may put another bundle in use that was accepted before; what that one lifts was lifted.
  Denied recover(const state::RecoverOptions& options) {
    static_cast<void>(state::recover(machine.setting(), options));
    const state::Loaded loaded = machine.load();
    return loaded.bundle ? lifted_in(loaded.bundle->store.deny) : Denied{};
  }
  void upgrade(const Step& step) {
    const std::uint64_t version = compiled_in() + step.above;
    if (version <= machine.embedded_version) return;
    machine.embedded_version = version;
    machine.embedded_lifts.push_back(embedded_lift(step.lifted, name_of(step.lifted)));
  }
  /// act returns what bundles may take off the list in this step.
  Denied act(const Step& step) {
    switch (step.act) {
      case Act::install:
        return install(step);
      case Act::rollback:
        static_cast<void>(state::rollback(machine.setting(), 0));
        return {};
      case Act::recover:
        return recover({.reset_clock = true});
      case Act::upgrade:
        upgrade(step);
        return {};
      case Act::rotate:
        ++publisher.rotations;
        return install(step);
      case Act::lose_state:
        if (auto* const file = machine.disk.image().find("/state/state")) file->content.clear();
        return recover({.accept_floor_loss = true});
    }
    return {};
  }
  /// program_lifts: the compiled-in store lifts what was denied before it was made.
  bool program_lifts(const Thing& thing) const {
    const auto denied = denied_by.find(thing);
    const std::uint64_t by = denied == denied_by.end() ? 0 : denied->second;
    return lifted_in(machine.embedded_lifts).contains(thing) && machine.embedded_version > by;
  }
};

/// may_sink: the floor ends where the publisher replaced the keys that set it, and where the operator gives it up.
bool may_sink(const Step& step, const TrustState& before, const TrustState& after) {
  if (step.act == Act::lose_state) return true;
  return before.floor && after.floor && before.floor->release_keys != after.floor->release_keys;
}
std::uint64_t version_of(const std::optional<state::FloorRecord>& floor) { return floor ? floor->bundle.version : 0; }

RC_GTEST_PROP(InstalledProperty, TheDenySetShrinksOnlyByALiftAndTheFloorNeverSinks, ()) {
  const auto steps = *rc::gen::container<std::vector<Step>>(kSteps, any_step());
  World world;
  TrustState before = trust_state_of(world.machine);
  for (const Step& step : steps) {
    const Denied lifted = world.act(step);
    TrustState after = trust_state_of(world.machine);
    for (const Thing& thing : before.denied)
      RC_ASSERT(after.denied.contains(thing) || lifted.contains(thing) || world.program_lifts(thing));
    RC_ASSERT(may_sink(step, before, after) || version_of(after.floor) >= version_of(before.floor));
    before = std::move(after);
  }
}

}  // namespace
}  // namespace odca
