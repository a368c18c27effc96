// Rules about the circumstances of the verdict: the host's clock, and the exceptions that the policy makes. The engine
// judges this theme last, because the policy rules report what it did with all others.
#include "base/text.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

void check_clock(const RuleInput& in, Answer& out) {
  if (in.judged_at == in.question.at) return;
  Finding& finding = out.report(cat("the clock of this host reads ", format_time(in.question.at),
                                    ", earlier than this program's build date; judged at ", format_time(in.judged_at)),
                                {}, "clock-before-build");
  finding.params = {{"expected", cat("not before ", format_time(in.judged_at))},
                    {"found", format_time(in.question.at)}};
  finding.hint = "set the clock, or name the time to judge at with --at";
}

std::string described(const Exception& exception) {
  return cat("the exception for rule ", quote(exception.rule), " (", exception.reason, ')',
             exception.from ? cat(" from ", format_time(*exception.from)) : std::string(), " until ",
             format_time(exception.until));
}

Finding& report_exception(Answer& out, const Exception& exception, std::string_view what, std::string reason) {
  Finding& finding = out.report(cat(described(exception), what), {}, std::move(reason));
  finding.params = {{"rule", exception.rule}, {"until", format_time(exception.until)}};
  return finding;
}

void check_exception_used(const RuleInput& in, Answer& out) {
  for (const ExceptionUse& use : in.exceptions)
    if (use.state == ExceptionUse::State::holds)
      report_exception(out, *use.exception, " lowered a failure to a warning", "used");
}

void check_exception_expired(const RuleInput& in, Answer& out) {
  for (const ExceptionUse& use : in.exceptions) {
    if (use.state == ExceptionUse::State::expired)
      report_exception(out, *use.exception, " has ended and does nothing", "expired").hint =
          "remove it from the policy, or agree on a new end date";
    if (use.state == ExceptionUse::State::not_begun)
      report_exception(out, *use.exception, " has not begun and does nothing", "not-begun").hint =
          "an exception holds for two years at most, and without 'from' for the two years before its end";
  }
}

constexpr Rule kRules[] = {
    {{"time.clock", "The clock of this host is not before the day on which this program was made.",
      "docs/hierarchy.md 9", Severity::warn, Severity::note},
     always,
     check_clock},
    {{"policy.exception_used", "No exception of the policy was needed.", "docs/policy.md", Severity::warn,
      Severity::warn},
     always,
     check_exception_used},
    {{"policy.exception_expired", "No exception that would have been needed has ended, or has yet to begin.",
      "docs/policy.md", Severity::warn, Severity::note},
     always,
     check_exception_expired},
};

}  // namespace

std::span<const Rule> context_rules() { return kRules; }

}  // namespace odca
