// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The cache that tests share holds whole packages only, however many fetch at once. npm is played by a script.
#include "exchange/test_npm_modules.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <vector>

namespace odca::bundle_tool {
namespace {

using test::Folder;

/// A slow npm that counts its calls, and ends badly when another one works in the same folder.
constexpr std::string_view kSlowNpm = R"(#!/bin/sh
while [ "$1" != --prefix ]; do shift; done
mkdir "$2/node_modules" || exit 9
echo fetched >>"$(dirname "$0")/calls"
mkdir "$2/node_modules/thing"
sleep 0.3
echo '{}' >"$2/node_modules/thing/package.json"
echo whole >"$2/node_modules/thing/last"
)";

/// played puts a script in the place of npm, and gives what makes the shell find it first.
std::string played(const Folder& folder, std::string_view script) {
  test::put(folder / "npm", script);
  test::fs::permissions(folder / "npm", test::fs::perms::owner_all);
  return "PATH='" + folder / "." + "':$PATH";
}

TEST(NpmModules, ManyAtOnceGetOneWholePackage) {
  const Folder folder;
  const std::string search = played(folder, kSlowNpm);
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    const auto modules = test::npm_modules(folder / "cache", "thing", "1.0.0", search);
    ::_exit(!modules.folder.empty() && test::fs::exists(modules.folder + "/thing/last") ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(test::content_of(folder / "calls"), "fetched\n");
}
TEST(NpmModules, WhatCouldNotBeFetchedLeavesNothingAndSaysWhy) {
  const Folder folder;
  const std::string search = played(folder, "#!/bin/sh\necho no way to the registry\nexit 1\n");
  const auto modules = test::npm_modules(folder / "cache", "thing", "1.0.0", search);
  EXPECT_EQ(modules.folder, "");
  EXPECT_NE(modules.why.find("no way to the registry"), std::string::npos) << modules.why;
  std::size_t left = 0;
  for (const auto& entry : test::fs::directory_iterator(folder / "cache/odca-trust-tests/npm"))
    left += entry.path().filename() == ".lock" ? 0 : 1;
  EXPECT_EQ(left, 0U);
}
TEST(NpmModules, AFetchThatWasStoppedIsNotBelieved) {
  const Folder folder;
  test::fs::create_directories(folder / "cache/odca-trust-tests/npm/thing-1.0.0.abcdef/node_modules/thing");
  const auto modules = test::npm_modules(folder / "cache", "thing", "1.0.0", played(folder, kSlowNpm));
  EXPECT_EQ(test::content_of(modules.folder + "/thing/last"), "whole\n");
}
TEST(NpmModules, ACacheThatCannotBeWrittenToIsSaid) {
  EXPECT_NE(test::npm_modules("/dev/null/cache", "thing", "1.0.0").why.find("cannot be written"), std::string::npos);
}

}  // namespace
}  // namespace odca::bundle_tool
