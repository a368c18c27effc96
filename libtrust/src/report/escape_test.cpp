// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a certificate says must not reach a terminal as more than visible text.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "json/unicode.h"
#include "odca/report.h"

namespace odca {
namespace {

using namespace std::string_literals;

TEST(EscapeText, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(escape_text("CN=AMT RCFG \\ \" Intel\xC2\xAE"), "CN=AMT RCFG \\ \" Intel\xC2\xAE");
}

TEST(EscapeText, ShowsControlCharacters) {
  EXPECT_EQ(escape_text("a\x1B[2J\n\t\r\x7F\0z"s), "a\\u{1b}[2J\\u{0a}\\u{09}\\u{0d}\\u{7f}\\u{00}z");
}

TEST(EscapeText, ShowsC1Controls) {
  EXPECT_EQ(escape_text("\xC2\x9B"
                        "31m"),
            "\\u{9b}31m");
}

TEST(EscapeText, ShowsBidirectionalControls) {
  EXPECT_EQ(escape_text("\xE2\x80\xAE"
                        "moc"),
            "\\u{202e}moc");
}

TEST(EscapeText, ShowsZeroWidthCharacters) { EXPECT_EQ(escape_text("AMT\xE2\x80\x8B RCFG"), "AMT\\u{200b} RCFG"); }

TEST(EscapeText, ShowsSpacesThatAreNotSpaces) { EXPECT_EQ(escape_text("AMT\xC2\xA0RCFG"), "AMT\\u{a0}RCFG"); }

TEST(EscapeText, ShowsTags) { EXPECT_EQ(escape_text("\xF3\xA0\x81\x81"), "\\u{e0041}"); }

TEST(EscapeText, ShowsBytesThatAreNotUtf8) { EXPECT_EQ(escape_text("\xFF\xC0\x80"), "\\x{ff}\\x{c0}\\x{80}"); }

TEST(EscapeText, LeavesTheBlanksOfGenuineNamesAlone) {
  EXPECT_EQ(escape_text("CN=CSME TGL AMT  01SVN"), "CN=CSME TGL AMT  01SVN");
  EXPECT_EQ(escape_text("CN=ODCA 2 CSME LNL SOC SVN 01 AMT   CA"), "CN=ODCA 2 CSME LNL SOC SVN 01 AMT   CA");
}

TEST(EscapeText, ShowsBlanksThatCouldForgeAColumn) {
  EXPECT_EQ(escape_text("AMT RCFG     trusted"), "AMT RCFG   \\u{20}\\u{20}trusted");
  EXPECT_EQ(escape_text("a    b    c"), "a   \\u{20}b   \\u{20}c");
}

RC_GTEST_PROP(EscapeText, NothingDeceptiveComesOut, (const std::string& bytes)) {
  const std::string shown = escape_text(bytes);
  for (std::size_t at = 0; at < shown.size();) {
    const CodePoint point = code_point_at(shown, at);
    RC_ASSERT(point.valid);
    RC_ASSERT(!is_deceptive(point.value));
    at += point.length;
  }
}

RC_GTEST_PROP(EscapeText, IsItsOwnFixedPoint, (const std::string& bytes)) {
  const std::string once = escape_text(bytes);
  RC_ASSERT(escape_text(once) == once);
}

}  // namespace
}  // namespace odca
