// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Asking in a child process, so that a judge that hangs or breaks is seen for what it is.
#pragma once

#include <chrono>

#include "judge.h"

namespace odca::limbo {

/// ask_in_child forks, asks the judge there, and takes the answer from a pipe. Not done by the deadline: `hang`. Ended
/// by a signal, by an exception, by any exit status but 0, or without a whole answer: `crash`, with what was seen in
/// `detail`. Throws std::runtime_error when no child can be made: that is a fault of the harness, not of the judge.
Answer ask_in_child(const Judge& judge, const Case& asked, std::chrono::milliseconds limit);

}  // namespace odca::limbo
