// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Owners are made up here, so that every case can be tried by anybody; path_real_test.cpp has those of this machine.
#include "os/path_walk.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace odca {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kUs = 1000;
constexpr unsigned kSomebody = 1001;

/// MadeUpPaths is a tree in memory: every folder of root's with mode 0755 unless said otherwise.
class MadeUpPaths final : public PathLookup {
 public:
  MadeUpPaths() { folder("/"); }
  MadeUpPaths& folder(const fs::path& path, unsigned mode = 0755, unsigned owner = 0, unsigned group = 0) {
    return add({{.kind = FileKind::folder, .owner = owner, .group = group, .mode = mode}, path});
  }
  MadeUpPaths& file(const fs::path& path, unsigned mode = 0644, unsigned owner = 0, unsigned group = 0) {
    return add({{.kind = FileKind::file, .owner = owner, .group = group, .mode = mode}, path});
  }
  MadeUpPaths& link(const fs::path& path, const fs::path& to, unsigned owner = 0) {
    targets_[path] = to;
    return add({{.kind = FileKind::link, .owner = owner, .mode = 0777}, path});
  }

  Result<std::optional<PathPart>> look(const fs::path& path) const override {
    const auto found = parts_.find(path);
    return found == parts_.end() ? std::optional<PathPart>() : std::optional(found->second);
  }
  Result<fs::path> target(const fs::path& path) const override { return targets_.at(path); }
  std::optional<PathPart> behind(const fs::path&) const override { return {}; }
  bool is_read_only(const fs::path& path) const override { return read_only.contains(path); }
  bool is_private_group(const PathPart& part, unsigned user) const override { return user != 0 && part.group == user; }
  unsigned user() const override { return us; }
  Result<fs::path> current_folder() const override { return fs::path("/spot"); }

  std::set<fs::path> read_only{};
  unsigned us = kUs;

 private:
  MadeUpPaths& add(PathPart part) {
    part.inode = parts_.size() + 1;
    const fs::path path = part.path;
    parts_[path] = std::move(part);
    return *this;
  }
  std::map<fs::path, PathPart> parts_{};
  std::map<fs::path, fs::path> targets_{};
};

std::string weak(const MadeUpPaths& paths, const fs::path& path, Contents contents = Contents::of_a_file) {
  const auto walk = walk_path(path, paths);
  if (!walk) return "error";
  const auto weakness = weakness_of(*walk, contents, paths);
  if (!weakness) return "";
  const std::string kind(weakness_error(*weakness, path, contents, {}, paths).reason);
  return kind + " " + weakness->part.path.string();
}

std::string hint(const MadeUpPaths& paths, const fs::path& path, Contents contents = Contents::of_a_file) {
  const auto walk = walk_path(path, paths);
  const auto weakness = weakness_of(*walk, contents, paths);
  return weakness ? weakness_error(*weakness, path, contents, {}, paths).hint : std::string();
}

TEST(PathWalk, PassesEveryFolderFromTheRoot) {
  MadeUpPaths paths;
  paths.folder("/spot").folder("/spot/a").file("/spot/a/f");
  const auto walk = walk_path("a/f", paths);
  ASSERT_TRUE(walk);
  std::string passed;
  for (const PathPart& part : walk->parts) passed += part.path.string() + " ";
  EXPECT_EQ(passed, "/ /spot /spot/a /spot/a/f ");
  EXPECT_EQ(walk->end->path, "/spot/a/f");
}

TEST(PathWalk, FollowsLinksInTheMiddleAndAtTheEnd) {
  MadeUpPaths paths;
  paths.folder("/m").folder("/m/d1").file("/m/d1/k").link("/m/data", "d1").link("/m/k", "data/k");
  const auto walk = walk_path("/m/k", paths);
  ASSERT_TRUE(walk);
  std::string passed;
  for (const PathPart& part : walk->parts) passed += part.path.string() + " ";
  EXPECT_EQ(passed, "/ /m /m/k /m/data /m/d1 /m/d1/k ");
  EXPECT_EQ(walk->names, (std::vector<fs::path>{"/m/k", "/m/data/k"}));
}

