// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "progress_lines.h"

#include "base/text.h"
#include "odca/report.h"
#include "terminal.h"

namespace odca::amtctl {

void ProgressLines::began(std::string_view, std::string_view what) {
  if (say_) say_(cat(escape_text(what), " ...\n"));
}

void ProgressLines::ended(const amt::Step& step) {
  const bool news = step.state == amt::StepState::failed || step.state == amt::StepState::unclear;
  if (say_ && news) say_(cat("  ", to_string(step.state), ": ", escape_text(step.detail), '\n'));
}

Say progress_for(bool json) { return json ? Say() : Say(cli::write_error); }

}  // namespace odca::amtctl
