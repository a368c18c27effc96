// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The host program that checks a root of trust before it is compiled in.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "source/test_folder.h"

namespace odca {
namespace {

struct Outcome {
  bool made = false;     ///< the program said so, and the file is there
  std::string output{};  ///< what was written, or the complaint
};

Outcome embed(const TestFolder& folder, const std::string& root) {
  const std::filesystem::path file = folder.path() / "root.json";
  if (!root.empty()) folder.write("root.json", root);
  const std::filesystem::path output = folder.path() / "root.cpp";
  const std::filesystem::path said = folder.path() / "said";
  const std::string line = std::string("'") + ODCA_EMBED + "' root '" + file.string() + "' '" + output.string() +
                           "' 2>'" + said.string() + "'";
  const int status = std::system(line.c_str());
  const bool done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  EXPECT_EQ(done, std::filesystem::exists(output));
  return {.made = done, .output = text_of(done ? output : said)};
}

TEST(EmbedRoot, WritesTheDocument) {
  const TestFolder folder;
  const Outcome outcome = embed(folder, testdata("signed.root.json"));
  ASSERT_TRUE(outcome.made) << outcome.output;
  EXPECT_NE(outcome.output.find("std::array<char, " + std::to_string(testdata("signed.root.json").size())),
            std::string::npos);
  EXPECT_NE(outcome.output.find("kRoles{}"), std::string::npos);
}
TEST(EmbedRoot, WritesTheRolesBesideIt) {
  const TestFolder folder;
  folder.write("root.yaml", "roles: [lab]\n");
  EXPECT_NE(embed(folder, testdata("signed.root.json")).output.find("kRoles{\"lab\", }"), std::string::npos);
}
TEST(EmbedRoot, LeavesItToWhoBuildsWhoseTheSourcesAre) {
  const TestFolder folder;
  folder.write("root.json", testdata("signed.root.json"));
  std::filesystem::permissions(folder.path() / "root.json", std::filesystem::perms::group_write,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(embed(folder, {}).made);
}
TEST(EmbedRoot, RefusesAFileThatIsNotThere) {
  const TestFolder folder;
  EXPECT_FALSE(embed(folder, {}).made);
}
TEST(EmbedRoot, RefusesWhatIsNoRoot) {
  const TestFolder folder;
  const Outcome outcome = embed(folder, R"({"signatures":[],"signed":{}})");
  EXPECT_FALSE(outcome.made);
  EXPECT_NE(outcome.output.find("root.json"), std::string::npos) << outcome.output;
}
TEST(EmbedRoot, RefusesAnotherForm) {
  const TestFolder folder;
  EXPECT_FALSE(embed(folder, " " + testdata("signed.root.json")).made);
}
TEST(EmbedRoot, RefusesARootThatIsNotSignedByItself) {
  std::string root = testdata("signed.root.json");
  const std::size_t at = root.find("\"version\":1");
  ASSERT_NE(at, std::string::npos);
  root[at + 10] = '2';
  const TestFolder folder;
  const Outcome outcome = embed(folder, root);
  EXPECT_FALSE(outcome.made);
  EXPECT_NE(outcome.output.find("signature"), std::string::npos) << outcome.output;
}
TEST(EmbedRoot, RefusesUnknownLimits) {
  const TestFolder folder;
  folder.write("root.yaml", "rules: [lab]\n");
  EXPECT_FALSE(embed(folder, testdata("signed.root.json")).made);
}

}  // namespace
}  // namespace odca
