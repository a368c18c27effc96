// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which passwords AMT takes.
#include <gtest/gtest.h>

#include "odca/amt/activation.h"

namespace odca::amt {
namespace {

bool is_taken(std::string text) { return check_password(Secret(std::move(text))).has_value(); }

TEST(CheckPassword, TakesEightToThirtyTwoCharacters) {
  EXPECT_FALSE(is_taken("P@ssw0r"));
  EXPECT_TRUE(is_taken("P@ssw0rd"));
  EXPECT_TRUE(is_taken("P@ssw0rd" + std::string(24, 'x')));
  EXPECT_FALSE(is_taken("P@ssw0rd" + std::string(25, 'x')));
}

TEST(CheckPassword, WantsOneOfEachClass) {
  EXPECT_FALSE(is_taken("P@SSW0RD"));
  EXPECT_FALSE(is_taken("p@ssw0rd"));
  EXPECT_FALSE(is_taken("P@ssword"));
  EXPECT_FALSE(is_taken("Passw0rd"));
}

TEST(CheckPassword, DoesNotCountUnderscoreAndBlankAsMarks) {
  EXPECT_FALSE(is_taken("Pass_w0rd"));
  EXPECT_FALSE(is_taken("Pass w0rd"));
  EXPECT_TRUE(is_taken("Pa_s w0rd!"));
}

TEST(CheckPassword, RefusesCharactersThatAmtRefuses) {
  for (const char c : {':', ',', '"', '\t', '\x7F', '\xE4'}) EXPECT_FALSE(is_taken(std::string("P@ssw0rd") + c));
  for (const char c : {';', '.', '\'', '~', '!'}) EXPECT_TRUE(is_taken(std::string("P@ssw0rd") + c));
}

TEST(CheckPassword, NeverTellsThePassword) {
  const Status status = check_password(Secret("secretsecret"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message.find("secret"), std::string::npos);
  EXPECT_EQ(status.error().reason.text(), "weak-password");
}

}  // namespace
}  // namespace odca::amt
