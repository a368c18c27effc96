// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The heap of a program that handles keys: what is freed is wiped. Keys and passphrases are in locked memory; this is
// for what passes through ordinary strings on its way to a key file or from one, the seed of a key that is not
// encrypted above all. To be linked into the program itself.
#include <malloc.h>
#include <string.h>

#include <cstddef>
#include <cstdlib>
#include <new>

// AddressSanitizer brings a heap of its own, whose forms of new and delete belong together.
#if defined(__SANITIZE_ADDRESS__)
#define ODCA_OTHER_HEAP 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ODCA_OTHER_HEAP 1
#endif
#endif

#ifndef ODCA_OTHER_HEAP
// The new of libstdc++ is malloc. The forms for arrays call these two; nothing here asks for more alignment than that.
void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  ::explicit_bzero(block, ::malloc_usable_size(block));
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { ::operator delete(block); }
#endif
