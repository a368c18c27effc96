// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Answer, and the check that reports the problems of path validation.
#include "rules/rule.h"

namespace odca {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::fail:
      return "fail";
    case Severity::warn:
      return "warn";
    case Severity::note:
      return "note";
    case Severity::off:
      return "off";
  }
  return "fail";
}

Finding& Answer::add(Finding finding) {
  items_.push_back({.finding = std::move(finding)});
  return items_.back().finding;
}

Finding& Answer::report(ReasonId reason, std::optional<std::size_t> cert, std::string message) {
  const Reason* const declared = find_reason(rule_, reason);
  if (message.empty() && declared != nullptr) message = declared->sentence;
  return add({.rule = rule_.id,
              .cert = cert,
              .message = std::move(message),
              .hint = std::string(declared == nullptr ? "" : declared->remedy),
              .reason = reason});
}

void Answer::allow_in_lab(std::string why) {
  if (items_.empty()) return;
  Item& item = items_.back();
  item.at_most_warn = true;
  item.finding.message += "; allowed by the policy's lab section, which names " + why;
  item.finding.params.push_back({"allowed_by", "lab: " + why});
}

void Answer::at_most_warn() {
  if (!items_.empty()) items_.back().at_most_warn = true;
}

Finding& report_problem(const Problem& problem, Answer& out) {
  Finding& finding = out.report(problem.reason, problem.cert, problem.message);
  if (!problem.hint.empty()) finding.hint = problem.hint;
  finding.params = problem.params;
  return finding;
}

void report_validated(const RuleInput& in, Answer& out) {
  for (const Problem& problem : in.problems)
    if (problem.rule == out.rule().id) report_problem(problem, out);
}

}  // namespace odca
