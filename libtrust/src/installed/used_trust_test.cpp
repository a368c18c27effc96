// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a bundle gives is used: from signed bytes to the verdict on a device part, whose issuing CA and intermediate
// only the bundle has; and what is wrong with the installed trust is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "bundle/merge.h"
#include "bundle/testing/simulator.h"
#include "installed/binding.h"
#include "odca/installed.h"
#include "odca/trust.h"
#include "os/file_system.h"
#include "source/embedded_store.h"
#include "source/installed_trust.h"
#include "source/test_folder.h"
#include "state/installer.h"

namespace odca {
namespace {

using bundle::BundleSimulator;
using bundle::StoreDocument;
using std::chrono::hours;
using Kind = TrustCondition::Kind;
namespace fs = std::filesystem;

const fs::path kVectors = fs::path(ODCA_SOURCE_DIR) / "tests/vectors";
const fs::path kMaterial = kVectors / "trust/odca-with-intermediates";
constexpr hours kYear{24 * 365};

/// A month after the program was made.
Time test_now() { return build_date() + hours{24 * 30}; }

Dump dump_of(const fs::path& file) { return *read_dump(as_bytes(text_of(file)), file.string(), {}); }
Certificate certificate_in(const std::string& name) { return dump_of(kMaterial / name).certificates.at(0).certificate; }
/// device_part is a leaf with its App, Kernel and ROM CA.
Evidence device_part() {
  Evidence evidence;
  evidence.add(dump_of(kVectors / "chains/lnl-4-from-store/chain.pem"));
  EXPECT_EQ(evidence.certificates.size(), 4U);
  return evidence;
}

/// bare_store knows the root of the test hierarchy, and comes so many versions after what is compiled in.
StoreDocument bare_store(std::uint64_t above = 1) {
  StoreDocument store{.preamble = embedded_store().preamble, .created = test_now()};
  store.preamble.version += above;
  TrustAnchor root = anchor_from_certificate(certificate_in("root.pem"), {AnchorRole::odca}, {});
  root.id = 1;
  root.provenance = {{.url = "https://example.com/root", .retrieved = "2026-01-01"}};
  store.anchors.push_back(std::move(root));
  return store;
}
/// full_store knows the CAs between root and part too.
StoreDocument full_store(std::uint64_t above = 1) {
  StoreDocument store = bare_store(above);
  for (const char* const name : {"ca1.pem", "ca2.pem", "issuing.pem"})
    for (const Presented& one : dump_of(kMaterial / name).certificates)
      store.intermediates.push_back({.certificate = one.certificate,
                                     .provenance = {{.url = "https://example.com/ca", .retrieved = "2026-01-01"}}});
  return store;
}
StoreDocument denying(StoreDocument store, DenyEntry::Kind kind, const Fingerprint& sha256) {
  store.deny.push_back(
      {.id = 1, .kind = kind, .sha256 = sha256, .label = "a key", .reason = "for the test", .since = "2026-01-01"});
  return store;
}
/// denying_rom denies the key of the part's ROM CA.
StoreDocument denying_rom(StoreDocument store) {
  return denying(std::move(store), DenyEntry::Kind::spki, device_part().certificates.at(3).certificate->spki_sha256);
}

BundleSimulator bundle_of(const StoreDocument& store) {
  BundleSimulator simulator(write_store(store));
  simulator.set_version(store.preamble.version);
  for (auto& root : simulator.roots) root.document.expires = test_now() + 3 * kYear;
  for (auto* const document : {&simulator.timestamp, &simulator.snapshot, &simulator.targets})
    document->expires = test_now() + kYear;
  return simulator;
}

bool has(const Verdict& verdict, RuleId rule, std::string_view reason) {
  return std::any_of(verdict.findings.begin(), verdict.findings.end(),
                     [&](const Finding& finding) { return finding.rule == rule && finding.reason == reason; });
}

/// Site is a machine with a state directory, an operating system's store, and a folder for files.
class Site {
 public:
  Site() {
    folder_.write("root/etc/ssl/certs/ca-certificates.crt", testdata("root_a.pem"));
    place_.state = folder_.path() / "state";
    place_.root = RootOfTrust{.text = bundle_of(bare_store()).root_of_trust().text, .origin = "the test"};
    place_.now = test_now();
  }

  InstalledPlace& place() { return place_; }
  const TestFolder& folder() const { return folder_; }

