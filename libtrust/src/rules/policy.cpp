// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the policy's exceptions: which ones the engine applied to the findings of other rules.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

std::string described(const Exception& exception) {
  return cat("the exception for rule ", quote(exception.rule), " (", exception.reason, ')',
             exception.from ? cat(" from ", format_time(*exception.from)) : std::string(), " until ",
             format_time(exception.until));
}

void report_exception(Answer& out, const Exception& exception, std::string_view what, ReasonId reason) {
  Finding& finding = out.report(reason, {}, cat(described(exception), what));
  finding.params = {{"rule", exception.rule}, {"until", format_time(exception.until)}};
}

void check_exception_used(const RuleInput& in, Answer& out) {
  for (const ExceptionUse& use : in.exceptions)
    if (use.state == ExceptionUse::State::holds)
      report_exception(out, *use.exception, " lowered a failure to a warning", "used");
}

void check_exception_expired(const RuleInput& in, Answer& out) {
  for (const ExceptionUse& use : in.exceptions) {
    if (use.state == ExceptionUse::State::expired)
      report_exception(out, *use.exception, " has expired and has no effect", "expired");
    if (use.state == ExceptionUse::State::not_begun)
      report_exception(out, *use.exception, " has not begun and has no effect", "not-begun");
  }
}

constexpr Reason kExceptionUsed[] = {{"used", "an exception lowered a failure to a warning", ""}};
constexpr Reason kExceptionExpired[] = {
    {"expired", "an exception has expired and has no effect", "remove it from the policy, or agree on a new end date"},
    {"not-begun", "an exception has not begun and has no effect",
     "an exception holds for two years at most, and without 'from' for the two years before its end"}};

constexpr Rule kPolicyRules[] = {
    {{"policy.exception_used",
      "No exception of the policy was needed.",
      "docs/policy.md",
      Severity::warn,
      Severity::warn,
      kExceptionUsed,
      {"exception-begun", "lnl"}},
     always,
     check_exception_used},
    {{"policy.exception_expired",
      "No exception that would apply has expired or has yet to begin.",
      "docs/policy.md",
      Severity::warn,
      Severity::note,
      kExceptionExpired,
      {"exception-expired", "exception-by-rom"}},
     always,
     check_exception_expired},
};

}  // namespace

std::span<const Rule> policy_rules() { return kPolicyRules; }

}  // namespace odca
