// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/validity.h"

namespace odca {
namespace {

bool is_before(const std::optional<Validity>& validity, Time time) { return validity && time < validity->not_before; }

/// may_have_begun tells whether the problem is a period that begins after the time judged, where that is the build date
/// because the host clock is wrong. The true time is later: an expired period stays expired, but one that is not yet
/// valid may have begun. The policy decides about a wrong clock in rule time.clock.
bool may_have_begun(const RuleInput& in, const Problem& problem) {
  if (in.judged_at == in.question.at) return false;
  if (problem.cert) return is_before(in.path.steps[*problem.cert].certificate->validity, in.judged_at);
  const TrustAnchor& anchor = *in.path.anchor;
  if (problem.reason == "outside-use-window") return is_before(anchor.constraints.use_window, in.judged_at);
  return problem.reason == "anchor-not-yet-valid";
}

}  // namespace

void check_validity(const RuleInput& in, Answer& out) {
  for (const Problem& problem : in.problems) {
    if (problem.rule != out.rule().id) continue;
    Finding& finding = report_problem(problem, out);
    if (!may_have_begun(in, problem)) continue;
    finding.hint = "set the clock of this host: it is wrong (rule time.clock), so the period may have begun";
    out.at_most_warn();
  }
}

}  // namespace odca
