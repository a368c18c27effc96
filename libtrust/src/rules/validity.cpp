// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/validity.h"

namespace odca {
namespace {

bool is_before(const std::optional<Validity>& validity, Time time) { return validity && time < validity->not_before; }

/// may_have_begun: the problem is that a validity begins after the time judged, which is the build date because the
/// clock of this host is lost. The true time is later than that, so what has ended has ended; but what begins later may
/// well have begun. What a lost clock means is for the policy to say, in rule time.clock.
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
    finding.hint = "the clock of this host is lost (rule time.clock), so this may have begun; set the clock";
    out.at_most_warn();
  }
}

}  // namespace odca
