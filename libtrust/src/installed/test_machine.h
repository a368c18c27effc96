// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests of installed trust: a machine with a disk in memory, a root of trust and the real verification, and a
// publisher whose bundles come after what is compiled in, whatever version that has.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "bundle/test_attempt.h"
#include "installed/binding.h"
#include "odca/verifier.h"
#include "source/embedded_store.h"
#include "state/installer.h"
#include "state/test_disk.h"

namespace odca {

using bundle::BundleSimulator;
using bundle::Json;
using bundle::reason_of;
using std::chrono::hours;

constexpr hours kDay{24};
/// A month after the program was made.
inline Time test_now() { return build_date() + 30 * kDay; }
inline std::uint64_t compiled_in() { return embedded_store().preamble.version; }

/// release is the bundle that comes so many versions after what is compiled in, good for 400 days.
inline BundleSimulator release(std::uint64_t above) {
  BundleSimulator bundle(bundle::testdata("store.json"));
  bundle.set_version(compiled_in() + above);
  for (auto& root : bundle.roots) root.document.expires = test_now() + 3 * 365 * kDay;
  for (auto* const document : {&bundle.timestamp, &bundle.snapshot, &bundle.targets})
    document->expires = test_now() + 400 * kDay;
  return bundle;
}

/// edited changes what a bundle says, before it is signed.
inline BundleSimulator edited(BundleSimulator bundle, const std::function<void(Json&)>& change) {
  bundle.store = bundle::as_json(change)(bundle.store);
  return bundle;
}
/// denying adds a deny entry to the store; its value is the SHA-256 of `what`.
inline std::function<void(Json&)> denying(std::uint64_t id, const std::string& what, bool lifted = false) {
  return [=](Json& store) {
    Json& deny = store["deny"];
    deny.push_back({{"id", id},
                    {"kind", "spki_sha256"},
                    {"label", what},
                    {"lifted", lifted},
                    {"reason", "for the test"},
                    {"since", "2026-01-02"},
                    {"value", to_hex(sha256(as_bytes(what)))}});
    std::sort(deny.begin(), deny.end(), [](const Json& a, const Json& b) { return a["id"] < b["id"]; });
  };
}

/// with_new_release_keys rotates: root 3 names other release keys, and the bundle is signed by them; and so on.
inline BundleSimulator with_new_release_keys(BundleSimulator bundle, unsigned rotations = 1) {
  const auto name = [](unsigned number) { return cat("release-", number); };
  for (unsigned i = 0; i < rotations; ++i) {
    const unsigned first = 4 + 3 * i;
    bundle.add_root().release.keys = {name(first), name(first + 1), name(first + 2)};
    bundle.set_release_signers({name(first), name(first + 2)});
  }
  return bundle;
}

/// embedded_lift is an entry by which a compiled-in store lifts what denying() denies.
inline DenyEntry embedded_lift(std::uint64_t id, const std::string& what) {
  return {.id = id,
          .kind = DenyEntry::Kind::spki,
          .sha256 = sha256(as_bytes(what)),
          .label = what,
          .reason = "for the test",
          .since = "2026-01-02",
          .lifted = true};
}

struct Machine {
  RootOfTrust root{.text = release(1).root_of_trust().text, .origin = "the test"};
  state::TestDisk disk{};
  Time now = test_now();
  bool accept_jump = false;
  std::uint64_t embedded_version = compiled_in();
  std::vector<DenyEntry> embedded_lifts{};

  /// embedded is the store that the program on this machine is made with.
  bundle::StoreDocument embedded() const {
    bundle::StoreDocument store = embedded_store();
    store.sha256.reset();
    if (!root.only) store.preamble.version = embedded_version;
    store.deny.insert(store.deny.end(), embedded_lifts.begin(), embedded_lifts.end());
    return store;
  }
  state::Setting setting() {
    state::Setting setting = bound_setting(
        disk, "/state",
        {.root = root, .now = now, .accept_jump = accept_jump, .embedded = [store = embedded()] { return store; }});
    setting.embedded_version = embedded_version;
    return setting;
  }
  Result<state::InstallReport> try_install(const std::string& file, const state::InstallOptions& options = {}) {
    return state::install(setting(), file, options);
  }
  /// outcome is "installed", "already" or the class of the failure.
  std::string outcome(const BundleSimulator& bundle) {
    const auto report = try_install(bundle.publish());
    if (!report) return std::string(report.error().reason);
    EXPECT_TRUE(report->warnings.empty()) << describe(report->warnings.front());
    return report->outcome == state::InstallReport::Outcome::already_installed ? "already" : "installed";
  }
  void must_install(const BundleSimulator& bundle) {
    const auto report = try_install(bundle.publish());
    ASSERT_TRUE(report) << describe(report.error());
    ASSERT_EQ(report->outcome, state::InstallReport::Outcome::installed);
  }
  state::Loaded load() { return state::load(setting()); }
  /// in_use is how far the version in use is above what is compiled in; 0 for the compiled-in material.
  std::uint64_t in_use() {
    const state::Loaded loaded = load();
    return loaded.bundle ? loaded.bundle->version - compiled_in() : 0;
  }
  std::uint64_t floor() {
    const state::Loaded loaded = load();
    return loaded.state && loaded.state->floor ? loaded.state->floor->bundle.version - compiled_in() : 0;
  }
  bool ledger_denies(const std::string& what) {
    const Fingerprint value = sha256(as_bytes(what));
    const auto ledger = load().ledger;
    return std::any_of(ledger.begin(), ledger.end(), [&](const auto& deny) { return deny.sha256 == value; });
  }
};

}  // namespace odca
