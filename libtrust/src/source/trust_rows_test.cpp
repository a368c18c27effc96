// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A restriction beside one name of a file holds for all its names; and how folders of links and mounts are read.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "source/test_folder.h"

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kSomebody = 65534;
const Roles kEnterprise{AnchorRole::enterprise};

std::string rows(const std::string& file, const std::string& role) {
  return "certificates:\n  - file: " + file + "\n    use: anchor\n    roles: [" + role + "]\n";
}

const std::string kDeny =
    "deny:\n  - label: lost\n    reason: ticket 1\n    sha256: "
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

bool denies(const TrustStore& store) {
  return store.denial_of_certificate(
             *fingerprint_from_hex("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")) != nullptr;
}

TEST(TrustRows, HoldThroughALink) {
  const TestFolder folder;
  folder.write("real/corp.pem", testdata("root_a.pem"));
  folder.write("real/corp.pem.trust.yaml", rows("corp.pem", "enterprise") + kDeny);
  fs::create_symlink("real/corp.pem", folder.path() / "current.pem");
  fs::create_symlink("current.pem", folder.path() / "again.pem");
  for (const std::string name : {"real/corp.pem", "current.pem", "again.pem"}) {
    const auto store = load_custom_at(folder.path() / name);
    ASSERT_TRUE(store) << all_text(store.error());
    EXPECT_EQ(store->anchors().front().roles, kEnterprise) << name;
    EXPECT_TRUE(denies(*store)) << name;
  }
}
TEST(TrustRows, BesideTheLinkHoldToo) {
  const TestFolder folder;
  folder.write("real/corp.pem", testdata("root_a.pem"));
  fs::create_symlink("real/corp.pem", folder.path() / "current.pem");
  folder.write("current.pem.trust.yaml", rows("current.pem", "enterprise"));
  EXPECT_EQ(load_custom_at(folder.path() / "current.pem")->anchors().front().roles, kEnterprise);
  folder.write("real/corp.pem.trust.yaml", rows("corp.pem", "enterprise"));
  EXPECT_EQ(reason_of(folder.path() / "current.pem"), "loaded");
  folder.write("real/corp.pem.trust.yaml", rows("corp.pem", "lab"));
  EXPECT_EQ(reason_of(folder.path() / "current.pem"), "differing-entries");
}
TEST(TrustRows, OfTheFolderHoldForOneOfItsFiles) {
  const TestFolder folder;
  folder.write("corp.pem", testdata("root_a.pem"));
  folder.write("other.pem", testdata("root_b.pem"));
  folder.write("trust.yaml", rows("corp.pem", "enterprise") + "  - file: other.pem\n    use: intermediate\n" + kDeny);
  const auto store = load_custom_at(folder.path() / "corp.pem");
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors().front().roles, kEnterprise);
  EXPECT_TRUE(denies(*store));
  EXPECT_EQ(reason_of(folder.path() / "other.pem"), "no-anchor");
}
TEST(TrustRows, OfTheFolderBehindALinkHold) {
  const TestFolder folder;
  folder.write("real/corp.pem", testdata("root_a.pem"));
  folder.write("real/trust.yaml", rows("corp.pem", "enterprise"));
  folder.write("anchors/mine.pem", testdata("root_b.pem"));
  fs::create_symlink("../real/corp.pem", folder.path() / "anchors/corp.pem");
  for (const std::string name : {"anchors/corp.pem", "anchors"}) {
    const auto store = load_custom_at(folder.path() / name);
    ASSERT_TRUE(store) << all_text(store.error());
    EXPECT_EQ(store->anchors().front().roles, kEnterprise) << name;
  }
}
TEST(TrustRows, ThatCannotBeReadBesideAnyNameAreAnError) {
  const TestFolder folder;
  folder.write("real/corp.pem", testdata("root_a.pem"));
  fs::create_symlink("real/corp.pem", folder.path() / "current.pem");
  folder.write("real/trust.yaml", "name: strict\n");
  EXPECT_NE(reason_of(folder.path() / "current.pem"), "loaded");
  fs::remove(folder.path() / "real/trust.yaml");
  fs::create_symlink("nowhere", folder.path() / "real/trust.yaml");
  EXPECT_NE(reason_of(folder.path() / "current.pem"), "loaded");
}
TEST(TrustRows, ALinkBesideItsTargetIsUsedAsItsTarget) {
  const TestFolder folder;
  folder.write("corp-2026.pem", testdata("root_a.pem"));
  fs::create_symlink("corp-2026.pem", folder.path() / "corp.pem");
  folder.write("trust.yaml", rows("corp-2026.pem", "enterprise"));
  const auto store = load_custom_at(folder.path());
  ASSERT_TRUE(store) << all_text(store.error());
  ASSERT_EQ(store->anchors().size(), 1U);
  EXPECT_EQ(store->anchors().front().roles, kEnterprise);
}

/// mount lays a folder out as Kubernetes does.
void mount(const TestFolder& folder, const std::string& key, const std::string& content) {
  folder.write("mnt/..2026_11_30_03_00_00.123/" + key, content);
  if (!fs::is_symlink(folder.path() / "mnt/..data"))
    fs::create_symlink("..2026_11_30_03_00_00.123", folder.path() / "mnt/..data");
  const fs::path top = *fs::path(key).begin();
  if (!fs::is_symlink(folder.path() / "mnt" / top))
    fs::create_symlink(fs::path("..data") / top, folder.path() / "mnt" / top);
}

