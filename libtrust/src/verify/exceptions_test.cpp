// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Exceptions hold for two years at most, whatever moment is asked about.
#include "verify/exceptions.h"

#include <gtest/gtest.h>

#include "odca/verifier.h"
#include "policy/vocabulary.h"

namespace odca {
namespace {

using State = ExceptionUse::State;

Time day(int year, unsigned month, unsigned of_month) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of_month}};
}

TEST(ExceptionState, HoldsToItsLastSecond) {
  const Exception exception{.from = day(2026, 3, 1), .until = day(2027, 3, 1)};
  EXPECT_EQ(state_at(exception, day(2026, 3, 1) - std::chrono::seconds(1)), State::not_begun);
  EXPECT_EQ(state_at(exception, day(2026, 3, 1)), State::holds);
  EXPECT_EQ(state_at(exception, day(2027, 3, 1)), State::holds);
  EXPECT_EQ(state_at(exception, day(2027, 3, 1) + std::chrono::seconds(1)), State::expired);
}

TEST(ExceptionState, WithoutBeginCoversTheTwoYearsBeforeItsEnd) {
  const Exception exception{.until = day(2027, 3, 1)};
  EXPECT_EQ(state_at(exception, day(2025, 3, 2)), State::holds);
  EXPECT_EQ(state_at(exception, day(2020, 1, 1)), State::not_begun);
}

TEST(ExceptionState, OfAPolicyPutTogetherHoldsNoLongerEither) {
  const Exception exception{.from = day(2000, 1, 1), .until = day(2099, 12, 31)};
  EXPECT_EQ(state_at(exception, day(2026, 3, 1)), State::not_begun);
}

TEST(ExceptionEnd, WithoutBeginIsTwoYearsAfterTheTrustFactsOfThisRelease) {
  EXPECT_EQ(Time{kLastEndWithoutBegin}, day(2028, 11, 22));
  const auto facts = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(build_date())};
  EXPECT_EQ(Time{std::chrono::sys_days{facts + std::chrono::years(2)}}, Time{kLastEndWithoutBegin})
      << "the trust facts have another date: set kLastEndWithoutBegin to two years after it";
}

}  // namespace
}  // namespace odca
