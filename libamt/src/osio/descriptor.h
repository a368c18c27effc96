// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Descriptor: a file descriptor that is closed when it ends.
#pragma once

#include <unistd.h>

#include <utility>

namespace odca::amt {

class Descriptor {
 public:
  /// Descriptor takes over an open descriptor, or -1.
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  /// On Linux the descriptor is gone even when close() was interrupted: it is never repeated.
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace odca::amt
