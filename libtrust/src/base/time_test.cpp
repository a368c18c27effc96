// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/time.h"

#include <gtest/gtest.h>

namespace odca {
namespace {

std::string again(std::string_view text) {
  const auto time = parse_time(text);
  return time ? format_time(*time) : "refused: " + time.error().message;
}

TEST(Time, PrintsWhatItReads) { EXPECT_EQ(again("2026-03-01T12:34:56Z"), "2026-03-01T12:34:56Z"); }
TEST(Time, ABareDateIsMidnight) { EXPECT_EQ(again("2026-03-01"), "2026-03-01T00:00:00Z"); }
TEST(Time, AnOffsetIsTakenOff) {
  EXPECT_EQ(again("2026-03-01T01:00:00+02:00"), "2026-02-28T23:00:00Z");
  EXPECT_EQ(again("2026-12-31T23:30:00-01:30"), "2027-01-01T01:00:00Z");
}
TEST(Time, FractionsAreCutOff) { EXPECT_EQ(again("2026-03-01T12:34:56.999999Z"), "2026-03-01T12:34:56Z"); }
TEST(Time, ReachesTheYear9999) { EXPECT_EQ(again("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59Z"); }
TEST(Time, ReachesTheYear1) { EXPECT_EQ(again("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z"); }
TEST(Time, KnowsLeapYears) {
  EXPECT_EQ(again("2000-02-29"), "2000-02-29T00:00:00Z");
  EXPECT_FALSE(parse_time("1900-02-29"));
}
TEST(Time, CountsFrom1970) { EXPECT_EQ(parse_time("1970-01-02")->time_since_epoch().count(), 86400); }
TEST(Time, RefusesAnythingElse) {
  for (const char* text : {"",
                           "now",
                           "2026",
                           "2026-3-1",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-00",
                           "2026-01-32",
                           "0000-01-01",
                           "10000-01-01",
                           "2026-03-01T",
                           "2026-03-01T12:34Z",
                           "2026-03-01T12:34:56",
                           "2026-03-01 12:34:56Z",
                           "2026-03-01T24:00:00Z",
                           "2026-03-01T12:60:00Z",
                           "2026-03-01T12:34:60Z",
                           "2026-03-01T12:34:56.Z",
                           "2026-03-01T12:34:56+0200",
                           "2026-03-01T12:34:56+24:00",
                           "2026-03-01T12:34:56Zx",
                           " 2026-03-01",
                           "2026-03-01Z",
                           "9999-12-31T23:59:59-00:01",
                           "0001-01-01T00:00:00+00:01"})
    EXPECT_FALSE(parse_time(text)) << text;
}
TEST(Validity, ContainsBothOfItsEnds) {
  const Validity v{*parse_time("2020-01-01"), *parse_time("2020-01-02")};
  EXPECT_TRUE(v.contains(v.not_before));
  EXPECT_TRUE(v.contains(v.not_after));
  EXPECT_FALSE(v.contains(v.not_before - std::chrono::seconds{1}));
  EXPECT_FALSE(v.contains(v.not_after + std::chrono::seconds{1}));
}

}  // namespace
}  // namespace odca
