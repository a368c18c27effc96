// Rules about the circumstances of the verdict: the host's clock, and the exceptions that the policy makes. The engine
// judges this theme last, because the policy rules report what it did with all others.
#include "base/text.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

void check_clock(const RuleInput& in, Answer& out) {
  if (in.judged_at == in.question.at) return;
  Finding& finding = out.report(cat("the clock of this host says ", format_time(in.question.at),
                                    ", which is before this program was made; judged at ", format_time(in.judged_at)),
                                {}, "clock-before-build");
  finding.params = {{"expected", cat("not before ", format_time(in.judged_at))},
                    {"found", format_time(in.question.at)}};
  finding.hint = "set the clock, or name the time to judge at with --at";
}

std::string described(const Exception& exception) {
  return cat("the exception for rule ", quote(exception.rule), " (", exception.reason, ") until ",
             format_time(exception.until));
}

void report_exceptions(const RuleInput& in, Answer& out, bool expired) {
  for (const ExceptionUse& use : in.exceptions) {
    if (use.expired != expired) continue;
    Finding& finding = out.report(
        cat(described(*use.exception), expired ? " has ended and does nothing" : " lowered a failure to a warning"), {},
        expired ? "expired" : "used");
    finding.params = {{"rule", use.exception->rule}, {"until", format_time(use.exception->until)}};
    if (expired) finding.hint = "remove it from the policy, or agree on a new end date";
  }
}

void check_exception_used(const RuleInput& in, Answer& out) { report_exceptions(in, out, false); }
void check_exception_expired(const RuleInput& in, Answer& out) { report_exceptions(in, out, true); }

constexpr Rule kRules[] = {
    {{"time.clock", "The clock of this host is not before the day on which this program was made.",
      "docs/hierarchy.md 9", Severity::warn, Severity::note},
     always,
     check_clock},
    {{"policy.exception_used", "No exception of the policy was needed.", "docs/policy.md", Severity::warn,
      Severity::warn},
     always,
     check_exception_used},
    {{"policy.exception_expired", "No exception that would have been needed has ended.", "docs/policy.md",
      Severity::warn, Severity::note},
     always,
     check_exception_expired},
};

}  // namespace

std::span<const Rule> context_rules() { return kRules; }

}  // namespace odca
