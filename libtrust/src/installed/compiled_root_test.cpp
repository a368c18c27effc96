// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A build with -DODCA_BUNDLE_ROOT=FILE: what the host program wrote is the root of trust when the machine names none.
#include <gtest/gtest.h>

#include "odca/installed.h"
#include "source/test_folder.h"

namespace odca {
namespace {

TEST(CompiledRoot, CountsWhenTheMachineNamesNone) {
  const TestFolder machine;
  const auto root = find_root_of_trust(std::nullopt, machine.path());
  ASSERT_TRUE(root) << all_text(root.error());
  ASSERT_TRUE(*root);
  EXPECT_EQ((*root)->text, testdata("signed.root.json"));
  EXPECT_EQ((*root)->origin, "compiled in");
}
TEST(CompiledRoot, KeepsTheLimitsBesideIt) {
  const TestFolder machine;
  const Roles expected{AnchorRole::enterprise, AnchorRole::lab};
  EXPECT_EQ((*find_root_of_trust(std::nullopt, machine.path()))->only, expected);
}
TEST(CompiledRoot, GivesWayToThatOfTheMachine) {
  const TestFolder machine;
  machine.write("etc/odca-trust/root.json", testdata("other.root.json"));
  const auto root = *find_root_of_trust(std::nullopt, machine.path());
  EXPECT_EQ(root->text, testdata("other.root.json"));
  EXPECT_FALSE(root->only);
}
TEST(CompiledRoot, DoesNotStandInForOneThatIsDamaged) {
  const TestFolder machine;
  machine.write("etc/odca-trust/root.json", "{}");
  EXPECT_FALSE(find_root_of_trust(std::nullopt, machine.path()));
}

}  // namespace
}  // namespace odca
