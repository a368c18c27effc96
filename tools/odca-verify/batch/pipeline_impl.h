// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The threads behind pipeline.h; included by it only.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace odca::batch {

/// Items in flight, for each judge.
constexpr std::size_t kWindowOfAJudge = 64;

/// names_of is what a line says of an item that gave none of its own: all but its content.
inline BatchItem names_of(const BatchItem& item) {
  return {.number = item.number, .id = item.id, .source = item.source, .form = item.form, .consumed = item.consumed};
}

/// judge_in_memory: one item that takes all memory gives a line of its own and takes no other with it.
template <class Out>
Out judge_in_memory(BatchItem item, BatchItem names, const Judge<Out>& judge,
                    const WithoutMemory<Out>& without_memory) {
  try {
    return judge(std::move(item));
  } catch (const std::bad_alloc&) {
    return without_memory(std::move(names));
  }
}

/// next_of asks once more after `drain`, when what was in flight has given its memory back.
inline Result<std::optional<BatchItem>> next_of(ItemStream& stream, const std::function<void()>& drain) {
  try {
    return stream.next();
  } catch (const std::bad_alloc&) {
    drain();
  }
  try {
    return stream.next();
  } catch (const std::bad_alloc&) {
    return memory_ran_out("the next input was read");
  }
}

template <class Out>
Status write_in_memory(const Writer<Out>& write, std::uint64_t number, Out out) {
  try {
    return write(number, std::move(out));
  } catch (const std::bad_alloc&) {
    return memory_ran_out("a line was written");
  }
}

