// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rollback and recover, disturbed at every call as crash_test.cpp disturbs install: killed, each fault, and every
// content of the disk that a power cut can leave. What was damaged before may still be so; nothing may be worse.
#include <gtest/gtest.h>

#include "state/test_faults.h"

namespace odca::state {
namespace {

/// Case is a disk, what is done to it, and what holds from the start to the end, whatever comes between.
struct Case {
  std::string name{};
  Image start{};
  std::function<Result<ChangeReport>(FileSystem&)> change{};
  std::uint64_t before = 0;  ///< version in use
  std::uint64_t after = 0;
  std::uint64_t floor = 7;  ///< wherever the state can be read
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

using Damage = std::function<void(Image&, const State&)>;

/// disk_with_seven has version 6 below, and the damage.
Image disk_with_seven(const Damage& damage = {}) {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  const State state = *load_from(disk).state;
  if (damage) damage(disk.image(), state);
  return disk.image();
}

void take_away(Image& image, const BundleReference& bundle) {
  image.find("/state/bundles")->entries.erase(bundle.file_name());
}

Result<ChangeReport> roll_back(FileSystem& files) { return rollback(test_setting(files), 0); }
Result<ChangeReport> reset_clock(FileSystem& files) { return recover(test_setting(files), {.reset_clock = true}); }
Result<ChangeReport> rebuild(FileSystem& files) {
  return recover(test_setting(files), {.accept_floor_loss = true, .lock_timeout_ms = 0});
}

std::vector<Case> cases() {
  return {
      {.name = "Rollback", .start = disk_with_seven(), .change = roll_back, .before = 7, .after = 6},
      {.name = "ResetOfTheClock", .start = disk_with_seven(), .change = reset_clock, .before = 7, .after = 7},
      {.name = "C28StateCorrupt",
       .start = disk_with_seven([](Image& image, const State&) { image.find("/state/state")->content[40] ^= 1; }),
       .change = rebuild,
       .before = 0,
       .after = 7},
      {.name = "C28StateEmpty",
       .start = disk_with_seven([](Image& image, const State&) { image.find("/state/state")->content.clear(); }),
       .change = rebuild,
       .before = 0,
       .after = 7},
      {.name = "C28StateGone",
       .start = disk_with_seven([](Image& image, const State&) { image.find("/state")->entries.erase("state"); }),
       .change = rebuild,
       .before = 0,
       .after = 7},
      {.name = "C28StateAndNewestBundleGone",
       .start = disk_with_seven([](Image& image, const State& state) {
         image.find("/state")->entries.erase("state");
         take_away(image, *state.active);
       }),
       .change = rebuild,
       .before = 0,
       .after = 6,
       .floor = 6},
      {.name = "C28LedgerCorrupt",
       .start = disk_with_seven([](Image& image, const State& state) {
         image.find("/state/" + ledger_file_name(state.ledger))->content.resize(30);
       }),
       .change = rebuild,
       .before = 7,
       .after = 7},
      {.name = "C29ActiveGone",
       .start = disk_with_seven([](Image& image, const State& state) { take_away(image, *state.active); }),
       .change = rebuild,
       .before = 6,
       .after = 6},
      {.name = "C29ActiveCorrupt",
       .start = disk_with_seven([](Image& image, const State& state) {
         image.find("/state/bundles/" + state.active->file_name())->content[10] ^= 1;
       }),
       .change = rebuild,
       .before = 6,
       .after = 6},
      {.name = "C29ActiveAndPreviousGone",
       .start = disk_with_seven([](Image& image, const State& state) {
         take_away(image, *state.active);
         take_away(image, *state.previous);
       }),
       .change = rebuild,
       .before = 0,
       .after = 0},
  };
}

bool is_denied(const Loaded& loaded, std::uint64_t id) {
  if (denies(loaded, id)) return true;
  if (!loaded.bundle) return false;
  const auto& deny = loaded.bundle->store.deny;
  return std::any_of(deny.begin(), deny.end(), [id](const auto& entry) { return entry.id == id; });
}

/// expect_safe: a whole old or new state, or the old damage; neither floor nor distrust is lost.
void expect_safe(const Case& each, const Image& image, const std::string& place) {
  const Loaded loaded = loaded_from(image);
  const std::uint64_t version = loaded.bundle ? loaded.bundle->version : 0;
  EXPECT_TRUE(version == each.before || version == each.after) << place << ": version " << version;
  EXPECT_TRUE(loaded.installed) << place;
  if (loaded.state) {
    EXPECT_EQ(floor_version(loaded), each.floor) << place;
  }
  for (const std::uint64_t id : {1U, 2U}) EXPECT_TRUE(is_denied(loaded, id)) << place << ": " << id;
}

/// expect_finished: the same command again does what was left to do, and an install follows.
void expect_finished(const Case& each, const Image& image, const std::string& place) {
  TestDisk disk(image);
  const auto again = each.change(disk);
  // What was done already is refused by rollback, since there is nothing left to go back to.
  ASSERT_TRUE(again || again.error().reason == "E_USAGE") << place << ": " << describe(again.error());
  const Loaded loaded = load_from(disk);
  EXPECT_FALSE(loaded.degraded()) << place << ": " << describe(loaded.problems.front());
  EXPECT_EQ(loaded.bundle ? loaded.bundle->version : 0, each.after) << place;
  const auto settled = status(test_setting(disk));
  EXPECT_TRUE(settled.log && settled.log->problems.empty()) << place;
  EXPECT_EQ(floor_version(loaded), each.floor) << place;
  const TestBundle below{.version = each.floor - 1, .deny = {1, 2}};
  EXPECT_EQ(reason_of(try_install(disk, below)), "E_ROLLBACK") << place;
  must_install(disk, kEight);
  EXPECT_EQ(version_in_use(disk), 8U) << place;
  EXPECT_EQ(leftovers(disk.image()), 0) << place;
  const auto report = status(test_setting(disk));
  ASSERT_TRUE(report.log) << place;
  EXPECT_TRUE(report.log->problems.empty()) << place << ": " << report.log->problems.front();
}

std::string name_of(const ::testing::TestParamInfo<Case>& each) { return each.param.name; }

class Disturbed : public ::testing::TestWithParam<Case> {
 protected:
  Act act() const {
    return [](FileSystem& files) { static_cast<void>(GetParam().change(files)); };
  }
  std::vector<std::string> calls() const { return calls_of(GetParam().start, act()); }
  void expect_sound(const Image& image, const std::string& place) const {
    expect_safe(GetParam(), image, place);
    expect_finished(GetParam(), image, place);
  }
};

TEST_P(Disturbed, Undisturbed) {
  TestDisk disk(GetParam().start);
  expect_safe(GetParam(), disk.image(), "before");
  EXPECT_EQ(version_in_use(disk), GetParam().before);
  const auto report = GetParam().change(disk);
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_TRUE(report->changed);
  EXPECT_TRUE(report->warnings.empty());
  EXPECT_EQ(version_in_use(disk), GetParam().after);
  expect_sound(disk.image(), "after");
}

TEST_P(Disturbed, KilledAtEveryCall) {
  const auto names = calls();
  for (int call = 1; call <= static_cast<int>(names.size()); ++call) {
    TestDisk disk(GetParam().start);
    disk.die_at(call);
    dies(disk, act());
    expect_sound(disk.image(), cat("killed at call ", call, " ", names[static_cast<std::size_t>(call) - 1]));
  }
}

TEST_P(Disturbed, EachFaultAtEveryCall) {
  const auto names = calls();
  for (const Fault fault :
       {Fault::no_space, Fault::too_large, Fault::io, Fault::access, Fault::cross_device, Fault::other})
    for (int call = 1; call <= static_cast<int>(names.size()); ++call) {
      TestDisk disk(GetParam().start);
      disk.fail_at(call, fault);
      const auto report = GetParam().change(disk);
      const std::string place = cat(names[static_cast<std::size_t>(call) - 1], ", call ", call, ", ", to_string(fault));
      if (!report) {
        EXPECT_NE(bundle::find_failure_class(report.error().reason), nullptr) << place;
      }
      expect_sound(disk.image(), place);
    }
}

TEST_P(Disturbed, InterruptedCallsAreRepeated) {
  const auto names = calls();
  for (int call = 1; call <= static_cast<int>(names.size()); ++call) {
    TestDisk disk(GetParam().start);
    disk.fail_at(call, Fault::interrupted);
    const auto report = GetParam().change(disk);
    ASSERT_TRUE(report) << names[static_cast<std::size_t>(call) - 1] << ": " << describe(report.error());
    EXPECT_TRUE(report->warnings.empty());
    EXPECT_EQ(version_in_use(disk), GetParam().after);
  }
}

TEST_P(Disturbed, ShortReadsAndWritesAreContinued) {
  TestDisk disk(GetParam().start);
  disk.write_at_most(7);
  const auto report = GetParam().change(disk);
  ASSERT_TRUE(report) << describe(report.error());
  expect_sound(disk.image(), "after");
}

TEST_P(Disturbed, LostWrites) {
  TestDisk disk(GetParam().start);
  act()(disk);
  std::size_t images = 0;
  for (std::size_t changes = 0; changes <= disk.operations(); ++changes)
    for (const Image& image : disk.after_power_cut(changes)) {
      expect_sound(image, cat("power cut after change ", changes));
      ++images;
      if (HasFailure()) return;
    }
  EXPECT_GT(images, 20U);
}

INSTANTIATE_TEST_SUITE_P(Change, Disturbed, ::testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace odca::state
