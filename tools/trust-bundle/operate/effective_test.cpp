// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The last step of an install finds whatever consumers would load otherwise than it was foretold.
#include "operate/effective.h"

#include <gtest/gtest.h>

#include <functional>

#include "bundle/merge.h"
#include "operate/testing.h"
#include "source/store_contents.h"
#include "state/installer.h"

namespace odca::bundle_tool {
namespace {

namespace fs = std::filesystem;

SourceContents contents() { return contents_of(bundle::merge(bundle::store_of(bundle::store_json()), {}).trust); }

std::string after(const std::function<void(SourceContents&)>& change) {
  SourceContents loaded = contents();
  change(loaded);
  const Status status = check_same(contents(), TrustStore::from_contents(std::move(loaded), "embedded"));
  return status ? "ok" : std::string(status.error().reason);
}

TEST(Effective, TheSameIsTheSame) {
  EXPECT_EQ(after([](SourceContents&) {}), "ok");
}
TEST(Effective, OrderDoesNotMatter) {
  EXPECT_EQ(after([](SourceContents& loaded) { std::reverse(loaded.anchors.begin(), loaded.anchors.end()); }), "ok");
}
TEST(Effective, AnAnchorLess) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.pop_back(); }), "E_INTERNAL");
}
TEST(Effective, AnAnchorTwice) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.push_back(loaded.anchors.front()); }), "E_INTERNAL");
}
TEST(Effective, AnotherRole) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().roles.insert(AnchorRole::enterprise); }),
            "E_INTERNAL");
}
TEST(Effective, AnotherKey) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().spki.back() ^= 1U; }), "E_INTERNAL");
}
TEST(Effective, AConstraintLess) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().constraints.max_amt.reset(); }), "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().constraints.min_amt.reset(); }), "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().constraints.path_len.reset(); }), "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().constraints.use_window.reset(); }), "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().constraints.first_ca.pop_back(); }),
            "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().validity.reset(); }), "E_INTERNAL");
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.anchors.front().certificate.reset(); }), "E_INTERNAL");
}
TEST(Effective, AnIntermediateLess) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.intermediates.clear(); }), "E_INTERNAL");
}
TEST(Effective, ACrlLess) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.crls.clear(); }), "E_INTERNAL");
}
TEST(Effective, ADenyEntryLess) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.denied.clear(); }), "E_INTERNAL");
}
TEST(Effective, ADenyEntryOfTheOtherKind) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.denied.front().kind = DenyEntry::Kind::certificate; }),
            "E_INTERNAL");
}
TEST(Effective, ADenyEntryTwiceDeniesNoMore) {
  EXPECT_EQ(after([](SourceContents& loaded) { loaded.denied.push_back(loaded.denied.front()); }), "ok");
}

class EffectiveOnDisk : public test::OnDisk {
 protected:
  /// install does so, and spoils what was written before the last step looks at it.
  Result<state::InstallReport> install(const bundle::BundleSimulator& publisher, const RootOfTrust& root,
                                       const std::function<void(const fs::path& state)>& spoil) const {
    const Place place = place_under(root);
    const auto recheck = [&](const state::Situation& installed) {
      spoil(place.directory);
      return check_effective(place, installed);
    };
    return state::install(place.setting(), publisher.publish(), {.recheck = recheck});
  }
};

TEST_F(EffectiveOnDisk, WhatWasInstalledTakesEffect) {
  const auto publisher = test::published();
  const auto report = install(publisher, test::root_of(publisher), [](const fs::path&) {});
  EXPECT_TRUE(report) << report.error().message;
}
TEST_F(EffectiveOnDisk, AlsoOfAPublisherWhoIsLimitedToRoles) {
  auto store = bundle::store_json();
  for (auto& anchor : store["anchors"])
    if (anchor["status"] != "distrusted") anchor["roles"] = {"lab"};
  const auto publisher = test::published(store);
  RootOfTrust root = test::root_of(publisher);
  root.only = Roles{AnchorRole::lab};
  const auto report = install(publisher, root, [](const fs::path&) {});
  EXPECT_TRUE(report) << report.error().message;
}
TEST_F(EffectiveOnDisk, ABundleThatIsGoneIsMissed) {
  const auto publisher = test::published();
  const auto report =
      install(publisher, test::root_of(publisher), [](const fs::path& state) { fs::remove_all(state / "bundles"); });
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason.text(), "E_INTERNAL");
}
TEST_F(EffectiveOnDisk, AStateThatIsGoneIsMissed) {
  const auto publisher = test::published();
  const auto report =
      install(publisher, test::root_of(publisher), [](const fs::path& state) { fs::remove_all(state); });
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason.text(), "E_INTERNAL");
}

}  // namespace
}  // namespace odca::bundle_tool
