// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For LD_PRELOAD: ends the program with status 99 when it frees memory that still holds a secret, the one whose
// hexadecimal digits are in LEFTOVERS, as digits or as octets.
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>

extern "C" void __libc_free(void* block);  // of the GNU C library: free() itself

namespace {

constexpr std::size_t kDigits = 64;

int value_of(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

bool holds(const void* block, const char* digits) {
  unsigned char octets[kDigits / 2];
  for (std::size_t i = 0; i < sizeof octets; ++i)
    octets[i] = static_cast<unsigned char>(16 * value_of(digits[2 * i]) + value_of(digits[2 * i + 1]));
  const std::size_t size = malloc_usable_size(const_cast<void*>(block));  // it only looks
  return ::memmem(block, size, digits, kDigits) != nullptr || ::memmem(block, size, octets, sizeof octets) != nullptr;
}

}  // namespace

extern "C" void free(void* block) {
  const char* const digits = std::getenv("LEFTOVERS");
  if (block != nullptr && digits != nullptr && ::strlen(digits) == kDigits && holds(block, digits)) ::_exit(99);
  __libc_free(block);
}
