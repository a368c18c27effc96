// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What strangers wrote is recognised by its beginning, and never fills a screen.
#include "base/excerpt.h"

#include <gtest/gtest.h>

namespace odca {
namespace {

TEST(Excerpt, OfAShortTextIsTheText) {
  const std::string longest(kMaxExcerpt, 'a');
  EXPECT_EQ(quote_excerpt(longest), quote(longest));
}
TEST(Excerpt, OfALongTextIsItsBeginning) {
  EXPECT_EQ(quote_excerpt(std::string(kMaxExcerpt + 1, 'a')), "'" + std::string(kMaxExcerpt, 'a') + "…'");
}
TEST(Excerpt, DoesNotCutACharacter) {
  for (const std::string_view character : {"é", "€", "𝄞"}) {
    for (std::size_t before = kMaxExcerpt - 4; before <= kMaxExcerpt; ++before) {
      const std::string start(before, 'a');
      const bool fits = before + character.size() <= kMaxExcerpt;
      EXPECT_EQ(quote_excerpt(start + std::string(character) + "bbbbb"),
                "'" + start +
                    (fits ? std::string(character) +
                                std::string(std::min<std::size_t>(5, kMaxExcerpt - before - character.size()), 'b')
                          : "") +
                    "…'")
          << character << before;
    }
  }
}
TEST(Excerpt, EndsAnywhereInWhatIsNotText) {
  EXPECT_LE(quote_excerpt(std::string(1000, '\x80')).size(), kMaxExcerpt + 5);
}

}  // namespace
}  // namespace odca
