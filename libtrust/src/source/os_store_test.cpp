// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The store of an operating system by any name, and what the machine's own folder denies to every source.
#include "source/os_store.h"

#include <gtest/gtest.h>

#include "source/test_folder.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDenyFile = "etc/odca-trust/anchors/trust.yaml";
const Roles kOsRoles{AnchorRole::enterprise, AnchorRole::rfc5280};

Result<TrustStore> load_custom_below(const TestFolder& root, const fs::path& path, std::vector<SystemRole> roles = {}) {
  return TrustStore::load({.source = SourceKind::custom, .path = path, .system_roles = std::move(roles)},
                          {.root = root.path()});
}

std::string deny_of(const std::string& sha256) {
  return "deny:\n  - label: stolen\n    reason: ticket 4711\n    spki_sha256: " + sha256 + "\n";
}

const std::string kKey(64, 'a');

TEST(OsStoreAsCustomPath, HasTheRolesOfTheOperatingSystemsRoots) {
  const TestFolder root;
  const fs::path store = root.write(std::string(kDebian), testdata("root_a.pem"));
  fs::create_symlink(store, root.path() / "mine.pem");
  fs::create_directory_symlink(store.parent_path(), root.path() / "mine");
  fs::create_hard_link(store, root.path() / "hard.pem");
  for (const fs::path& path : {store, root.path() / "mine.pem", root.path() / "mine", root.path() / "hard.pem",
                               root.path() / "etc/ssl/../ssl/certs"}) {
    const auto loaded = load_custom_below(root, path);
    ASSERT_TRUE(loaded) << path << all_text(loaded.error());
    EXPECT_EQ(loaded->anchors()[0].roles, kOsRoles) << path;
    EXPECT_TRUE(loaded->anchors()[0].origin.os_store) << path;
  }
}

TEST(OsStoreAsCustomPath, PassesOverTheFoldersThatTheSystemKeepsBelow) {
  const TestFolder root;
  const fs::path store = root.write(std::string(kDebian), testdata("root_a.pem")).parent_path();
  root.write("etc/ssl/certs/java/cacerts", "not a certificate");
  EXPECT_TRUE(load_custom_below(root, store));
  root.write("mine/b.pem", testdata("root_b.pem"));
  root.write("mine/java/cacerts", "not a certificate");
  EXPECT_FALSE(load_custom_below(root, root.path() / "mine"));
}

TEST(OsStoreAsCustomPath, IsKnownByAFileOfItInAFolderOfOnesOwn) {
  const TestFolder root;
  const fs::path store = root.write("usr/share/ca-certificates/mozilla/a.crt", testdata("root_a.pem"));
  root.write("mine/b.pem", testdata("root_b.pem"));
  fs::create_symlink(store, root.path() / "mine/a.pem");
  const auto loaded = load_custom_below(root, root.path() / "mine");
  ASSERT_TRUE(loaded) << all_text(loaded.error());
  ASSERT_EQ(loaded->anchors().size(), 2U);
  EXPECT_EQ(loaded->anchors()[0].roles, kOsRoles);
  EXPECT_EQ(loaded->anchors()[1].roles, Roles::all());
}

TEST(OsStoreAsCustomPath, GetsNoFurtherRolesFromATrustFile) {
  const TestFolder root;
  const fs::path store = root.write("usr/share/ca-certificates/mozilla/a.crt", testdata("root_a.pem"));
  fs::create_directory(root.path() / "mine");
  fs::create_symlink(store, root.path() / "mine/a.pem");
  root.write("mine/trust.yaml", "certificates:\n  - file: a.pem\n    use: anchor\n    roles: [odca]\n");
  const auto loaded = load_custom_below(root, root.path() / "mine");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().reason.text(), "os-root-roles");
  const auto granted = load_custom_below(root, root.path() / "mine", {SystemRole::odca});  // what the hint says
  ASSERT_TRUE(granted) << all_text(granted.error());
  EXPECT_EQ(granted->anchors()[0].roles, Roles{AnchorRole::odca});
}

TEST(OsStoreAsCustomPath, IsNotWhatAnOperatorAdded) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_b.pem"));
  const fs::path own = root.write("usr/local/share/ca-certificates/own.crt", testdata("root_a.pem"));
  for (const fs::path& path : {own, root.write("elsewhere.pem", testdata("root_b.pem"))}) {
    const auto loaded = load_custom_below(root, path);
    ASSERT_TRUE(loaded) << all_text(loaded.error());
    EXPECT_EQ(loaded->anchors()[0].roles, Roles::all());
  }
}

TEST(MachineFolder, DeniesToEverySource) {
  const TestFolder root;
  root.write(std::string(kDebian), testdata("root_a.pem"));
  root.write(std::string(kDenyFile), deny_of(kKey));
  const fs::path custom = root.write("mine.pem", testdata("root_b.pem"));
  for (const SourceKind source : {SourceKind::embedded, SourceKind::system, SourceKind::combined, SourceKind::custom}) {
    const auto store = TrustStore::load({.source = source, .path = source == SourceKind::custom ? custom : fs::path{}},
                                        {.root = root.path()});
    ASSERT_TRUE(store) << to_string(source) << all_text(store.error());
    const DenyEntry* const entry = store->denial_of_key(*fingerprint_from_hex(kKey));
    ASSERT_NE(entry, nullptr) << to_string(source);
    EXPECT_EQ(entry->label, "stolen");
    EXPECT_EQ(entry->origin.kind, OriginKind::system);
  }
}

TEST(MachineFolder, DeniesNothingWhereItIsNotThere) {
  const TestFolder root;
  const auto store = TrustStore::load({.source = SourceKind::embedded}, {.root = root.path()});
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->denial_of_key(*fingerprint_from_hex(kKey)), nullptr);
}

TEST(MachineFolder, WhoseTrustFileCannotBeReadIsAnErrorForEverySource) {
  const TestFolder root;
  root.write(std::string(kDenyFile), "deny: [nonsense\n");
  EXPECT_FALSE(TrustStore::load({.source = SourceKind::embedded}, {.root = root.path()}));
  root.write(std::string(kDenyFile), deny_of(kKey));
  EXPECT_TRUE(TrustStore::load({.source = SourceKind::embedded}, {.root = root.path()}));
  fs::permissions(root.path() / kDenyFile, fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(TrustStore::load({.source = SourceKind::embedded}, {.root = root.path()}));
}

}  // namespace
}  // namespace odca