TEST(TrustMount, OfAConfigMapIsReadWithItsTrustFile) {
  const TestFolder folder;
  mount(folder, "lab.crt", testdata("root_a.pem"));
  EXPECT_EQ(load_custom_at(folder.path() / "mnt")->anchors().size(), 1U);
  mount(folder, "trust.yaml", rows("lab.crt", "enterprise") + kDeny);
  for (const std::string name : {"mnt", "mnt/lab.crt"}) {
    const auto store = load_custom_at(folder.path() / name);
    ASSERT_TRUE(store) << all_text(store.error());
    ASSERT_EQ(store->anchors().size(), 1U) << name;
    EXPECT_EQ(store->anchors().front().roles, kEnterprise) << name;
    EXPECT_TRUE(denies(*store)) << name;
  }
}
TEST(TrustMount, NestedItemsAreRead) {
  const TestFolder folder;
  mount(folder, "a/one.crt", testdata("root_a.pem"));
  mount(folder, "b/c/two.crt", testdata("root_b.pem"));
  const auto store = load_custom_at(folder.path() / "mnt");
  ASSERT_TRUE(store) << all_text(store.error());
  EXPECT_EQ(store->anchors().size(), 2U);
  EXPECT_EQ(load_custom_at(folder.path() / "mnt/b/c")->anchors().size(), 1U);
  mount(folder, "trust.yaml", rows("two.crt", "enterprise"));
  const auto limited = load_custom_at(folder.path() / "mnt");
  ASSERT_TRUE(limited) << all_text(limited.error());
  EXPECT_EQ(limited->anchors().back().roles, kEnterprise);
  mount(folder, "a/trust.yaml", rows("one.crt", "enterprise"));
  EXPECT_EQ(reason_of(folder.path() / "mnt"), "trust-file-name");
}
TEST(TrustMount, ANameWithALeadingDotIsNoMaterial) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  folder.write(".swp", "x");
  folder.write(".git/config", "x");
  EXPECT_EQ(reason_of(folder.path()), "loaded");
  folder.write("more/root.pem", testdata("root_b.pem"));
  const auto refused = load_custom_at(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().hint.find("--trust " + (folder.path() / "more").string()), std::string::npos);
}
TEST(TrustMount, AnOrdinaryLinkToAFolderIsNotSearched) {
  const TestFolder folder;
  folder.write("anchors/root.pem", testdata("root_a.pem"));
  folder.write("more/root.pem", testdata("root_b.pem"));
  fs::create_directory_symlink("../more", folder.path() / "anchors/more");
  EXPECT_EQ(reason_of(folder.path() / "anchors"), "not-a-file");
}
TEST(TrustMount, APipeIsNoMaterialAndDoesNotHang) {
  const TestFolder folder;
  folder.write("root.pem", testdata("root_a.pem"));
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(reason_of(folder.path()), "not-a-file");
  EXPECT_EQ(reason_of(folder.path() / "pipe"), "not-a-file");
}

TEST(TrustOwner, AnotherUsersFolderFileOrHopIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can give files away";
  const TestFolder folder;
  const fs::path file = folder.write("anchors/root.pem", testdata("root_a.pem"));
  fs::create_directory(folder.path() / "shared");
  fs::create_symlink("../anchors/root.pem", folder.path() / "shared/hop.pem");
  fs::create_symlink("shared/hop.pem", folder.path() / "trust.pem");
  EXPECT_EQ(reason_of(folder.path() / "trust.pem"), "loaded");
  fs::permissions(folder.path() / "shared", fs::perms(0777));
  EXPECT_EQ(reason_of(folder.path() / "trust.pem"), "world-writable");
  fs::permissions(folder.path() / "shared", fs::perms(01777));
  EXPECT_EQ(reason_of(folder.path() / "trust.pem"), "loaded");
  ASSERT_EQ(::lchown((folder.path() / "shared/hop.pem").c_str(), kSomebody, kSomebody), 0);
  EXPECT_EQ(reason_of(folder.path() / "trust.pem"), "owner");
  ASSERT_EQ(::chown(file.parent_path().c_str(), kSomebody, kSomebody), 0);
  EXPECT_EQ(reason_of(file.parent_path()), "owner");
  EXPECT_EQ(reason_of(file), "owner");
}
TEST(TrustOwner, TheHintAboutAFolderLeadsOut) {
  if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can give files away";
  const TestFolder folder;
  folder.write("theirs/root.pem", testdata("root_a.pem"));
  ASSERT_EQ(::chown((folder.path() / "theirs").c_str(), kSomebody, kSomebody), 0);
  const auto refused = load_custom_at(folder.path() / "theirs");
  ASSERT_FALSE(refused);
  std::string hint = refused.error().hint;
  ASSERT_NE(hint.find("install -D"), std::string::npos) << hint;
  hint.erase(0, hint.find("install -D"));
  const std::string place = "/etc/odca-trust";
  hint.replace(hint.find(place), place.size(), (folder.path() / "copies").string());  // not on this machine
  ASSERT_EQ(std::system(hint.c_str()), 0) << hint;
  EXPECT_EQ(reason_of(folder.path() / "copies/theirs"), "loaded");
}
TEST(TrustOwner, TheHintAboutATrustFileTakesTheMaterialAlong) {
  if (::geteuid() != 0) GTEST_SKIP() << "NOT RUN: only root can give files away";
  const TestFolder folder;
  const fs::path root = folder.write("theirs/root.pem", testdata("root_a.pem"));
  const fs::path rows = folder.write("theirs/trust.yaml", "certificates:\n  - file: root.pem\n    use: anchor\n");
  ASSERT_EQ(::chown(rows.c_str(), kSomebody, kSomebody), 0);
  const auto refused = load_custom_at(root);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().hint.find(root.string()), std::string::npos) << refused.error().hint;
}

}  // namespace
}  // namespace odca
