// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What counts as UTF-8 (RFC 3629) and which characters never reach a reader as they are.
#include "json/unicode.h"

#include <gtest/gtest.h>

#include <string>

namespace odca {
namespace {

using namespace std::string_literals;

TEST(CodePointAt, ReadsEachLength) {
  EXPECT_EQ(code_point_at("A", 0).value, U'A');
  EXPECT_EQ(code_point_at("\xC2\xAE", 0).value, char32_t{0xAE});
  EXPECT_EQ(code_point_at("\xE2\x82\xAC", 0).value, char32_t{0x20AC});
  EXPECT_EQ(code_point_at("\xF4\x8F\xBF\xBF", 0).value, char32_t{0x10FFFF});
  EXPECT_EQ(code_point_at("\xF4\x8F\xBF\xBF", 0).length, 4U);
}

TEST(CodePointAt, RefusesWhatIsNotUtf8OneByteAtATime) {
  for (const std::string& bad : {
           "\x80"s,              // a continuation byte alone
           "\xC0\x80"s,          // overlong NUL
           "\xC1\xBF"s,          // overlong DEL
           "\xE0\x9F\xBF"s,      // overlong three bytes
           "\xED\xA0\x80"s,      // surrogate
           "\xF0\x8F\xBF\xBF"s,  // overlong four bytes
           "\xF4\x90\x80\x80"s,  // above U+10FFFF
           "\xF5\x80\x80\x80"s,  // lead byte that never occurs
           "\xFF"s,
           "\xE2\x82"s,  // cut off
           "\xE2x\xAC"s  // interrupted
       }) {
    const CodePoint point = code_point_at(bad, 0);
    EXPECT_FALSE(point.valid);
    EXPECT_EQ(point.length, 1U);
    EXPECT_EQ(point.value, static_cast<unsigned char>(bad[0]));
  }
}

TEST(IsDeceptive, NamesWhatHidesOrMoves) {
  constexpr char32_t kHidden[] = {0x00,   0x07,   0x0A,   0x1B,   0x1F,   0x7F,   0x80,    0x85,    0x9B,
                                  0xA0,   0xAD,   0x61C,  0x180E, 0x200B, 0x200E, 0x2028,  0x2029,  0x202E,
                                  0x2060, 0x2066, 0x2069, 0x3000, 0xFEFF, 0xFFFE, 0x1FFFF, 0xE0001, 0xE007F};
  for (const char32_t c : kHidden) EXPECT_TRUE(is_deceptive(c)) << static_cast<unsigned>(c);
}

TEST(IsDeceptive, LeavesOrdinaryTextAlone) {
  constexpr char32_t kPlain[] = {0x20,   0x41,    0x7E,   0xA1,   0xAE,   0xE9,  0x410,
                                 0x4E2D, 0x1F600, 0x2010, 0x2027, 0x2030, 0xFFFD};
  for (const char32_t c : kPlain) EXPECT_FALSE(is_deceptive(c)) << static_cast<unsigned>(c);
}

}  // namespace
}  // namespace odca
