// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// system_random of odca/amt/stream.h: the kernel's generator.
#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

#include "odca/amt/stream.h"

namespace odca::amt {
namespace {

class SystemRandom final : public Random {
 public:
  /// fill waits until the kernel's generator was seeded. Nobody may go on without random bytes, and nobody could mend
  /// their absence (a kernel before 3.17, a filter of system calls): the program ends.
  void fill(std::span<std::uint8_t> into) override {
    while (!into.empty()) {
      const ssize_t count = ::getrandom(into.data(), into.size(), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) std::abort();
      into = into.subspan(static_cast<std::size_t>(count));  // above 0
    }
  }
};

}  // namespace

Random& system_random() {
  static SystemRandom random;
  return random;
}

}  // namespace odca::amt
