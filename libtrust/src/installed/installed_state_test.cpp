// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The state directory with the real verification: what a machine goes through from its first bundle on. The parts have
// tests of their own beside them; here they are together, as the programs use them.
#include <gtest/gtest.h>

#include "bundle/verify.h"
#include "installed/test_machine.h"
#include "state/sealed.h"

namespace odca {
namespace {

TEST(InstalledState, FirstInstallThenUpgradeThenRollback) {
  Machine machine;
  EXPECT_EQ(machine.outcome(release(6)), "installed");
  EXPECT_EQ(machine.in_use(), 6U);
  EXPECT_EQ(machine.outcome(release(7)), "installed");
  EXPECT_EQ(machine.in_use(), 7U);
  ASSERT_TRUE(state::rollback(machine.setting(), 0));
  EXPECT_EQ(machine.in_use(), 6U);
  EXPECT_TRUE(machine.load().rolled_back());
  EXPECT_EQ(machine.floor(), 7U);
  EXPECT_EQ(machine.outcome(release(6)), "E_ROLLBACK");
  EXPECT_EQ(machine.outcome(release(7)), "installed");
  EXPECT_FALSE(machine.load().rolled_back());
}

TEST(InstalledState, WhatALoadGivesIsWhatWasVerified) {
  Machine machine;
  const BundleSimulator bundle = release(6);
  machine.must_install(bundle);
  const state::Loaded loaded = machine.load();
  ASSERT_TRUE(loaded.bundle);
  EXPECT_EQ(loaded.bundle->file_sha256, to_hex(sha256(as_bytes(bundle.publish()))));
  EXPECT_EQ(loaded.bundle->store.anchors.size(), 4U);
  EXPECT_EQ(loaded.state->root_seen->version, 2U);
  EXPECT_FALSE(loaded.degraded());
  EXPECT_FALSE(loaded.stale());
}

TEST(InstalledState, Hostile58AReplayedBundleIsRefused) {
  Machine machine;
  machine.must_install(release(7));
  EXPECT_EQ(machine.outcome(release(6)), "E_ROLLBACK");
  EXPECT_EQ(machine.in_use(), 7U);
}

TEST(InstalledState, Hostile61EquivocationAfterAnInstall) {
  Machine machine;
  machine.must_install(release(7));
  const BundleSimulator other = edited(release(7), [](Json& store) { store["notes"] = "another of this version"; });
  EXPECT_EQ(machine.outcome(other), "E_EQUIVOCATION");
  EXPECT_EQ(machine.in_use(), 7U);
}
TEST(InstalledState, Hostile61TheSameWithOneMoreSignatureIsInstalledAlready) {
  Machine machine;
  machine.must_install(release(7));
  BundleSimulator same = release(7);
  same.set_release_signers({"release-1", "release-2", "release-3"});
  const std::string before = machine.disk.image().text();
  EXPECT_EQ(machine.outcome(same), "already");
  EXPECT_EQ(machine.disk.image().text(), before);
}

TEST(InstalledState, Hostile62FastForwardNeedsConsentAndRotationRecovers) {
  Machine machine;
  machine.must_install(release(6));
  BundleSimulator last = release(7);
  last.set_version(bundle::kLargestInteger);
  EXPECT_EQ(machine.outcome(last), "E_JUMP");
  machine.accept_jump = true;
  EXPECT_EQ(machine.outcome(last), "installed");
  machine.accept_jump = false;
  EXPECT_EQ(machine.outcome(release(8)), "E_ROLLBACK");
  EXPECT_EQ(machine.outcome(with_new_release_keys(release(8))), "installed");
  EXPECT_EQ(machine.in_use(), 8U);
  EXPECT_EQ(machine.floor(), 8U);
}
TEST(InstalledState, Hostile62WhatTheOldKeysSignedDoesNotComeBack) {
  Machine machine;
  BundleSimulator stolen = release(900);
  machine.must_install(stolen);
  machine.must_install(with_new_release_keys(release(8)));
  EXPECT_EQ(machine.outcome(stolen), "E_ROOT_CHAIN") << "its chain ends before the root that was seen";
  stolen.roots = with_new_release_keys(release(8)).roots;
  EXPECT_EQ(machine.outcome(stolen), "E_THRESHOLD") << "the root that was seen does not know its keys";
  EXPECT_EQ(reason_of(state::rollback(machine.setting(), 0)), "E_ROOT_CHAIN");
  EXPECT_EQ(machine.in_use(), 8U);
}
TEST(InstalledState, DroppedKeysThatComeBackDoNotFreeFromTheFloor) {
  const BundleSimulator newest = with_new_release_keys(release(9));
  Machine machine;
  machine.must_install(newest);
  machine.root.text = newest.root_of_trust(2).text;  // root 3: a file may begin its chain there
  BundleSimulator old = release(6);
  old.roots = newest.roots;
  old.add_root().release.keys = {"release-1", "release-2", "release-3"};
  old.set_release_signers({"release-1", "release-3"});
  old.roots.erase(old.roots.begin(), old.roots.begin() + 2);
  EXPECT_EQ(machine.outcome(old), "E_ROLLBACK") << "root 3 and 4 do not tell that these keys were there before";
  EXPECT_EQ(machine.floor(), 9U);
}
TEST(InstalledState, ARotationOfTheTimestampKeyAloneDoesNotFreeFromTheFloor) {
  Machine machine;
  machine.must_install(release(9));
  BundleSimulator old = release(6);
  const bundle::RoleKey& key = bundle::simulated_key("timestamp-1").key;
  old.add_root().document.before_signing = bundle::as_json([&key](Json& root) {
    root["keys"][key.id] = Json::parse(bundle::key_object(key));
    root["roles"]["timestamp"] = {{"keyids", {key.id}}, {"threshold", 1}};
  });
  old.timestamp.signers = {"timestamp-1"};
  EXPECT_EQ(machine.outcome(old), "E_ROLLBACK");
}
TEST(InstalledState, ADenyEntryOfAThiefEndsByBeingLiftedUnderAnyId) {
  Machine machine;
  machine.must_install(edited(release(900), denying(9, "what the thief denied")));
  auto honest = edited(release(8), denying(9, "another CA"));
  honest = edited(honest, denying(10, "what the thief denied", true));
  EXPECT_EQ(machine.outcome(with_new_release_keys(honest)), "installed");
  EXPECT_FALSE(machine.ledger_denies("what the thief denied"));
  EXPECT_TRUE(machine.ledger_denies("another CA"));
}
TEST(InstalledState, ARotationDoesNotFreeFromTheDenyLedger) {
  Machine machine;
  machine.must_install(edited(release(900), denying(9, "stolen CA")));
  EXPECT_EQ(machine.outcome(with_new_release_keys(release(8))), "E_DENY_SHRINK");
  EXPECT_EQ(machine.outcome(with_new_release_keys(edited(release(8), denying(9, "stolen CA")))), "installed");
  EXPECT_TRUE(machine.ledger_denies("stolen CA"));
}

TEST(InstalledState, Hostile44AnotherRootOfASeenVersionIsRefused) {
  Machine machine;
  machine.must_install(release(6));
  BundleSimulator fork = release(7);
  fork.roots[1].document.expires += kDay;
  EXPECT_EQ(machine.outcome(fork), "E_ROOT_CHAIN");
  EXPECT_EQ(machine.in_use(), 6U);
}
TEST(InstalledState, Hostile45AForeignRootIsRefused) {
  Machine machine;
  BundleSimulator foreign = release(7);
  foreign.roots[0].root.keys = {"stranger-1", "stranger-2", "stranger-3"};
  foreign.roots[0].document.signers = foreign.roots[0].root.keys;
  foreign.roots[1] = foreign.roots[0];
  foreign.roots[1].document.version = 2;
  EXPECT_EQ(machine.outcome(foreign), "E_ROOT_CHAIN");
  EXPECT_FALSE(machine.load().installed);
}
TEST(InstalledState, Hostile47AChainShorterThanSeenIsRefused) {
  Machine machine;
  machine.must_install(release(6));
  BundleSimulator shorter = release(7);
  shorter.roots.pop_back();
  EXPECT_EQ(machine.outcome(shorter), "E_ROOT_CHAIN");
}

TEST(InstalledState, Hostile64AClockThatRanAheadIsResetByRecover) {
  Machine machine;
  machine.now += 100 * kDay;
  machine.must_install(release(6));
  machine.now = test_now();
  EXPECT_EQ(machine.outcome(release(7)), "E_CLOCK");
  ASSERT_TRUE(state::recover(machine.setting(), {.reset_clock = true}));
  EXPECT_EQ(machine.outcome(release(7)), "installed");
}
TEST(InstalledState, Hostile64AClockBeforeTheProgramIsRefusedWhateverRecoverDid) {
  Machine machine;
  machine.must_install(release(6));
  machine.now = build_date() - kDay;
  ASSERT_TRUE(state::recover(machine.setting(), {.reset_clock = true}));
  EXPECT_EQ(machine.outcome(release(7)), "E_CLOCK");
}

TEST(InstalledState, Hostile65ABundleOlderThanTheProgramIsRefused) {
  Machine machine;
  machine.must_install(release(6));
  machine.embedded_version = compiled_in() + 8;
  EXPECT_EQ(machine.outcome(release(7)), "E_ROLLBACK");
  EXPECT_EQ(machine.outcome(release(8)), "installed");
}

TEST(InstalledState, Hostile72ABundleForANewerProgramLeavesTheCurrentOneUntouched) {
  Machine machine;
  machine.must_install(release(6));
  const std::string before = machine.disk.image().text();
  EXPECT_EQ(machine.outcome(edited(release(7), [](Json& store) { store["reader_level"] = 9; })), "E_TOOL_TOO_OLD");
  EXPECT_EQ(machine.disk.image().text(), before);
  EXPECT_EQ(machine.in_use(), 6U);
}

TEST(InstalledState, Hostile73WhatAddsTrustIsRefusedWhereItMayNot) {
  Machine machine;
  const auto report = machine.try_install(release(6).publish(), {.no_expansion = true});
  ASSERT_EQ(reason_of(report), "E_EXPANSION");
  EXPECT_NE(report.error().message.find("Root “1”"), std::string::npos) << report.error().message;
  machine.must_install(release(6));
  const auto next = edited(release(7), denying(9, "a CA")).publish();
  EXPECT_TRUE(machine.try_install(next, {.no_expansion = true})) << "taking trust away is no expansion";
}

TEST(DenyLedger, IsStickyThroughRollbackAndLostFiles) {
  Machine machine;
  machine.must_install(release(6));
  machine.must_install(edited(release(7), denying(9, "a CA")));
  ASSERT_TRUE(state::rollback(machine.setting(), 0));
  EXPECT_EQ(machine.in_use(), 6U);
  EXPECT_TRUE(machine.ledger_denies("a CA"));
  machine.disk.image().find("/state/bundles")->entries.clear();
  EXPECT_EQ(machine.in_use(), 0U);
  EXPECT_TRUE(machine.load().degraded());
  EXPECT_TRUE(machine.ledger_denies("a CA"));
  machine.disk.image().find("/state/state")->content = "rubbish";
  EXPECT_TRUE(machine.ledger_denies("a CA"));
}
TEST(DenyLedger, Hostile66IsNotShrunkByANewerBundle) {
  Machine machine;
  machine.must_install(edited(release(6), denying(9, "a CA")));
  EXPECT_EQ(machine.outcome(release(7)), "E_DENY_SHRINK");
  EXPECT_EQ(machine.outcome(edited(release(7), denying(9, "another CA"))), "E_DENY_SHRINK");
  EXPECT_EQ(machine.outcome(edited(release(7), denying(9, "a CA", true))), "installed");
  EXPECT_FALSE(machine.ledger_denies("a CA"));
}
TEST(DenyLedger, ARollbackBehindALiftedEntryDoesNotDenyItAgain) {
  Machine machine;
  machine.must_install(edited(release(6), denying(9, "a CA")));
  machine.must_install(edited(release(7), denying(9, "a CA", true)));
  ASSERT_TRUE(state::rollback(machine.setting(), 0));
  EXPECT_EQ(machine.in_use(), 6U);
  EXPECT_FALSE(machine.ledger_denies("a CA"));
}

/// lifting gives the lines of an install's comparison that speak of this CA as something that adds trust.
std::vector<std::string> lifting(const state::Changes& changes, const std::string& what) {
  std::vector<std::string> lines;
  std::copy_if(changes.expanding.begin(), changes.expanding.end(), std::back_inserter(lines),
               [&](const std::string& line) { return line.find(what) != std::string::npos; });
  return lines;
}
TEST(InstalledState, AfterARollbackALiftOfWhatTheLedgerDeniesExpands) {
  // The compiled-in store is above the bundle in use and below the one that wrote the ledger: it lifts nothing of it,
  // so that the bundle that does lets something in.
  Machine machine;
  machine.must_install(release(6));
  machine.must_install(edited(release(8), denying(9, "a CA")));
  ASSERT_TRUE(state::rollback(machine.setting(), 0));
  machine.embedded_version = compiled_in() + 7;
  machine.embedded_lifts = {embedded_lift(9, "a CA")};
  const std::string bundle = edited(release(10), denying(9, "a CA", true)).publish();
  const auto shown = machine.try_install(bundle, {.dry_run = true});
  ASSERT_TRUE(shown) << describe(shown.error());
  EXPECT_EQ(lifting(shown->changes, "a CA").size(), 1U);
  EXPECT_EQ(machine.try_install(bundle, {.no_expansion = true}).error().reason.text(), "E_EXPANSION");
}
TEST(InstalledState, ALiftOfWhatANewerCompiledInStoreLiftedBeforeExpandsNothing) {
  Machine machine;
  machine.must_install(edited(release(8), denying(9, "a CA")));
  machine.embedded_version = compiled_in() + 9;
  machine.embedded_lifts = {embedded_lift(9, "a CA")};
  const auto shown = machine.try_install(edited(release(10), denying(9, "a CA", true)).publish(), {.dry_run = true});
  ASSERT_TRUE(shown) << describe(shown.error());
  EXPECT_TRUE(lifting(shown->changes, "a CA").empty());
}

TEST(ProductUpgrade, ANewerCompiledInStoreSupersedesAndTheLedgerStays) {
  Machine machine;
  machine.must_install(edited(release(6), denying(9, "a CA")));
  machine.embedded_version = compiled_in() + 8;
  const state::Loaded loaded = machine.load();
  EXPECT_TRUE(loaded.superseded(machine.embedded_version));
  EXPECT_FALSE(loaded.degraded());
  EXPECT_TRUE(machine.ledger_denies("a CA"));
}
TEST(ProductUpgrade, ANewerRootOfTrustOfTheSameChainKeepsTheBundle) {
  Machine machine;
  machine.must_install(release(6));
  machine.root.text = release(1).root_of_trust(1).text;
  EXPECT_EQ(machine.in_use(), 6U);
  EXPECT_FALSE(machine.load().degraded());
  EXPECT_EQ(machine.outcome(release(7)), "installed");
}
TEST(ProductUpgrade, ARootOfTrustThatRotatedPutsTheOldBundleOutOfUseAndKeepsTheLedger) {
  Machine machine;
  machine.must_install(edited(release(6), denying(9, "a CA")));
  const BundleSimulator rotated = with_new_release_keys(edited(release(7), denying(9, "a CA")));
  machine.root.text = rotated.root_of_trust(2).text;
  const state::Loaded loaded = machine.load();
  EXPECT_EQ(loaded.use, state::Loaded::Use::embedded);
  ASSERT_TRUE(loaded.degraded());
  EXPECT_EQ(loaded.problems.front().reason.text(), "E_ROOT_CHAIN");
  EXPECT_TRUE(machine.ledger_denies("a CA"));
  EXPECT_EQ(machine.outcome(rotated), "installed");
  EXPECT_FALSE(machine.load().degraded());
}
TEST(ProductUpgrade, AForeignRootOfTrustUsesNothingAndKeepsTheLedger) {
  Machine machine;
  machine.must_install(edited(release(6), denying(9, "a CA")));
  BundleSimulator foreign = release(7);
  foreign.roots[0].root.keys = {"stranger-1", "stranger-2", "stranger-3"};
  foreign.roots[0].document.signers = foreign.roots[0].root.keys;
  machine.root.text = foreign.root_of_trust().text;
  EXPECT_EQ(machine.in_use(), 0U);
  EXPECT_TRUE(machine.load().degraded());
  EXPECT_TRUE(machine.ledger_denies("a CA"));
}

/// A bundle that only a program can read that comes later, with a deny entry of its own.
BundleSimulator future_release(std::uint64_t above) {
  return edited(edited(release(above), denying(9, "a CA")), [](Json& store) {
    store["reader_level"] = 9;
    store["schema"] = "amt-trust-store/2";
    store["quantum"] = true;
  });
}
/// newer_product is the setting of that program: what it reads in the future bundle is in `twin`.
state::Setting newer_product(Machine& machine, const BundleSimulator& twin) {
  state::Setting setting = machine.setting();
  setting.verify = [ours = setting.verify, twin = twin.publish()](std::string_view file, const bundle::Floor& floor,
                                                                  bundle::Moment moment) {
    auto verified = ours(file, floor, moment);
    if (verified || verified.error().reason != "E_TOOL_TOO_OLD") return verified;
    auto read = ours(twin, floor, moment);
    const auto document = bundle::parse_bundle(file);
    if (!read || !document) return verified;
    const auto view = bundle::read_container(*document);
    if (!view) return verified;
    read->content_id = bundle::content_id_of(*view);
    read->file_sha256 = state::hash_of(file);
    read->kept.clear();  // all of it
    return read;
  };
  return setting;
}
TEST(ProductDowngrade, ABundleOfALaterFormatIsLeftOutAndItsDenialsHold) {
  Machine machine;
  machine.must_install(release(6));
  const auto newer = newer_product(machine, edited(release(7), denying(9, "a CA")));
  const auto report = state::install(newer, future_release(7).publish(), {});
  ASSERT_TRUE(report) << describe(report.error());
  ASSERT_FALSE(state::load(newer).degraded());

  const state::Loaded loaded = machine.load();
  EXPECT_EQ(loaded.use, state::Loaded::Use::previous);
  EXPECT_EQ(machine.in_use(), 6U);
  ASSERT_TRUE(loaded.degraded());
  EXPECT_EQ(loaded.problems.front().reason.text(), "E_TOOL_TOO_OLD");
  EXPECT_TRUE(machine.ledger_denies("a CA"));
  EXPECT_EQ(machine.floor(), 7U);
  EXPECT_EQ(machine.outcome(edited(release(6), denying(9, "a CA"))), "E_ROLLBACK");
  EXPECT_EQ(machine.outcome(edited(release(8), denying(9, "a CA"))), "installed");
  EXPECT_FALSE(machine.load().degraded());
}

TEST(ExpiredBundle, StaysInUseStaleAndCannotBeInstalled) {
  Machine machine;
  machine.must_install(release(6));
  machine.now += 2 * 365 * kDay;
  const state::Loaded loaded = machine.load();
  EXPECT_EQ(loaded.use, state::Loaded::Use::active);
  EXPECT_TRUE(loaded.stale());
  EXPECT_FALSE(loaded.degraded());
  EXPECT_EQ(machine.outcome(release(7)), "E_EXPIRED");
  EXPECT_EQ(machine.in_use(), 6U);
}
TEST(ExpiredBundle, Hostile49ANewOneInstallsThoughAMiddleRootHasExpired) {
  Machine machine;
  machine.must_install(release(6));
  machine.now += 4 * 365 * kDay;
  BundleSimulator fresh = release(7);
  fresh.add_root().document.expires = machine.now + 365 * kDay;
  for (auto* const document : {&fresh.timestamp, &fresh.snapshot, &fresh.targets})
    document->expires = machine.now + 365 * kDay;
  ASSERT_LT(fresh.roots[1].document.expires, machine.now);
  EXPECT_EQ(machine.outcome(fresh), "installed");
  EXPECT_FALSE(machine.load().stale());
}

/// enterprise_release has an anchor for each of two roles that are the enterprise's own business.
BundleSimulator enterprise_release(std::uint64_t version) {
  BundleSimulator bundle = edited(release(1), [](Json& store) {
    Json anchor = store["anchors"][0];
    anchor["roles"] = {"enterprise"};
    store["anchors"] = Json::array({anchor});
  });
  bundle.set_version(version);
  return bundle;
}
struct LimitedMachine : Machine {
  LimitedMachine() {
    root.only = Roles{AnchorRole::enterprise, AnchorRole::lab};
    embedded_version = bound_setting(disk, "/state", {.root = root, .now = now}).embedded_version;
  }
};
TEST(LimitedRoot, CountsItsVersionsItselfAndGivesItsRoles) {
  LimitedMachine machine;
  EXPECT_EQ(machine.embedded_version, 0U);
  EXPECT_EQ(machine.outcome(enterprise_release(1)), "installed");
  EXPECT_EQ(machine.load().bundle->version, 1U);
}
TEST(LimitedRoot, CannotAddAnAnchorForDevices) {
  LimitedMachine machine;
  EXPECT_EQ(machine.outcome(release(6)), "E_CONTENT");
  EXPECT_FALSE(machine.load().installed);
}
TEST(LimitedRoot, ALimitThatComesLaterPutsAWiderBundleOutOfUse) {
  Machine machine;
  machine.must_install(release(6));
  machine.root.only = Roles{AnchorRole::enterprise};
  EXPECT_EQ(machine.in_use(), 0U);
  ASSERT_TRUE(machine.load().degraded());
  EXPECT_EQ(machine.load().problems.front().reason.text(), "E_CONTENT");
}

TEST(RecoverInstalled, RebuildsALostStateFromTheBundleThatVerifies) {
  Machine machine;
  machine.must_install(release(6));
  machine.must_install(edited(release(7), denying(9, "a CA")));
  machine.disk.image().find("/state/state")->content.clear();
  EXPECT_EQ(machine.outcome(edited(release(8), denying(9, "a CA"))), "E_STATE_CORRUPT");
  ASSERT_TRUE(state::recover(machine.setting(), {.accept_floor_loss = true}));
  EXPECT_EQ(machine.in_use(), 7U);
  EXPECT_EQ(machine.floor(), 7U);
  EXPECT_TRUE(machine.ledger_denies("a CA"));
  EXPECT_EQ(machine.outcome(release(6)), "E_ROLLBACK");
}
TEST(RecoverInstalled, AMachineThatIsLeftWithoutABundleIsGivenUpAndNotSound) {
  Machine machine;
  machine.must_install(release(6));
  machine.disk.image().find("/state/state")->content.clear();
  machine.disk.image().find("/state/bundles")->entries.clear();
  ASSERT_TRUE(state::recover(machine.setting(), {.accept_floor_loss = true}));
  const state::Loaded loaded = machine.load();
  EXPECT_FALSE(loaded.degraded());
  EXPECT_FALSE(loaded.state->floor);
  EXPECT_TRUE(given_up(loaded));
  EXPECT_EQ(machine.outcome(release(6)), "installed");
  EXPECT_FALSE(given_up(machine.load()));
}
TEST(RecoverInstalled, ForgedBundleOnTheDiskIsNotTaken) {
  Machine machine;
  machine.must_install(release(6));
  BundleSimulator forged = release(9);
  forged.set_release_signers({"stranger-1", "stranger-2"});
  const std::string name = cat("/state/bundles/", compiled_in() + 9, "-0123456789abcdef.atb");
  machine.disk.image().put(name, {.mode = 0444, .content = forged.publish()});
  machine.disk.image().find("/state/state")->content.clear();
  ASSERT_TRUE(state::recover(machine.setting(), {.accept_floor_loss = true}));
  EXPECT_EQ(machine.in_use(), 6U);
}

}  // namespace
}  // namespace odca
