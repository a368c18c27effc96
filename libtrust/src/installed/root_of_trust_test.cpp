// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Where the root of trust of installed bundles comes from, and what is refused as one.
#include <gtest/gtest.h>

#include "odca/installed.h"
#include "source/test_folder.h"

namespace odca {
namespace {

constexpr const char* kPlace = "etc/odca-trust/root.json";

std::string root_text() { return testdata("signed.root.json"); }

/// refusal is the class of failure for a root file of this machine; empty when it is taken.
std::string refusal(const TestFolder& machine) {
  const auto root = find_root_of_trust(std::nullopt, machine.path());
  return root ? std::string() : std::string(root.error().reason);
}

TEST(RootOfTrust, ThereIsNoneWhenNobodyGaveOne) {
  const TestFolder machine;
  const auto root = find_root_of_trust(std::nullopt, machine.path());
  ASSERT_TRUE(root);
  EXPECT_FALSE(*root);
}
TEST(RootOfTrust, OfTheMachineIsFound) {
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  const auto root = *find_root_of_trust(std::nullopt, machine.path());
  ASSERT_TRUE(root);
  EXPECT_EQ(root->text, root_text());
  EXPECT_EQ(root->origin, file.string());
  EXPECT_FALSE(root->only);
}
TEST(RootOfTrust, ThatIsNamedComesBeforeThatOfTheMachine) {
  const TestFolder machine;
  machine.write(kPlace, root_text());
  const auto named = machine.write("named.json", testdata("other.root.json"));
  EXPECT_EQ((*find_root_of_trust(named, machine.path()))->text, testdata("other.root.json"));
}
TEST(RootOfTrust, ThatIsNamedAndMissingIsRefused) {
  const TestFolder machine;
  machine.write(kPlace, root_text());
  const auto root = find_root_of_trust(machine.path() / "absent.json", machine.path());
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().reason.text(), "E_IO");
}
TEST(RootOfTrust, OneLineEndIsNoPartOfIt) {
  const TestFolder machine;
  machine.write(kPlace, root_text() + "\n");
  EXPECT_EQ((*find_root_of_trust(std::nullopt, machine.path()))->text, root_text());
  machine.write(kPlace, root_text() + "\n\n");
  EXPECT_EQ(refusal(machine), "E_CANON");
}
TEST(RootOfTrust, ThatIsDamagedIsRefused) {
  const TestFolder machine;
  machine.write(kPlace, root_text().substr(1));
  EXPECT_EQ(refusal(machine), "E_CANON");
  machine.write(kPlace, "{}");
  EXPECT_EQ(refusal(machine), "E_SCHEMA");
  machine.write(kPlace, "");
  EXPECT_EQ(refusal(machine), "E_CANON");
}
TEST(RootOfTrust, WithoutItsOwnSignaturesIsRefused) {
  const TestFolder machine;
  std::string text = root_text();
  text.replace(text.find("\"version\":1"), 11, "\"version\":2");
  machine.write(kPlace, text);
  EXPECT_EQ(refusal(machine), "E_THRESHOLD");
}
TEST(RootOfTrust, ADanglingLinkIsNotTakenForNone) {
  const TestFolder machine;
  std::filesystem::create_directories(machine.path() / "etc/odca-trust");
  std::filesystem::create_symlink(machine.path() / "absent", machine.path() / kPlace);
  EXPECT_EQ(refusal(machine), "E_IO");
}
TEST(RootOfTrust, ThatEveryUserMayChangeIsRefused) {
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  std::filesystem::permissions(file, std::filesystem::perms::others_write, std::filesystem::perm_options::add);
  EXPECT_EQ(refusal(machine), "E_IO");
}
TEST(RootOfTrust, ThatAGroupMayChangeIsRefused) {
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  std::filesystem::permissions(file, std::filesystem::perms::group_write, std::filesystem::perm_options::add);
  EXPECT_EQ(refusal(machine), "E_IO");
}
TEST(RootOfTrust, ThatAGroupMayExchangeIsRefused) {
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  std::filesystem::permissions(file.parent_path(), std::filesystem::perms::group_write,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(refusal(machine), "E_IO");
}
TEST(RootOfTrust, OfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  ASSERT_EQ(::chown(file.c_str(), 4242, 4242), 0);
  const auto root = find_root_of_trust(std::nullopt, machine.path());
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().reason.text(), "E_IO");
  EXPECT_NE(root.error().hint.find("install -D -m 0644 -t /etc/odca-trust " + file.string()), std::string::npos)
      << root.error().hint;
}
TEST(RootOfTrust, ThatEveryUserMayExchangeIsRefused) {
  const TestFolder machine;
  const auto file = machine.write(kPlace, root_text());
  std::filesystem::permissions(file.parent_path(), std::filesystem::perms::others_write,
                               std::filesystem::perm_options::add);
  const auto root = find_root_of_trust(std::nullopt, machine.path());
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().reason.text(), "E_IO");
  EXPECT_TRUE(root.error().hint.starts_with("chmod go-w ")) << root.error().hint;
}

/// limited finds the root of a machine with this text beside it.
Result<std::optional<RootOfTrust>> limited(const TestFolder& machine, std::string_view limits) {
  machine.write(kPlace, root_text());
  machine.write("etc/odca-trust/root.yaml", limits);
  return find_root_of_trust(std::nullopt, machine.path());
}

