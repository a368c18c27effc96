// Whatever is installed, rolled back, recovered, or compiled into a newer program, in whatever order: with the real
// verification and the real merge, nothing that was ever denied stops being denied unless a bundle lifts it by name,
// and the floor does not sink.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "bundle/merge.h"
#include "installed/test_machine.h"

namespace odca {
namespace {

enum class Act { install, rollback, recover, upgrade };
struct Step {
  Act act = Act::install;
  std::uint64_t above = 0;  ///< of the bundle, or of the newer program
  std::uint64_t denied = 0;
  std::uint64_t lifted = 0;
};

void showValue(const Step& step, std::ostream& out) {
  out << "{act " << static_cast<int>(step.act) << ", above " << step.above << ", denied " << step.denied << ", lifted "
      << step.lifted << "}";
}

// Ids that the store of the tests does not use. A bundle often denies what another lifts.
constexpr std::uint64_t kFirstId = 20;
constexpr std::uint64_t kIds = 4;

rc::Gen<Step> any_step() {
  const auto act =
      rc::gen::element(Act::install, Act::install, Act::install, Act::rollback, Act::recover, Act::upgrade);
  const auto id = rc::gen::inRange<std::uint64_t>(kFirstId, kFirstId + kIds);
  return rc::gen::build<Step>(rc::gen::set(&Step::act, act),
                              rc::gen::set(&Step::above, rc::gen::inRange<std::uint64_t>(1, 9)),
                              rc::gen::set(&Step::denied, id), rc::gen::set(&Step::lifted, id));
}

/// Publisher keeps every id that it ever used, as publishers have to.
struct Publisher {
  std::map<std::uint64_t, bool> lifted{};

  BundleSimulator next(const Step& step) {
    lifted[step.denied] = false;
    if (lifted.contains(step.lifted)) lifted[step.lifted] = true;
    return edited(release(step.above), [this](Json& store) {
      for (const auto& [id, is_lifted] : lifted) denying(id, cat("key ", id), is_lifted)(store);
    });
  }
};

using Denied = std::set<std::pair<DenyEntry::Kind, Fingerprint>>;

struct Standing {
  Denied denied{};
  std::uint64_t floor = 0;
};
/// standing_of is what a verifier denies on this machine, as odca/installed.h puts it together, and the floor.
Standing standing_of(Machine& machine) {
  const state::Loaded loaded = machine.load();
  bundle::Accepted accepted{.ledger = loaded.ledger};
  if (loaded.bundle) accepted.store = loaded.bundle->store;
  if (loaded.state && loaded.state->floor) accepted.highest_version = loaded.state->floor->bundle.version;
  bundle::StoreDocument embedded = embedded_store();
  embedded.preamble.version = machine.embedded_version;
  Standing standing{.floor = accepted.highest_version};
  for (const auto& deny : bundle::merge(embedded, accepted).trust.deny)
    standing.denied.emplace(deny.entry.kind, deny.entry.sha256);
  return standing;
}

/// act returns what the step may take off the list.
Denied act(const Step& step, Publisher& publisher, Machine& machine) {
  Denied lifted;
  switch (step.act) {
    case Act::install: {
      const BundleSimulator bundle = publisher.next(step);
      const auto report = machine.try_install(bundle.publish());
      if (!report) break;
      for (const auto& deny : report->bundle.store.deny)
        if (deny.lifted) lifted.emplace(deny.entry.kind, deny.entry.sha256);
      break;
    }
    case Act::rollback:
      static_cast<void>(state::rollback(machine.setting(), 0));
      break;
    case Act::recover:
      static_cast<void>(state::recover(machine.setting(), {.reset_clock = true}));
      break;
    case Act::upgrade:
      machine.embedded_version = std::max(machine.embedded_version, compiled_in() + step.above);
      break;
  }
  return lifted;
}

RC_GTEST_PROP(InstalledProperty, TheDenySetShrinksOnlyByALiftAndTheFloorNeverSinks, ()) {
  const auto steps = *rc::gen::resize(5, rc::gen::container<std::vector<Step>>(any_step()));
  Machine machine;
  Publisher publisher;
  Standing before = standing_of(machine);
  for (const Step& step : steps) {
    const Denied lifted = act(step, publisher, machine);
    Standing after = standing_of(machine);
    for (const auto& denied : before.denied) RC_ASSERT(after.denied.contains(denied) || lifted.contains(denied));
    RC_ASSERT(after.floor >= before.floor);
    before = std::move(after);
  }
}

}  // namespace
}  // namespace odca
