// The heap of this program: what is freed is wiped. Keys and passphrases are in locked memory; this is for what passes
// through ordinary strings on its way to a key file or from one, the seed of a key that is not encrypted above all.
#include <string.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

/// In front of each block stands its size.
constexpr std::size_t kFront = alignof(std::max_align_t);
static_assert(kFront >= sizeof(std::size_t));

}  // namespace

// The forms for arrays and with a size call these two; nothing here asks for more alignment than they give.
void* operator new(std::size_t size) {
  char* const whole = size <= PTRDIFF_MAX - kFront ? static_cast<char*>(std::malloc(kFront + size)) : nullptr;
  if (whole == nullptr) throw std::bad_alloc();
  ::memcpy(whole, &size, sizeof size);
  return whole + kFront;
}

void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  char* const whole = static_cast<char*>(block) - kFront;
  std::size_t size = 0;
  ::memcpy(&size, whole, sizeof size);
  ::explicit_bzero(block, size);
  std::free(whole);
}
void operator delete(void* block, std::size_t) noexcept { ::operator delete(block); }
