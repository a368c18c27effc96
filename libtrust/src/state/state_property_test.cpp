// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whatever is installed, rolled back, cut off or tried again, in whatever order: the floor does not sink while its keys
// release, nothing leaves the ledger that was not lifted, and what loads verifies.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <set>

#include "state/test_steps.h"

namespace odca::state {
namespace {

struct Step {
  unsigned action = 0;
  std::uint64_t version = 1;
  std::vector<std::uint64_t> deny{};
  std::vector<std::uint64_t> lifted{};
  std::uint64_t keys = 1;
  int call = 0;
  std::size_t choice = 0;
};

void showValue(const Step& step, std::ostream& out) {
  out << "{action " << step.action % 5 << ", version " << step.version << ", call " << step.call << "}";
}

rc::Gen<std::vector<std::uint64_t>> some_ids(std::uint64_t from) {
  return rc::gen::resize(4, rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange(from, from + 4)));
}

rc::Gen<Step> any_step() {
  return rc::gen::build<Step>(rc::gen::set(&Step::action, rc::gen::inRange(0U, 6U)),
                              rc::gen::set(&Step::version, rc::gen::inRange<std::uint64_t>(1, 12)),
                              rc::gen::set(&Step::deny, some_ids(1)), rc::gen::set(&Step::lifted, some_ids(5)),
                              rc::gen::set(&Step::keys, rc::gen::inRange<std::uint64_t>(1, 3)),
                              rc::gen::set(&Step::call, rc::gen::inRange(1, 120)),
                              rc::gen::set(&Step::choice, rc::gen::inRange<std::size_t>(0, 4096)));
}

/// next_bundle makes a bundle that names all that is denied, so that many steps succeed.
TestBundle next_bundle(const Step& step, const Loaded& now) {
  TestBundle bundle{.version = step.version, .keys = step.keys};
  std::set<std::uint64_t> deny(step.deny.begin(), step.deny.end());
  for (const auto& entry : now.ledger) deny.insert(entry.id);
  const std::set<std::uint64_t> lifted(step.lifted.begin(), step.lifted.end());
  bundle.lifted.assign(lifted.begin(), lifted.end());
  for (const std::uint64_t id : deny)
    if (!lifted.contains(id)) bundle.deny.push_back(id);
  return bundle;
}

void act(const Step& step, const TestBundle& bundle, TestDisk& disk) {
  try {
    if (step.action == 0) static_cast<void>(rollback(test_setting(disk), 0));
    if (step.action == 1) static_cast<void>(recover(test_setting(disk), {.reset_clock = true}));
    if (step.action == 3) disk.fail_at(step.call, Fault::io);
    if (step.action >= 4) disk.die_at(step.call);
    if (step.action >= 2) static_cast<void>(try_install(disk, bundle));
  } catch (const PowerCut&) {
  }
}

/// afterwards is what the disk holds when the machine is on again: after a power cut any of what may be.
Image afterwards(const Step& step, TestDisk& disk) {
  if (step.action != 5) return disk.image();
  const auto images = disk.after_power_cut(disk.operations());
  return images[step.choice % images.size()];
}

std::string keys_of(const Loaded& loaded) {
  return loaded.state && loaded.state->floor ? loaded.state->floor->release_keys : std::string();
}

RC_GTEST_PROP(StateProperty, FloorAndLedgerNeverSink, ()) {
  const auto steps = *rc::gen::resize(12, rc::gen::container<std::vector<Step>>(any_step()));
  Image image;
  for (const Step& step : steps) {
    TestDisk disk(image);
    const Loaded before = load_from(disk);
    const TestBundle bundle = next_bundle(step, before);
    act(step, bundle, disk);
    image = afterwards(step, disk);
    TestDisk next(image);
    const Loaded after = load_from(next);
    RC_ASSERT(!after.degraded());
    if (keys_of(before) == keys_of(after)) RC_ASSERT(floor_version(after) >= floor_version(before));
    for (const auto& entry : before.ledger) {
      const bool lifted = std::count(bundle.lifted.begin(), bundle.lifted.end(), entry.id) > 0;
      RC_ASSERT(lifted || denies(after, entry.id));
    }
  }
}

}  // namespace
}  // namespace odca::state
