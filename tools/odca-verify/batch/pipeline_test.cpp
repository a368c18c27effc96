// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/pipeline.h"

#include <gtest/gtest.h>

#include "batch/resume.h"

namespace odca::batch {
namespace {

/// Counting yields items "0", "1", … and fails or stops where it is told to.
class Counting : public ItemStream {
 public:
  explicit Counting(std::uint64_t size) : size_(size) {}
  std::uint64_t consumed() const override { return next_; }
  Result<std::optional<BatchItem>> next() override {
    if (next_ == fail_at) return Error{.code = Errc::io, .message = "broken", .hint = {}};
    if (next_ == no_memory_at && failures > 0) {
      --failures;
      throw std::bad_alloc();
    }
    if (next_ == stop_at) stop->store(true);
    if (next_ == size_) return std::optional<BatchItem>{};
    BatchItem item{.id = std::to_string(next_)};
    item.source = "source " + std::to_string(next_++);
    item.content.assign(weight, 0);
    return std::optional<BatchItem>{std::move(item)};
  }
  std::uint64_t fail_at = ~std::uint64_t{0};
  std::uint64_t no_memory_at = ~std::uint64_t{0};
  std::uint64_t failures = ~std::uint64_t{0};  // as often as this
  std::uint64_t stop_at = ~std::uint64_t{0};
  std::atomic<bool>* stop = nullptr;
  std::size_t weight = 0;

 private:
  std::uint64_t size_;
  std::uint64_t next_ = 0;
};

/// Ticking counts what was read; like a pipe with a slow other end, it can wait until all before was written.
class Ticking : public ItemStream {
 public:
  explicit Ticking(std::uint64_t size) : size_(size) {}
  std::uint64_t consumed() const override { return read; }
  Result<std::optional<BatchItem>> next() override {
    if (read == size_) return std::optional<BatchItem>{};
    if (written != nullptr)
      for (std::uint64_t now = *written; now < read; now = *written) written->wait(now);
    return std::optional<BatchItem>{BatchItem{.id = std::to_string(read++)}};
  }
  std::atomic<std::uint64_t> read{0};
  std::atomic<std::uint64_t>* written = nullptr;

 private:
  std::uint64_t size_;
};

struct Rehearsal {
  std::vector<std::uint64_t> written{};
  std::atomic<bool> stop{false};
  std::uint64_t fail_write_at = ~std::uint64_t{0};
  std::uint64_t memory_ends_at = 10;  // items with this last digit take all memory; 10: none
  std::vector<std::string> without_memory_ids{};
  std::atomic<std::uint64_t> judged{0};