TEST(PathWalk, GoesUpFromWhereALinkLed) {
  MadeUpPaths paths;
  paths.folder("/a").folder("/b").folder("/b/c").file("/b/f").link("/a/l", "/b/c");
  const auto walk = walk_path("/a/l/../f", paths);
  ASSERT_TRUE(walk);
  EXPECT_EQ(walk->end->path, "/b/f");
}

TEST(PathWalk, SaysWhatIsNotThere) {
  MadeUpPaths paths;
  paths.folder("/a").link("/a/l", "nowhere");
  EXPECT_EQ(walk_path("/a/x/y", paths)->absent, fs::path("/a/x"));
  EXPECT_EQ(walk_path("/a/l", paths)->absent, fs::path("/a/nowhere"));
  EXPECT_FALSE(walk_path("/a/l", paths)->end);
}

TEST(PathWalk, ALinkWithoutAnEndIsAnError) {
  MadeUpPaths paths;
  paths.link("/l", "l");
  EXPECT_FALSE(walk_path("/l", paths));
}

TEST(PathWeakness, WhatBelongsToRootOrToUsIsTaken) {
  MadeUpPaths paths;
  paths.folder("/home").folder("/home/u", 0700, kUs).file("/home/u/p", 0600, kUs).file("/home/p");
  EXPECT_EQ(weak(paths, "/home/u/p"), "");
  EXPECT_EQ(weak(paths, "/home/p"), "");
}

TEST(PathWeakness, AForeignOwnerIsFoundAnywhereOnTheWay) {
  MadeUpPaths paths;
  paths.folder("/a").file("/a/theirs", 0644, kSomebody);
  paths.folder("/b", 0755, kSomebody).file("/b/f").folder("/b/c").file("/b/c/f");
  paths.link("/a/l", "/b/c/f").link("/a/m", "/a/theirs", kSomebody);
  EXPECT_EQ(weak(paths, "/a/theirs"), "owner /a/theirs");
  EXPECT_EQ(weak(paths, "/b/f"), "owner /b");
  EXPECT_EQ(weak(paths, "/b/c/f"), "owner /b");
  EXPECT_EQ(weak(paths, "/a/l"), "owner /b");
  EXPECT_EQ(weak(paths, "/a/m"), "owner /a/m");
}

TEST(PathWeakness, AHopInAFolderOfEverybodyIsFound) {
  MadeUpPaths paths;
  paths.folder("/etc").folder("/shared", 0777).file("/etc/v1");
  paths.link("/etc/t", "/shared/hop").link("/shared/hop", "/etc/v1");
  EXPECT_EQ(weak(paths, "/etc/t"), "world-writable /shared");
  paths.folder("/shared", 01777);
  EXPECT_EQ(weak(paths, "/etc/t"), "");
  paths.link("/shared/hop", "/etc/v1", kSomebody);
  EXPECT_EQ(weak(paths, "/etc/t"), "owner /shared/hop");
}

TEST(PathWeakness, AStickyFolderProtectsItsEntriesButNotItsList) {
  MadeUpPaths paths;
  paths.folder("/tmp", 01777).file("/tmp/f", 0644, kUs).folder("/tmp/d", 01777, kUs);
  EXPECT_EQ(weak(paths, "/tmp/f"), "");
  EXPECT_EQ(weak(paths, "/tmp/d", Contents::of_a_folder), "world-writable /tmp/d");
  paths.folder("/tmp/d", 01775, kUs, 50);
  EXPECT_EQ(weak(paths, "/tmp/d", Contents::of_a_folder), "group-writable /tmp/d");
}

