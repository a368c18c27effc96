// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The policies that we ship and the examples that we document. ODCA_REBASELINE=1 in the environment rewrites
// policy/snapshots instead of comparing; the diff is what a reviewer reads.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "odca/policy_file.h"
#include "odca/rule_catalog.h"
#include "os/file.h"
#include "yaml/yaml.h"

namespace odca {
namespace {

const std::filesystem::path kSource = ODCA_SOURCE_DIR;

std::string content_of(const std::filesystem::path& path) {
  const auto bytes = read_file(path, yaml::kMaxBytes);
  EXPECT_TRUE(bytes) << path;
  return bytes ? std::string(as_text(*bytes)) : std::string{};
}

class ShippedPolicy : public testing::TestWithParam<const char*> {};

TEST_P(ShippedPolicy, IsAsItsSnapshotSays) {
  const auto policy = load_policy(kSource / "policy" / (std::string(GetParam()) + ".yaml"));
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->name, GetParam());
  const std::filesystem::path snapshot = kSource / "policy" / "snapshots" / (std::string(GetParam()) + ".txt");
  if (std::getenv("ODCA_REBASELINE") != nullptr) {
    std::ofstream(snapshot, std::ios::binary) << effective_yaml(*policy);
    GTEST_SKIP() << "rewrote " << snapshot;
  }
  EXPECT_EQ(effective_yaml(*policy), content_of(snapshot)) << "if this is meant, rewrite it with ODCA_REBASELINE=1";
}
INSTANTIATE_TEST_SUITE_P(Policy, ShippedPolicy, testing::Values("default", "strict", "lab", "air-gapped"));

TEST(ShippedPolicies, EveryFileIsTested) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "policy"))
    if (entry.path().extension() == ".yaml") ++files;
  EXPECT_EQ(files, 4U) << "add the new policy to the list above";
}

TEST(PolicyFile, ThatEveryUserMayChangeIsRefused) {
  std::string folder = (std::filesystem::path(testing::TempDir()) / "odca-policy-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::filesystem::path file = std::filesystem::path(folder) / "policy.yaml";
  std::ofstream(file, std::ios::binary) << "name: a\n";
  EXPECT_TRUE(load_policy(file));
  std::filesystem::permissions(file, std::filesystem::perms::others_write, std::filesystem::perm_options::add);
  const auto policy = load_policy(file);
  std::filesystem::remove_all(folder);
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().reason.text(), "world-writable");
}

TEST(ShippedPolicies, DefaultIsTheOneCompiledIn) {
  const auto policy = load_policy(kSource / "policy" / "default.yaml");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(*policy, default_policy());
}

// The keys of a policy file in its order, nested ones as "rules.path.anchor".
void collect_keys(const yaml::Node& node, const std::string& prefix, std::vector<std::string>& keys) {
  for (std::size_t i = 0; i < node.keys().size(); ++i) {
    keys.push_back(prefix + node.keys()[i].text());
    collect_keys(node.items()[i], keys.back() + ".", keys);
  }
}

std::vector<std::string> keys_of(const std::string& text) {
  std::vector<std::string> keys;
  const auto root = yaml::parse(text, "keys");
  EXPECT_TRUE(root) << describe(root.error());
  if (root) collect_keys(*root, "", keys);
  return keys;
}

TEST(ShippedPolicies, DefaultNamesEveryKeyInOrder) {
  EXPECT_EQ(keys_of(content_of(kSource / "policy" / "default.yaml")), keys_of(effective_yaml(default_policy())));
}

TEST(ShippedPolicies, DefaultNamesTheFloorOfEveryRule) {
  constexpr std::string_view kNames[] = {"fail", "warn", "note", "off"};
  const std::string text = content_of(kSource / "policy" / "default.yaml");
  for (const RuleInfo& rule : rule_catalog()) {
    const std::string line = "  " + std::string(rule.id) + ": " + std::string(kNames[static_cast<int>(rule.severity)]) +
                             "  # [" + std::string(kNames[static_cast<int>(rule.floor)]) + "] ";
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
}

// strict.yaml must be what its name says: no rule weaker than in the default policy.
TEST(ShippedPolicies, StrictWeakensNothing) {
  const auto policy = load_policy(kSource / "policy" / "strict.yaml");
  ASSERT_TRUE(policy) << describe(policy.error());
  for (const RuleInfo& rule : rule_catalog()) EXPECT_LE(severity_of(*policy, rule.id), rule.severity) << rule.id.text();
}

TEST(ShippedPolicies, LabAdmitsNoDebugDevice) {
  const auto policy = load_policy(kSource / "policy" / "lab.yaml");
  ASSERT_TRUE(policy) << describe(policy.error());
  EXPECT_EQ(policy->lab.classes, (std::vector<std::string>{"E", "T"}));
  EXPECT_TRUE(policy->lab.keys.empty());
}

// The blocks between "```yaml" and "```" of a document.
std::vector<std::string> examples_of(const std::string& text) {
  std::vector<std::string> examples;
  constexpr std::string_view kOpen = "```yaml\n";
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
    at += kOpen.size();
    examples.push_back(text.substr(at, text.find("```", at) - at));
  }
  return examples;
}

class DocumentedPolicy : public testing::TestWithParam<const char*> {};

TEST_P(DocumentedPolicy, HasExamplesThatCanBeRead) {
  const auto examples = examples_of(content_of(kSource / GetParam()));
  EXPECT_FALSE(examples.empty());
  for (const std::string& example : examples) {
    const auto policy = parse_policy(example, GetParam());
    EXPECT_TRUE(policy) << describe(policy.error()) << "\n" << example;
  }
}
INSTANTIATE_TEST_SUITE_P(Policy, DocumentedPolicy, testing::Values("docs/policy.md", "docs/man/odca-policy.5.md"));

}  // namespace
}  // namespace odca
