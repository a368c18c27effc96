// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ProgressLines: what is being done, a line each on standard error, for people who wait.
#pragma once

#include <functional>
#include <string_view>

#include "odca/amt/activation.h"

namespace odca::amtctl {

/// Say writes to whoever waits.
using Say = std::function<void(std::string_view)>;

class ProgressLines final : public amt::Progress {
 public:
  /// An empty `say` keeps silent.
  explicit ProgressLines(Say say) : say_(std::move(say)) {}
  void began(std::string_view step, std::string_view what) override;
  /// ended says what did not go as it should; the rest is in the answer.
  void ended(const amt::Step& step) override;

 private:
  Say say_;
};

/// progress_for is standard error, unless the answer is JSON.
Say progress_for(bool json);

}  // namespace odca::amtctl