TEST(PathWeakness, ASharedGroupCountsAsOthersAndAPrivateOneDoesNot) {
  MadeUpPaths paths;
  paths.folder("/g", 0775, 0, 50).file("/g/f");
  EXPECT_EQ(weak(paths, "/g/f"), "group-writable /g");
  paths.folder("/g", 0775, kUs, kUs).file("/g/f", 0664, kUs, kUs);
  EXPECT_EQ(weak(paths, "/g/f"), "");
  paths.folder("/g", 0775, 0, 0);  // of root: there is no group of root alone by its nature
  EXPECT_EQ(weak(paths, "/g/f"), "group-writable /g");
}

TEST(PathWeakness, ReadOnlyCountsAsNotWritableButGivesNoOwner) {
  MadeUpPaths paths;
  paths.folder("/m", 03777, 0, 2000).file("/m/f", 0666);
  EXPECT_EQ(weak(paths, "/m", Contents::of_a_folder), "world-writable /m");
  EXPECT_EQ(weak(paths, "/m/f"), "world-writable /m/f");
  paths.read_only = {"/m", "/m/f"};
  EXPECT_EQ(weak(paths, "/m", Contents::of_a_folder), "");
  EXPECT_EQ(weak(paths, "/m/f"), "");
  paths.file("/m/f", 0644, kSomebody);
  EXPECT_EQ(weak(paths, "/m/f"), "owner /m/f");
}

TEST(PathWeakness, OnlyRootIsTakenByRoot) {
  MadeUpPaths paths;
  paths.us = 0;
  paths.folder("/home").folder("/home/u", 0755, kUs).file("/home/u/p");
  EXPECT_EQ(weak(paths, "/home/u/p"), "owner /home/u");
}

TEST(PathHint, NobodyIsToldToTakeAHomeFromItsOwner) {
  MadeUpPaths paths;
  paths.us = 0;
  paths.folder("/home").folder("/home/u", 0755, kUs).file("/home/u/my p", 0644, kUs);
  EXPECT_EQ(hint(paths, "/home/u/my p"),
            "read what is in it, then name a copy of your own: install -D -m 0644 -t /etc/odca-trust '/home/u/my p'");
  paths.us = kSomebody;
  EXPECT_EQ(hint(paths, "/home/u/my p"),
            "read what is in it, then name a copy of your own: install -D -m 0644 -t ~/odca-trust '/home/u/my p'");
}

TEST(PathHint, WhatIsRootsByItsPurposeIsGivenBackToRoot) {
  MadeUpPaths paths;
  paths.us = 0;
  paths.folder("/etc").folder("/etc/odca-trust", 0755, kUs).file("/etc/odca-trust/f", 0644, kUs);
  EXPECT_EQ(hint(paths, "/etc/odca-trust/f"), "read what is in it, then: chown -hR root /etc/odca-trust");
}

TEST(PathHint, ASharedFolderOfTheSystemStaysShared) {
  MadeUpPaths paths;
  paths.us = 0;
  paths.folder("/tmp", 0777).file("/tmp/f").folder("/w", 0777).file("/w/f");
  EXPECT_EQ(hint(paths, "/tmp/f"), "chmod +t /tmp");
  EXPECT_EQ(hint(paths, "/w/f"), "chmod go-w /w");
  EXPECT_EQ(hint(paths, "/tmp", Contents::of_a_folder),
            "read what is in it, then name a copy of your own: install -D -m 0644 -t /etc/odca-trust/tmp /tmp/*");
  paths.us = kUs;
  EXPECT_EQ(hint(paths, "/w/f").rfind("have root do: chmod go-w /w; or read what is in it", 0), 0U);
}

TEST(PathHint, AShellReadsAnyNameAsOneWord) {
  EXPECT_EQ(shell_word("/a/b.pem"), "/a/b.pem");
  EXPECT_EQ(shell_word("a'b"), "'a'\\''b'");
  EXPECT_EQ(shell_word("a b;c"), "'a b;c'");
  EXPECT_EQ(shell_word("-rf"), "./'-rf'");
  EXPECT_EQ(shell_word("~x"), "'~x'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace odca
