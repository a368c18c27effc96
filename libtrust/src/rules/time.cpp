// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the host's clock.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_clock(const RuleInput& in, Answer& out) {
  if (in.judged_at == in.question.at) return;
  Finding& finding = out.report("clock-before-build", {},
                                cat("the clock of this host reads ", format_time(in.question.at),
                                    ", earlier than this program's build date; judged at ", format_time(in.judged_at)));
  finding.params = {{"expected", cat("not before ", format_time(in.judged_at))},
                    {"found", format_time(in.question.at)}};
}

constexpr Reason kClock[] = {{"clock-before-build",
                              "the clock of this host reads earlier than this program's build date",
                              "set the clock, or set the time with --at"}};

constexpr Rule kTimeRules[] = {
    {{"time.clock",
      "The clock of this host is not earlier than this program's build date.",
      "docs/hierarchy.md 9",
      Severity::warn,
      Severity::note,
      kClock,
      {"clock-before-build", "clock-given"}},
     always,
     check_clock},
};

}  // namespace

std::span<const Rule> time_rules() { return kTimeRules; }

}  // namespace odca
