// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What signers are shown, and what they are not asked to sign at all.
#include "publish/preview.h"

#include <gtest/gtest.h>

#include "bundle/verify.h"
#include "signing/publication.h"
#include "signing/testing.h"

namespace odca::bundle_tool {
namespace {

using bundle::Publication;
using bundle::StoreDocument;
using bundle::test::at;
using bundle::test::key_of;
using Numbers = std::initializer_list<std::uint8_t>;

std::vector<bundle::RoleKey> keys(Numbers numbers) {
  std::vector<bundle::RoleKey> list;
  for (const std::uint8_t number : numbers) list.push_back(key_of(number).public_key());
  return list;
}

std::string signed_by(Publication publication, Numbers numbers) {
  for (const std::uint8_t number : numbers) EXPECT_TRUE(publication.sign(key_of(number)));
  return publication.text();
}

/// One root key, one release key, each 1 and 2 at first.
bundle::RootPlan plan(std::uint64_t version = 1, std::uint8_t root_key = 1, std::uint8_t release_key = 2) {
  return {.version = version,
          .expires = at("2029-01-01T00:00:00Z"),
          .root_keys = keys({root_key}),
          .release_keys = keys({release_key})};
}
std::string root() { return signed_by(*Publication::of_root(plan(), {}), {1}); }

StoreDocument store(std::uint64_t version) {
  StoreDocument made = bundle::test::small_store();
  made.preamble.version = version;
  return made;
}
std::string bundle_of(const std::vector<std::string>& roots, const StoreDocument& content, Numbers signers = {}) {
  return signed_by(*Publication::of_store(roots, content, at("2028-01-01T00:00:00Z")), signers);
}
std::string before() { return bundle_of({root()}, store(7), {2}); }
std::string content_id(const std::string& text) {
  const auto document = bundle::parse_bundle(text);
  return bundle::content_id_of(*bundle::read_container(*document));
}

std::string refused(const std::string& text, const Against& against = {}) {
  const auto preview = preview_bundle(text, against);
  return preview ? "shown" : std::string(preview.error().reason);
}
bool shows(const std::string& text, const std::string& wanted, const Against& against = {}) {
  const auto preview = preview_bundle(text, against);
  return preview && preview->text.find(wanted) != std::string::npos;
}

TEST(ShownBundle, NamesItsRootDocuments) {
  const auto shown = preview_root(root(), {});
  EXPECT_TRUE(shows(bundle_of({root()}, store(8)),
                    "root documents: 1; the last is root 1, SHA-256 of what is signed " + shown->digest));
}
TEST(ShownBundle, HasNoRootDocumentThatNobodySigned) {
  const std::string slipped_in = Publication::of_root(plan(2, 9, 9), root())->text();
  EXPECT_EQ(refused(bundle_of({root(), slipped_in}, store(8))), "E_THRESHOLD");
}
TEST(ShownBundle, HasNoRootDocumentThatOnlyItsOwnKeysSigned) {
  const std::string thief = signed_by(*Publication::of_root(plan(2, 9, 9), {}), {9});
  EXPECT_EQ(refused(bundle_of({root(), thief}, store(8))), "E_THRESHOLD");
}
TEST(ShownBundle, HasTheStoreThatItsDocumentsName) {
  std::string text = bundle_of({root()}, store(8));
  const std::size_t label = text.find("\"label\":\"") + 9;
  text[label] = text[label] == 'x' ? 'y' : 'x';
  EXPECT_EQ(refused(text), "E_LINK");
}
TEST(ShownBundle, IsForThisProgram) {
  StoreDocument later = store(8);
  later.preamble.min_tool = "99.0.0";
  EXPECT_EQ(refused(bundle_of({root()}, later)), "E_TOOL_TOO_OLD");
}
TEST(ShownBundle, TellsWhatItDemandsOfPrograms) {
  StoreDocument earlier = store(7);
  earlier.preamble.min_tool = "0.0.1";
  EXPECT_TRUE(shows(bundle_of({root()}, store(8)), "min_tool: needs version 0.1.0 of the program, before 0.0.1",
                    {.previous = bundle_of({root()}, earlier, {2})}));
}

TEST(BundleBefore, IsNamedByItsContent) {
  EXPECT_TRUE(shows(bundle_of({root()}, store(8)), "base: bundle 7, content id " + content_id(before()),
                    {.previous = before()}));
}
TEST(BundleBefore, HasToBeSigned) {
  EXPECT_EQ(refused(bundle_of({root()}, store(8)), {.previous = bundle_of({root()}, store(7))}), "E_THRESHOLD");
}
TEST(BundleBefore, HasToBeOfTheSamePublisher) {
  const std::string other = signed_by(*Publication::of_root(plan(1, 8, 9), {}), {8});
  EXPECT_EQ(refused(bundle_of({root()}, store(8)), {.previous = bundle_of({other}, store(7), {9})}), "E_ROOT_CHAIN");
}
TEST(BundleBefore, MayHaveOtherKeysWhichAreShown) {
  const std::string next = signed_by(*Publication::of_root(plan(2, 1, 3), root()), {1});
  const std::string text = bundle_of({root(), next}, store(8));
  EXPECT_TRUE(shows(text, "NEW KEYS: the last root document of bundle 7 is root 1", {.previous = before()}));
  EXPECT_TRUE(shows(text, "    + " + key_of(3).public_key().id, {.previous = before()}));
  EXPECT_FALSE(shows(bundle_of({root()}, store(8)), "NEW KEYS", {.previous = before()}));
}

TEST(NamedRoot, HasToBeThatOfTheBundle) {
  const std::string other = signed_by(*Publication::of_root(plan(1, 8, 9), {}), {8});
  EXPECT_EQ(refused(bundle_of({root()}, store(8)), {.root = RootOfTrust{.text = other, .origin = "--root"}}),
            "E_ROOT_CHAIN");
}
TEST(LimitedPublisher, SeesWhatMachinesWillTrust) {
  StoreDocument lab = store(1);
  for (TrustAnchor& anchor : lab.anchors) anchor.roles = Roles{AnchorRole::lab};
  RootOfTrust root_of_lab{.text = root(), .origin = "--root", .only = Roles{AnchorRole::lab}};
  const std::string text = bundle_of({root()}, lab);
  ASSERT_TRUE(shows(text, "limited to the roles lab", {.root = root_of_lab}));
  StoreDocument next = lab;
  next.preamble.version =
      2;  // for machines that it is not limited on, one of version 1 would be another of that version
  EXPECT_TRUE(shows(bundle_of({root()}, next), "no longer trusted"));  // by itself it would trust nothing else
  EXPECT_FALSE(shows(text, "no longer trusted", {.root = root_of_lab}));
  EXPECT_FALSE(shows(text, "stays in use", {.root = root_of_lab}));  // it counts its versions by itself
}
TEST(LimitedPublisher, GivesNoOtherRoles) {
  StoreDocument lab = store(1);
  for (TrustAnchor& anchor : lab.anchors) anchor.roles = Roles{AnchorRole::odca};
  const RootOfTrust root_of_lab{.text = root(), .origin = "--root", .only = Roles{AnchorRole::lab}};
  EXPECT_EQ(refused(bundle_of({root()}, lab), {.root = root_of_lab}), "E_CONTENT");
}

TEST(RootBefore, HasToBeSigned) {
  const std::string unsigned_root = Publication::of_root(plan(), {})->text();
  const std::string next = Publication::of_root(plan(2), root())->text();
  EXPECT_EQ(preview_root(next, unsigned_root).error().reason.text(), "E_THRESHOLD");
}
TEST(RootBefore, IsNamed) {
  const auto shown = preview_root(Publication::of_root(plan(2), root())->text(), root());
  ASSERT_TRUE(shown);
  EXPECT_NE(shown->text.find("it follows root 1, SHA-256 of what is signed " + preview_root(root(), {})->digest),
            std::string::npos);
}

}  // namespace
}  // namespace odca::bundle_tool
