// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TestClock goes on only when somebody sleeps.
#pragma once

#include "odca/amt/time.h"

namespace odca::amt {

class TestClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void sleep(milliseconds time) override {
    now_ += time;
    slept_ += time;
  }
  milliseconds slept() const { return slept_; }

 private:
  Instant now_{};
  milliseconds slept_{0};
};

}  // namespace odca::amt