TEST(BundleRootLimits, NameTheRoles) {
  const TestFolder machine;
  const auto root = limited(machine, "roles: [enterprise, lab]\n");
  ASSERT_TRUE(root) << all_text(root.error());
  const Roles expected{AnchorRole::enterprise, AnchorRole::lab};
  EXPECT_EQ((*root)->only, expected);
}
TEST(BundleRootLimits, StandBesideANamedRootToo) {
  const TestFolder machine;
  machine.write("mine.yaml", "roles: [lab]\n");
  const auto named = machine.write("mine.json", root_text());
  EXPECT_EQ((*find_root_of_trust(named))->only, Roles{AnchorRole::lab});
}
TEST(BundleRootLimits, ThatCannotBeReadAreNeverPassedOver) {
  for (const char* const text : {"", "roles: []\n", "roles: [lab, lab]\n", "roles: [oddca]\n", "role: [lab]\n",
                                 "roles: [lab]\nanchors: 1\n", "roles: lab\n", "roles: [lab\n"}) {
    const TestFolder machine;
    const auto root = limited(machine, text);
    ASSERT_FALSE(root) << text;
    EXPECT_EQ(root.error().reason.text(), "E_SCHEMA") << text;
    EXPECT_NE(all_text(root.error()).find("root.yaml"), std::string::npos) << all_text(root.error());
  }
}
TEST(BundleRootLimits, ThatEveryUserMayChangeAreRefused) {
  const TestFolder machine;
  machine.write(kPlace, root_text());
  const auto file = machine.write("etc/odca-trust/root.yaml", "roles: [lab]\n");
  std::filesystem::permissions(file, std::filesystem::perms::others_write, std::filesystem::perm_options::add);
  EXPECT_EQ(refusal(machine), "E_IO");
}
TEST(BundleRootLimits, ThatAGroupMayChangeAreRefused) {
  const TestFolder machine;
  machine.write(kPlace, root_text());
  const auto file = machine.write("etc/odca-trust/root.yaml", "roles: [lab]\n");
  std::filesystem::permissions(file, std::filesystem::perms::group_write, std::filesystem::perm_options::add);
  EXPECT_EQ(refusal(machine), "E_IO");
}

/// linked finds the root of a machine whose root file is a link to real/root-1.json by way of a second link.
Result<std::optional<RootOfTrust>> linked(const TestFolder& machine) {
  const std::filesystem::path etc = machine.write("etc/odca-trust/other", "").parent_path();
  machine.write("real/root-1.json", root_text());
  std::filesystem::create_symlink("root-1.json", machine.path() / "real/newest.json");
  std::filesystem::create_symlink(machine.path() / "real/newest.json", etc / "root.json");
  return find_root_of_trust(std::nullopt, machine.path());
}

TEST(BundleRootLimits, AreNoneWhereNoneStandBesideALinkEither) {
  const TestFolder machine;
  const auto root = linked(machine);
  ASSERT_TRUE(root) << all_text(root.error());
  EXPECT_FALSE((*root)->only);
}
TEST(BundleRootLimits, BesideAnyNameOfALinkedFileHold) {
  for (const char* const name : {"etc/odca-trust/root.yaml", "real/newest.yaml", "real/root-1.yaml"}) {
    const TestFolder machine;
    machine.write(name, "roles: [lab]\n");
    const auto root = linked(machine);
    ASSERT_TRUE(root) << all_text(root.error());
    EXPECT_EQ((*root)->only, Roles{AnchorRole::lab}) << name;
  }
}
TEST(BundleRootLimits, ThatAreTheSameBesideBothNamesAreTaken) {
  const TestFolder machine;
  machine.write("etc/odca-trust/root.yaml", "roles: [lab]\n");
  machine.write("real/root-1.yaml", "roles: [lab]\n");
  const auto root = linked(machine);
  ASSERT_TRUE(root) << all_text(root.error());
  EXPECT_EQ((*root)->only, Roles{AnchorRole::lab});
}
TEST(BundleRootLimits, ThatDifferBesideBothNamesAreRefused) {
  const TestFolder machine;
  machine.write("etc/odca-trust/root.yaml", "roles: [lab, odca]\n");
  machine.write("real/root-1.yaml", "roles: [lab]\n");
  const auto root = linked(machine);
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().reason.text(), "E_SCHEMA");
  EXPECT_NE(root.error().message.find("root-1.yaml"), std::string::npos) << root.error().message;
}
TEST(BundleRootLimits, BesideTheFileBehindALinkThatCannotBeReadAreNeverPassedOver) {
  const TestFolder machine;
  machine.write("real/root-1.yaml", "roles: [oddca]\n");
  EXPECT_FALSE(linked(machine));
}
TEST(BundleRootLimits, ALinkToNowhereIsNotTakenForNone) {
  const TestFolder machine;
  machine.write(kPlace, root_text());
  std::filesystem::create_symlink(machine.path() / "absent", machine.path() / "etc/odca-trust/root.yaml");
  EXPECT_EQ(refusal(machine), "E_IO");
}

}  // namespace
}  // namespace odca
