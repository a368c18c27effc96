// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "odca/result.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "base/text.h"

namespace odca {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error{.message = cat(quote(std::to_string(n)), " is odd")};
  return n / 2;
}
Result<int> quarter(int n) {
  ODCA_TRY_ASSIGN(const int once, half(n));
  ODCA_TRY_ASSIGN(const int twice, half(once));
  return twice;
}
Status even(int n) {
  ODCA_TRY(half(n));
  return {};
}

TEST(Result, CarriesTheValue) { EXPECT_EQ(*quarter(8), 2); }
TEST(Result, CarriesTheFirstError) { EXPECT_EQ(quarter(6).error().message, "'3' is odd"); }
TEST(Result, StatusCarriesNothingButTheError) {
  EXPECT_TRUE(even(2));
  EXPECT_FALSE(even(3));
}
TEST(Result, ReadingTheAbsentSideThrows) { EXPECT_THROW((void)*half(1), std::bad_variant_access); }
TEST(Describe, PutsTheOutermostPlaceFirst) {
  EXPECT_EQ(describe(Error{.message = "odd"}.in("line 7").in("a.yaml")), "a.yaml: line 7: odd");
}
TEST(Cat, JoinsTextsCharactersAndNumbers) { EXPECT_EQ(cat("a", 'b', std::string("c"), 12U, -3), "abc12-3"); }
TEST(CheckDeathTest, EndsTheProgram) { EXPECT_DEATH(ODCA_CHECK(1 == 2), "broken assumption: 1 == 2"); }
TEST(Check, LetsTruthPass) { ODCA_CHECK(1 == 1); }

}  // namespace
}  // namespace odca