/// run_pipeline reads `stream` to its end, or until `stop` is set or the writer fails. The reader and the writer share
/// the calling thread's duty: the caller writes, one thread reads, `jobs` threads judge.
template <class Out>
Result<PipelineOutcome> run_pipeline(ItemStream& stream, const PipelineOptions& options, const Judge<Out>& judge,
                                     const WithoutMemory<Out>& without_memory, const Writer<Out>& write) {
  // Slots are a ring in input order: filled by the reader, judged by anyone, emptied from the front by the writer.
  // 32 to 64 for each judge keep the others busy while one hostile dump takes its full budget.
  enum class State { waiting, judging, done };
  struct Slot {
    State state = State::waiting;
    std::uint64_t number = 0;
    std::size_t weight = 0;  // bytes of the dump, until it is judged
    BatchItem item{};
    BatchItem names{};  // of the item, when its judge has it and fails
    std::optional<Out> out{};
  };
  const std::size_t window = kWindowOfAJudge * std::max(1U, options.jobs);
  // Genuine dumps take some kilobytes. Dumps of the largest size allowed must not fill the window one and all.
  constexpr std::size_t kMaxWeight = std::size_t{16} << 20U;
  // Threads that are woken for each item spend their time on waking. A reader that had to wait is woken when the window
  // has room for a good many; the writer, as long as there is something to judge, for a good many results.
  const std::size_t refill = window / 2;
  constexpr std::size_t kAnnounced = 16;
  std::size_t weight = 0;
  std::size_t unannounced = 0;
  std::mutex mutex;
  std::condition_variable slot_free, item_waiting, front_done;
  std::deque<std::unique_ptr<Slot>> slots;
  std::deque<Slot*> waiting;
  bool input_ended = false;
  bool abandoned = false;
  std::optional<Error> read_error;
  PipelineOutcome outcome;

  const auto all_written = [&] { return slots.empty() || abandoned; };
  const auto drain = [&] {
    std::unique_lock lock(mutex);
    slot_free.wait(lock, all_written);
  };
  /// take puts an item into the window; false when there is no memory for its slot, and nothing has changed.
  const auto take = [&](BatchItem& item, std::uint64_t number) {
    try {
      item.number = number;
      auto slot = std::make_unique<Slot>();
      slot->number = number;
      slot->names = names_of(item);
      waiting.push_back(slot.get());
      try {
        slots.push_back(std::move(slot));
      } catch (const std::bad_alloc&) {
        waiting.pop_back();
        throw;
      }
    } catch (const std::bad_alloc&) {
      return false;
    }
    Slot& slot = *slots.back();
    slot.weight = item.content.size();
    slot.item = std::move(item);
    weight += slot.weight;
    return true;
  };
  const auto read_all = [&] {
    std::uint64_t number = 0;
    while (true) {
      Result<std::optional<BatchItem>> item = next_of(stream, drain);
      std::unique_lock lock(mutex);
      const bool stop = abandoned || options.stop->load();
      const bool taken = item && *item && !stop;
      if (taken && number++ < options.skip) {
        outcome.read = number;
        continue;
      }
      if (taken) {
        if (slots.size() >= window || weight >= kMaxWeight)
          slot_free.wait(lock, [&] { return (slots.size() <= refill && weight < kMaxWeight) || abandoned; });
        bool held = take(**item, number - 1);
        if (!held) {
          slot_free.wait(lock, all_written);
          held = take(**item, number - 1);
        }
        if (held) {
          outcome.read = number;
          item_waiting.notify_one();
          continue;
        }
        read_error = memory_ran_out("an input was put in line");
      }
      if (!item && !stop) read_error = item.error();  // an interrupt may end a read in the middle
      outcome.stopped = stop && !(item && !*item);
      input_ended = true;
      item_waiting.notify_all();
      front_done.notify_all();
      return;
    }
  };
  const auto judge_all = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      item_waiting.wait(lock, [&] { return !waiting.empty() || input_ended; });
      if (waiting.empty()) return;
      Slot* slot = waiting.front();
      waiting.pop_front();
      slot->state = State::judging;
      lock.unlock();
      Out out = judge_in_memory(std::move(slot->item), std::move(slot->names), judge, without_memory);
      lock.lock();
      slot->out = std::move(out);
      slot->state = State::done;
      const bool heavy = weight >= kMaxWeight;
      weight -= std::exchange(slot->weight, 0);
      if (heavy && weight < kMaxWeight) slot_free.notify_one();
      // The last one to finish finds nothing waiting, so no result stays behind.
      if (++unannounced < kAnnounced && !waiting.empty()) continue;
      unannounced = 0;
      if (slots.front()->state == State::done) front_done.notify_one();
    }
  };

  std::vector<std::thread> threads;
  try {
    for (unsigned i = 0; i < options.jobs; ++i) threads.emplace_back(judge_all);
    threads.emplace_back(read_all);
  } catch (const std::system_error& refused) {  // the reader is the last one, so nothing was read
    {
      const std::lock_guard guard(mutex);
      input_ended = true;
    }
    item_waiting.notify_all();
    for (std::thread& thread : threads) thread.join();
    return Error{
        .code = Errc::limit,
        .message = std::string("the system refuses another thread: ") + refused.what(),
        .hint = options.jobs > 1 ? "ask for fewer threads with --jobs" : "give the run more memory or more threads"};
  }

  std::optional<Error> write_error;
  {
    std::unique_lock lock(mutex);
    while (true) {
      front_done.wait(lock, [&] { return slots.empty() ? input_ended : slots.front()->state == State::done; });
      if (slots.empty()) break;
      std::vector<std::unique_ptr<Slot>> finished;
      while (!slots.empty() && slots.front()->state == State::done) {
        finished.push_back(std::move(slots.front()));
        slots.pop_front();
      }
      if (slots.size() <= refill) slot_free.notify_one();
      if (write_error) continue;  // drain what is in flight, write nothing more
      lock.unlock();
      for (const std::unique_ptr<Slot>& slot : finished) {
        Status written = write_in_memory(write, slot->number, *std::move(slot->out));
        if (!written) {
          write_error = written.error();
          break;
        }
        ++outcome.written;
      }
      lock.lock();
      if (write_error) {
        abandoned = true;
        slot_free.notify_all();
      }
    }
  }
  for (std::thread& thread : threads) thread.join();
  if (write_error) return *std::move(write_error);
  if (read_error) return *std::move(read_error);
  return outcome;
}

}  // namespace odca::batch