  void install(const StoreDocument& store) { install(bundle_of(store)); }
  void install(const BundleSimulator& bundle) {
    const auto files = real_file_system();
    const auto report = state::install(setting(*files), bundle.publish(), {});
    ASSERT_TRUE(report) << all_text(report.error());
    ASSERT_EQ(report->outcome, state::InstallReport::Outcome::installed);
  }
  /// refused returns the reason for which a bundle is not installed.
  std::string refused(const StoreDocument& store) {
    const auto files = real_file_system();
    const auto report = state::install(setting(*files), bundle_of(store).publish(), {});
    return report ? "installed" : std::string(report.error().reason);
  }
  void roll_back() {
    const auto files = real_file_system();
    ASSERT_TRUE(state::rollback(setting(*files), 1000));
  }
  void recover() {
    const auto files = real_file_system();
    ASSERT_TRUE(state::recover(setting(*files), {.accept_floor_loss = true}));
  }
  /// damage spoils what fits: "state", or the newest bundle.
  void damage(const fs::path& file) {
    const fs::path path = place_.state / file;
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(path, std::ios::app) << "x";
  }
  fs::path bundle_file(std::uint64_t version) const {
    for (const auto& entry : fs::directory_iterator(place_.state / "bundles"))
      if (entry.path().filename().string().starts_with(std::to_string(version) + "-")) return entry.path();
    ADD_FAILURE() << "no bundle " << version;
    return {};
  }

  SourceContext context() const {
    SourceContext context{.root = folder_.path() / "root"};
    load_installed(place_, context);
    return context;
  }
  std::vector<Kind> conditions() const {
    std::vector<Kind> kinds;
    const SourceContext found = context();
    for (const TrustCondition& condition : found.installed->conditions) kinds.push_back(condition.kind);
    return kinds;
  }
  Verdict judge(const TrustChoice& choice, Strictness strictness = Strictness::default_) const {
    auto store = TrustStore::load(choice, context());
    if (!store) throw std::runtime_error(all_text(store.error()));
    Question question{.at = place_.now};
    question.purpose = Purpose::amt_activation;
    return Verifier(default_policy(), *std::move(store), strictness).verify(device_part(), question);
  }

 private:
  state::Setting setting(FileSystem& files) const {
    return bound_setting(files, place_.state.string(), {.root = *place_.root, .now = place_.now});
  }

