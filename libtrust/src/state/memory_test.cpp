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

TEST(Memory, C32AtEveryAllocationItIsNoSuccessAndLeavesAWholeState) {
  const Image start = disk_with_six();
  long runs = 0;
  for (long allowed = 0;; ++allowed, ++runs) {
    TestDisk disk(start);
    const Setting setting = test_setting(disk);
    const std::string file = text_of(kSeven);
    allocations_left = allowed;
    const auto report = install(setting, file, {});
    const bool ran_out = allocations_left < 0;
    allocations_left = -1;
    if (!ran_out) break;
    ASSERT_EQ(reason_of(report), "E_INTERNAL") << allowed;
    TestDisk next(disk.image());
    const Loaded loaded = load_from(next);
    ASSERT_FALSE(loaded.degraded()) << allowed;
    ASSERT_TRUE(loaded.bundle->version == 6U || loaded.bundle->version == 7U);
    must_install(next, kEight);
  }
  EXPECT_GT(runs, 100);
}

}  // namespace
}  // namespace odca::state
