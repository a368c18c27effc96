// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Case 32: memory that runs out at any allocation of an install. A program of its own, since it replaces operator new.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "state/test_steps.h"

namespace {
long allocations_left = -1;  // negative: memory does not run out

void* allocate(std::size_t size) {
  if (allocations_left == 0) {
    allocations_left = -1;  // once, as when another program has just taken it
    throw std::bad_alloc();
  }
  if (allocations_left > 0) --allocations_left;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// std::stable_sort does with less when this one fails: no failure, and so not counted.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace odca::state {
namespace {

/// at_every_allocation lets memory run out at each allocation of an act on copies of a disk, and gives the number of
/// runs that had too little.
template <class Act>
long at_every_allocation(const Image& start, const Act& act) {
  for (long allowed = 0;; ++allowed) {
    TestDisk disk(start);
    const Setting setting = test_setting(disk);
    allocations_left = allowed;
    const auto report = act(setting);
    const bool ran_out = allocations_left < 0;
    allocations_left = -1;
    if (!ran_out) return allowed;
    EXPECT_EQ(reason_of(report), "E_INTERNAL") << allowed;
    TestDisk next(disk.image());
    const Loaded loaded = load_from(next);
    EXPECT_FALSE(loaded.degraded()) << allowed;
    EXPECT_TRUE(loaded.bundle->version == 6U || loaded.bundle->version == 7U);
    must_install(next, kEight);
    if (::testing::Test::HasFailure()) return 0;
  }
}

Image disk_with_seven() {
  TestDisk disk(disk_with_six());
  must_install(disk, kSeven);
  return disk.image();
}

TEST(Memory, C32AtEveryAllocationItIsNoSuccessAndLeavesAWholeState) {
  const std::string file = text_of(kSeven);
  const auto act = [&file](const Setting& setting) { return install(setting, file, {}); };
  EXPECT_GT(at_every_allocation(disk_with_six(), act), 100);
}
TEST(Memory, AtEveryAllocationOfARollback) {
  const auto act = [](const Setting& setting) { return rollback(setting, 0); };
  EXPECT_GT(at_every_allocation(disk_with_seven(), act), 100);
}
TEST(Memory, AtEveryAllocationOfARecovery) {
  const auto act = [](const Setting& setting) { return recover(setting, {.reset_clock = true}); };
  EXPECT_GT(at_every_allocation(disk_with_seven(), act), 100);
}

}  // namespace
}  // namespace odca::state
