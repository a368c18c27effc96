// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "base/suggestion.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace odca {
namespace {

constexpr std::array<std::string_view, 4> kWords{"cert.validity", "cert.key", "path.anchor", "off"};

TEST(Nearest, FindsAMissingLetter) { EXPECT_EQ(nearest("cert.validty", kWords), "cert.validity"); }
TEST(Nearest, FindsASwap) { EXPECT_EQ(nearest("cert.kye", kWords), "cert.key"); }
TEST(Nearest, DoesNotMindLetterCase) { EXPECT_EQ(nearest("PATH.Anchor", kWords), "path.anchor"); }
TEST(Nearest, FindsNothingNear) { EXPECT_FALSE(nearest("signature_checks", kWords)); }
TEST(Nearest, FindsNothingForAnEmptyWord) { EXPECT_FALSE(nearest("", kWords)); }
TEST(Nearest, FindsNothingForAnEndlessWord) { EXPECT_FALSE(nearest(std::string(100000, 'a'), kWords)); }
TEST(Nearest, PrefersTheNearer) {
  constexpr std::array<std::string_view, 2> words{"abcdxx", "abcdxf"};
  EXPECT_EQ(nearest("abcdef", words), "abcdxf");
}

}  // namespace
}  // namespace odca