  Result<PipelineOutcome> operator()(ItemStream& stream, unsigned jobs, std::uint64_t skip = 0) {
    const Judge<std::uint64_t> judge = [&](BatchItem item) {
      // Work of very different size, without a clock: later items of a window are often done first.
      volatile std::uint64_t sink = 0;
      for (std::uint64_t i = 0; i < (item.number % 7 == 0 ? 20000U : 10U); ++i) sink = sink + i;
      ++judged;
      if (item.number % 10 == memory_ends_at) throw std::bad_alloc();
      return static_cast<std::uint64_t>(std::stoull(item.id));
    };
    const Writer<std::uint64_t> write = [&](std::uint64_t number, std::uint64_t out) -> Status {
      if (number == fail_write_at) return Error{.code = Errc::io, .message = "disk full", .hint = {}};
      EXPECT_EQ(number, out);
      written.push_back(out);
      return {};
    };
    const WithoutMemory<std::uint64_t> without_memory = [&](const BatchItem& item) {
      without_memory_ids.push_back(item.id);
      EXPECT_TRUE(item.content.empty());
      EXPECT_EQ(item.source, "source " + item.id);
      EXPECT_EQ(item.number, std::stoull(item.id));
      return static_cast<std::uint64_t>(std::stoull(item.id));
    };
    return run_pipeline(stream, {jobs, skip, &stop}, judge, without_memory, write);
  }
};

TEST(BatchPipeline, ResultsLeaveInTheOrderOfTheInput) {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    Counting stream(3000);
    Rehearsal run;
    const auto outcome = run(stream, jobs);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->written, 3000U);
    EXPECT_FALSE(outcome->stopped);
    ASSERT_EQ(run.written.size(), 3000U);
    for (std::uint64_t i = 0; i < 3000; ++i) ASSERT_EQ(run.written[i], i);
  }
}
TEST(BatchPipeline, TheReaderIsNeverFarAheadOfTheWriter) {
  for (const unsigned jobs : {1U, 2U}) {
    const std::atomic<bool> stop{false};
    Ticking stream(3000);
    const auto outcome = run_pipeline<int>(
        stream, {jobs, 0, &stop}, [](const BatchItem&) { return 0; }, [](const BatchItem&) { return 1; },
        [&](std::uint64_t number, int) -> Status {
          // The window, as much again on its way through the writer, and one in the reader's hand.
          EXPECT_LE(stream.read, number + 2 * kWindowOfAJudge * jobs + 1);
          return {};
        });
    ASSERT_TRUE(outcome);
  }
}
TEST(BatchPipeline, WhatIsKnownIsWrittenBeforeTheReaderGetsMore) {
  const std::atomic<bool> stop{false};
  Ticking stream(500);
  std::atomic<std::uint64_t> written{0};
  stream.written = &written;
  const auto outcome = run_pipeline<int>(
      stream, {3, 0, &stop}, [](const BatchItem&) { return 0; }, [](const BatchItem&) { return 1; },
      [&](std::uint64_t, int) -> Status {
        ++written;
        written.notify_all();
        return {};
      });
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->written, 500U);
}
TEST(BatchPipeline, AnEmptyInputIsDoneAtOnce) {
  Counting stream(0);
  Rehearsal run;
  EXPECT_EQ(run(stream, 4)->written, 0U);
}
TEST(BatchPipeline, SkippedItemsAreNotJudged) {
  Counting stream(100);
  Rehearsal run;
  ASSERT_TRUE(run(stream, 2, 90));
  EXPECT_EQ(run.judged, 10U);
  EXPECT_EQ(run.written.front(), 90U);
}
TEST(BatchPipeline, AWriterThatFailsEndsTheRunWithItsError) {
  Counting stream(100000);
  Rehearsal run;
  run.fail_write_at = 50;
  const auto outcome = run(stream, 3);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "disk full");
  EXPECT_EQ(run.written.size(), 50U);
  EXPECT_LT(run.judged, 1000U);
}
TEST(BatchPipeline, AReaderThatFailsEndsTheRunAfterWhatWasRead) {
  Counting stream(1000);
  stream.fail_at = 70;
  Rehearsal run;
  const auto outcome = run(stream, 2);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "broken");
  EXPECT_EQ(run.written.size(), 70U);
}
TEST(BatchPipeline, StopFinishesWhatIsInFlight) {
  Counting stream(100000);
  Rehearsal run;
  stream.stop = &run.stop;
  stream.stop_at = 500;
  const auto outcome = run(stream, 2);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->stopped);
  EXPECT_EQ(outcome->written, 500U);
  EXPECT_EQ(run.written.size(), 500U);
}
TEST(BatchPipeline, AReadThatFailsBecauseOfAStopIsNoError) {
  Counting stream(100);
  Rehearsal run;
  stream.stop = &run.stop;
  stream.stop_at = 10;
  stream.fail_at = 11;
  const auto outcome = run(stream, 2);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->stopped);
}
TEST(BatchPipeline, AnItemThatTakesAllMemoryTakesNoOtherWithIt) {
  Counting stream(100);
  stream.weight = 100;
  Rehearsal run;
  run.memory_ends_at = 3;
  const auto outcome = run(stream, 1);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->written, 100U);
  EXPECT_EQ(run.without_memory_ids,
            (std::vector<std::string>{"3", "13", "23", "33", "43", "53", "63", "73", "83", "93"}));
}
TEST(BatchPipeline, AReaderWithoutMemoryEndsTheRunAfterWhatWasRead) {
  Counting stream(1000);
  stream.no_memory_at = 70;
  Rehearsal run;
  const auto outcome = run(stream, 2);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reason.text(), "memory");
  EXPECT_EQ(run.written.size(), 70U);
}
TEST(BatchPipeline, AReaderWithoutMemoryGoesOnWhenWhatIsInFlightGaveItBack) {
  for (const unsigned jobs : {1U, 3U}) {
    Counting stream(1000);
    stream.no_memory_at = 70;
    stream.failures = 1;
    Rehearsal run;
    const auto outcome = run(stream, jobs);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(run.written.size(), 1000U);
  }
}
TEST(BatchPipeline, HeavyItemsDoNotStall) {
  Counting stream(40);
  stream.weight = std::size_t{5} << 20U;
  Rehearsal run;
  EXPECT_EQ(run(stream, 2)->written, 40U);
}

Result<PipelineOutcome> resume(std::uint64_t size, const Kept& kept) {
  const auto stream = checked_for_resume(std::make_unique<Counting>(size), kept);
  Rehearsal run;
  return run(*stream, 2, kept.lines);
}
TEST(BatchResume, TheSameInputsGoOn) { EXPECT_EQ(resume(10, {.lines = 4, .last_id = "3"})->written, 6U); }
TEST(BatchResume, ACompleteFileHasNothingLeft) { EXPECT_EQ(resume(4, {.lines = 4, .last_id = "3"})->written, 0U); }
TEST(BatchResume, AnotherIdAtTheSeamIsRefused) { EXPECT_FALSE(resume(10, {.lines = 4, .last_id = "x"})); }
TEST(BatchResume, ShorterInputsAreRefused) { EXPECT_FALSE(resume(3, {.lines = 4, .last_id = "3"})); }

}  // namespace
}  // namespace odca::batch