  TestFolder folder_{};
  InstalledPlace place_{};
};

/// A bundle reaches the verifier installed, or as a file that the operator names.
class BundleSupplies : public testing::TestWithParam<SourceKind> {
 protected:
  Verdict verdict_with(const StoreDocument& store) {
    if (GetParam() != SourceKind::custom) {
      site_.install(store);
      return site_.judge({.source = GetParam()});
    }
    return site_.judge(
        {.source = SourceKind::custom, .path = site_.folder().write("named.atb", bundle_of(store).publish())});
  }
  Site site_{};
};
INSTANTIATE_TEST_SUITE_P(Sources, BundleSupplies,
                         testing::Values(SourceKind::embedded, SourceKind::combined, SourceKind::custom),
                         [](const auto& source) { return std::string(to_string(source.param)); });

TEST_P(BundleSupplies, WithoutTheIssuingCaADevicePartReachesNoAnchor) {
  const Verdict verdict = verdict_with(bare_store());
  EXPECT_FALSE(verdict.trusted());
  EXPECT_TRUE(has(verdict, "path.anchor", "no-issuer"));
}
TEST_P(BundleSupplies, WithIssuingCaAndIntermediateTheDevicePartIsTrusted) {
  const Verdict verdict = verdict_with(full_store());
  EXPECT_TRUE(verdict.trusted()) << to_text(verdict);
  ASSERT_TRUE(verdict.anchor);
  EXPECT_EQ(verdict.anchor->origin.bundle_version, full_store().preamble.version);
  EXPECT_EQ(verdict.anchor->origin.kind, GetParam() == SourceKind::custom ? OriginKind::custom : OriginKind::installed);
}
TEST_P(BundleSupplies, ACertificateThatItsCrlRevokesIsRefused) {
  StoreDocument store = full_store();
  for (const PresentedCrl& one : dump_of(kVectors / "chains/revoked-rom/crls.pem").crls)
    store.crls.push_back(
        {.crl = one.crl, .provenance = {{.url = "https://example.com/crl", .retrieved = "2026-01-01"}}});
  const Verdict verdict = verdict_with(store);
  EXPECT_FALSE(verdict.trusted());
  EXPECT_TRUE(has(verdict, "revocation.revoked", "revoked")) << to_text(verdict);
}
TEST_P(BundleSupplies, AKeyThatItDeniesIsRefused) {
  const Verdict verdict = verdict_with(denying_rom(full_store()));
  EXPECT_FALSE(verdict.trusted());
  EXPECT_TRUE(has(verdict, "trust.denied", "denied-key")) << to_text(verdict);
}
TEST_P(BundleSupplies, ACertificateThatItDeniesIsRefused) {
  const Fingerprint leaf = device_part().certificates.at(0).certificate->sha256;
  const Verdict verdict = verdict_with(denying(full_store(), DenyEntry::Kind::certificate, leaf));
  EXPECT_FALSE(verdict.trusted());
  EXPECT_TRUE(has(verdict, "trust.denied", "denied-certificate")) << to_text(verdict);
}

TEST(InstalledDistrust, HoldsAgainstACustomFolder) {
  Site site;
  const TrustChoice folder{.source = SourceKind::custom, .path = kMaterial};
  EXPECT_TRUE(site.judge(folder).trusted());
  site.install(denying_rom(full_store()));
  EXPECT_TRUE(has(site.judge(folder), "trust.denied", "denied-key"));
}
TEST(InstalledDistrust, HoldsAgainstTheSystem) {
  Site site;
  for (const auto& entry : fs::directory_iterator(kMaterial))
    site.folder().write("root/etc/odca-trust/anchors/" + entry.path().filename().string(), text_of(entry.path()));
  EXPECT_TRUE(site.judge({.source = SourceKind::system}).trusted());
  site.install(denying_rom(full_store()));
  EXPECT_TRUE(has(site.judge({.source = SourceKind::system}), "trust.denied", "denied-key"));
}
TEST(InstalledDistrust, HoldsAgainstABundleThatIsNamed) {
  Site site;
  site.install(denying_rom(full_store(2)));
  const auto newer = site.folder().write("newer.atb", bundle_of(full_store(3)).publish());
  EXPECT_TRUE(has(site.judge({.source = SourceKind::custom, .path = newer}), "trust.denied", "denied-key"));
}

/// named tells what comes of naming a bundle on this machine: "ok" or the class of the failure.
std::string named(const Site& site, const BundleSimulator& bundle) {
  const auto file = site.folder().write("named.atb", bundle.publish());
  const auto store = TrustStore::load({.source = SourceKind::custom, .path = file}, site.context());
  return store ? "ok" : std::string(store.error().reason);
}
BundleSimulator under_new_keys(const StoreDocument& store) {
  BundleSimulator bundle = bundle_of(store);
  bundle.add_root().release.keys = {"release-4", "release-5", "release-6"};
  bundle.set_release_signers({"release-4", "release-6"});
  return bundle;
}
TEST(NamedBundle, MayBeOfAnyVersionWhereNothingIsInstalled) {
  EXPECT_EQ(named(Site(), bundle_of(full_store(1))), "ok");
  EXPECT_EQ(named(Site(), bundle_of(full_store(5000))), "ok");
}
TEST(NamedBundle, BelowWhatWasAcceptedIsRefused) {
  Site site;
  site.install(full_store(2));
  EXPECT_EQ(named(site, bundle_of(full_store(1))), "E_ROLLBACK");
  EXPECT_EQ(named(site, bundle_of(full_store(2))), "ok");
  EXPECT_EQ(named(site, bundle_of(denying_rom(full_store(2)))), "E_EQUIVOCATION");
  EXPECT_EQ(named(site, bundle_of(full_store(5000))), "ok");
}
TEST(NamedBundle, OfKeysThatWereSeenToBeReplacedIsRefused) {
  Site site;
  site.install(full_store(1));
  EXPECT_EQ(named(site, bundle_of(full_store(900))), "ok");
  site.install(under_new_keys(full_store(2)));
  EXPECT_EQ(named(site, bundle_of(full_store(900))), "E_ROOT_CHAIN");
  EXPECT_EQ(named(site, under_new_keys(full_store(3))), "ok");
}
TEST(NamedBundle, MayBeJudgedAsOfADayBeforeTheLastInstall) {
  Site site;
  site.place().now += hours{24 * 90};
  site.install(full_store(1));
  site.place().now -= hours{24 * 60};
  EXPECT_EQ(named(site, bundle_of(full_store(1))), "ok");
}
TEST(InstalledDistrust, OutlivesARollback) {
  Site site;
  site.install(full_store(1));
  site.install(denying_rom(full_store(2)));
  site.roll_back();
  const Verdict verdict = site.judge({});
  EXPECT_TRUE(has(verdict, "trust.denied", "denied-key"));
  EXPECT_TRUE(has(verdict, "trust.rolled_back", "rolled-back"));
}
TEST(InstalledDistrust, OutlivesTheStateAndEveryBundle) {
  Site site;
  site.install(denying_rom(full_store()));
  site.damage("state");
  fs::remove_all(site.place().state / "bundles");
  const TrustChoice folder{.source = SourceKind::custom, .path = kMaterial};
  EXPECT_TRUE(has(site.judge(folder), "trust.denied", "denied-key"));
}
TEST(InstalledDistrust, HoldsWithoutARootOfTrust) {
  Site site;
  site.install(denying_rom(full_store()));
  site.place().root.reset();
  EXPECT_TRUE(has(site.judge({.source = SourceKind::custom, .path = kMaterial}), "trust.denied", "denied-key"));
}
TEST(InstalledDistrust, NamesWhereItComesFrom) {
  Site site;
  site.install(denying_rom(full_store()));
  const TrustStore store = *TrustStore::load({}, site.context());
  const auto* const entry = store.denial_of_key(device_part().certificates.at(3).certificate->spki_sha256);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->origin.kind, OriginKind::installed);
  EXPECT_EQ(entry->origin.where, site.bundle_file(full_store().preamble.version));
  EXPECT_EQ(entry->origin.bundle_version, full_store().preamble.version);
}

/// behind_a_link moves the state directory away and puts a link in its place.
void behind_a_link(Site& site) {
  const fs::path elsewhere = site.folder().path() / "elsewhere";
  fs::rename(site.place().state, elsewhere);
  fs::create_symlink(elsewhere, site.place().state);
}
void expect_no_trust(const Site& site) {
  for (const TrustChoice& choice :
       {TrustChoice{.source = SourceKind::embedded}, TrustChoice{.source = SourceKind::combined},
        TrustChoice{.source = SourceKind::system}, TrustChoice{.source = SourceKind::custom, .path = kMaterial}}) {
    const Verdict verdict = site.judge(choice);
    EXPECT_FALSE(verdict.trusted()) << to_string(choice.source);
    EXPECT_TRUE(has(verdict, "trust.distrust_lost", "distrust-lost")) << to_string(choice.source);
  }
}
TEST(LostDistrust, WhatCanBeReadIsNoGroundToRefuse) {
  Site site;
  site.install(full_store());
  EXPECT_TRUE(site.judge({.source = SourceKind::custom, .path = kMaterial}).trusted());
}
TEST(LostDistrust, ADirectoryThatCannotBeOpenedRefusesAll) {
  Site site;
  site.install(denying_rom(full_store()));
  behind_a_link(site);
  expect_no_trust(site);
  EXPECT_EQ(site.conditions(), (std::vector{Kind::distrust_lost, Kind::degraded}));
  EXPECT_NE(site.context().installed->conditions[0].hint.find("link"), std::string::npos);
}
TEST(LostDistrust, ASlashAtTheEndDoesNotHideALink) {
  Site site;
  site.install(full_store());
  behind_a_link(site);
  site.place().state += "/";
  expect_no_trust(site);
}
TEST(LostDistrust, AFileInPlaceOfTheDirectoryRefusesAll) {
  Site site;
  std::ofstream(site.place().state) << "x";
  expect_no_trust(site);
}
TEST(LostDistrust, ALedgerThatIsGoneRefusesAllThoughTheBundleIsInUse) {
  Site site;
  site.install(denying_rom(full_store()));
  for (const auto& entry : fs::directory_iterator(site.place().state))
    if (entry.path().filename().string().starts_with("ledger-")) fs::remove(entry.path());
  expect_no_trust(site);
  EXPECT_NE(site.context().installed->conditions[0].hint.find("recover --accept-floor-loss"), std::string::npos);
}
TEST(LostDistrust, ADirectoryThatIsGoneIsOneThatWasNeverThere) {
  Site site;
  site.install(denying_rom(full_store()));
  fs::remove_all(site.place().state);
  EXPECT_TRUE(site.conditions().empty());
}

TEST(InstalledConditions, AMachineThatWasGivenUpIsDegraded) {
  Site site;
  site.install(full_store());
  site.damage("state");
  for (const auto& entry : fs::directory_iterator(site.place().state / "bundles")) fs::remove(entry.path());
  site.recover();
  EXPECT_EQ(site.conditions(), std::vector{Kind::degraded});
  EXPECT_NE(site.context().installed->conditions[0].message.find("when it was recovered"), std::string::npos);
}
TEST(InstalledConditions, NothingInstalledIsNone) {
  const Site site;
  EXPECT_FALSE(site.context().installed->state.installed);
  EXPECT_FALSE(site.context().installed->accepted.store);
  EXPECT_TRUE(site.conditions().empty());
}
TEST(InstalledConditions, AFreshBundleIsNone) {
  Site site;
  site.install(full_store());
  EXPECT_TRUE(site.conditions().empty());
}
TEST(InstalledConditions, AnExpiredBundleIsStaleAndInUse) {
  Site site;
  site.install(full_store());
  site.place().now += kYear + hours{1};
  EXPECT_EQ(site.conditions(), std::vector{Kind::stale});
  const Verdict verdict = site.judge({});
  EXPECT_TRUE(verdict.trusted()) << to_text(verdict);
  EXPECT_TRUE(has(verdict, "trust.stale", "expired"));
  EXPECT_FALSE(site.judge({}, Strictness::strict).trusted());
}
TEST(InstalledConditions, ADamagedBundleGivesWayToThePreviousOne) {
  Site site;
  site.install(full_store(1));
  site.install(full_store(2));
  site.damage(site.bundle_file(full_store(2).preamble.version));
  EXPECT_EQ(site.conditions(), std::vector{Kind::degraded});
  const Verdict verdict = site.judge({});
  EXPECT_TRUE(has(verdict, "trust.degraded", "degraded"));
  ASSERT_TRUE(verdict.anchor) << to_text(verdict);
  EXPECT_EQ(verdict.anchor->origin.bundle_version, full_store(1).preamble.version);
}
TEST(InstalledConditions, ADamagedStateIsDegradedToTheEmbeddedStoreAndLosesDistrust) {
  Site site;
  site.install(full_store());
  site.damage("state");  // what it said of its ledgers is gone with it
  EXPECT_EQ(site.conditions(), (std::vector{Kind::distrust_lost, Kind::degraded}));
  EXPECT_EQ(TrustStore::load({}, site.context())->anchors()[0].origin.kind, OriginKind::embedded);
}
TEST(InstalledConditions, WithoutARootOfTrustNothingInstalledIsBelieved) {
  Site site;
  site.install(full_store());
  site.place().root.reset();
  EXPECT_EQ(site.conditions(), std::vector{Kind::degraded});
  EXPECT_NE(site.context().installed->conditions[0].message.find("root of trust"), std::string::npos);
  EXPECT_EQ(TrustStore::load({}, site.context())->anchors()[0].origin.kind, OriginKind::embedded);
}
TEST(InstalledConditions, UnderAnotherRootOfTrustNothingInstalledIsBelieved) {
  Site site;
  site.install(full_store());
  site.place().root->text = testdata("other.root.json");
  EXPECT_EQ(site.conditions(), std::vector{Kind::degraded});
}
TEST(InstalledConditions, AnotherStoreOfTheEmbeddedVersionIsNotInstalled) {
  Site site;
  EXPECT_EQ(site.refused(full_store(0)), "E_EQUIVOCATION");
  EXPECT_TRUE(site.conditions().empty());
}
TEST(InstalledConditions, AreInTheStoreOfEverySource) {
  Site site;
  site.install(full_store());
  site.damage("state");
  for (const SourceKind source : {SourceKind::embedded, SourceKind::system, SourceKind::combined})
    EXPECT_EQ(TrustStore::load({.source = source}, site.context())->conditions().size(), 2U) << to_string(source);
  EXPECT_EQ(TrustStore::load({.source = SourceKind::custom, .path = kMaterial}, site.context())->conditions().size(),
            2U);
}

std::string required(const Site& site) {
  const auto store = TrustStore::load({.installed = InstalledDemand::required}, site.context());
  return store ? "ok" : std::string(store.error().reason);
}
TEST(RequiredTrust, IsThereWithABundleInUse) {
  Site site;
  site.install(full_store());
  EXPECT_EQ(required(site), "ok");
}
TEST(RequiredTrust, IsNotThereOnABareMachine) { EXPECT_EQ(required(Site()), "not-installed"); }
TEST(RequiredTrust, IsNotThereWhenOnlyTheEmbeddedStoreIsLeft) {
  Site site;
  site.install(full_store());
  site.damage("state");
  EXPECT_EQ(required(site), "not-installed");
}

TEST(InstalledLedger, NothingOfItIsLiftedWhileNobodyKnowsWhoWroteIt) {
  // The embedded store lifts only what was denied before it was made; a damaged state does not tell.
  Site site;
  site.install(denying_rom(full_store()));
  site.damage("state");
  EXPECT_EQ(site.context().installed->accepted.highest_version, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(site.context().installed->accepted.ledger.size(), 1U);
}

}  // namespace
}  // namespace odca
