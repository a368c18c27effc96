// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The system's clock, its random bytes, and wiping.
#include <gtest/gtest.h>

#include "odca/amt/secret.h"
#include "odca/amt/stream.h"
#include "osio/time_left.h"

namespace odca::amt {
namespace {

TEST(SystemRandom, FillsMoreThanOneCallGives) {
  // The kernel gives at most 32 MiB less a byte at once.
  Bytes bytes(33U << 20U);
  system_random().fill(bytes);
  EXPECT_NE(Bytes(bytes.end() - 64, bytes.end()), Bytes(64));
}
TEST(SystemRandom, GivesOtherBytesEachTime) {
  Bytes one(32);
  Bytes other(32);
  system_random().fill(one);
  system_random().fill(other);
  EXPECT_NE(one, other);
}
TEST(SystemRandom, FillsNothing) { system_random().fill({}); }

TEST(SteadyClock, GoesOnWhileSleeping) {
  const Instant before = steady_clock().now();
  steady_clock().sleep(milliseconds(1));
  EXPECT_GE(steady_clock().now() - before, milliseconds(1));
}
TEST(SteadyClock, DoesNotSleepForLessThanNothing) { steady_clock().sleep(milliseconds(-1)); }

TEST(Wipe, LeavesZeros) {
  std::string text = "secret";
  wipe(text.data(), text.size());
  EXPECT_EQ(text, std::string(6, '\0'));
}
TEST(Secret, IsEmptyOnceItWasMovedFrom) {
  Secret one(std::string("short"));
  const Secret other(std::move(one));
  EXPECT_EQ(other.reveal(), "short");
  EXPECT_TRUE(one.empty());  // NOLINT: that it is empty is what the class says
}

TEST(TimeLeft, IsRoundedUpAndNothingAfterTheDeadline) {
  const Instant now{};
  EXPECT_EQ(time_left(now, {now + std::chrono::microseconds(1)}), milliseconds(1));
  EXPECT_EQ(time_left(now, {now}), milliseconds(0));
  EXPECT_EQ(time_left(now, {now - milliseconds(1)}), milliseconds(0));
}
TEST(TimeLeft, IsAtMostAMinute) {
  const Instant now{};
  EXPECT_EQ(time_left(now, {now + std::chrono::hours(24 * 365)}), std::chrono::minutes(1));
  EXPECT_EQ(time_left(now, {Instant::max()}), std::chrono::minutes(1));
}

}  // namespace
}  // namespace odca::amt
