// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/engine.h"

#include <algorithm>

#include "base/text.h"
#include "verify/exceptions.h"

namespace odca {
namespace {

/// stricter: the enumerators are in order of strictness.
Severity stricter(Severity a, Severity b) { return std::min(a, b); }
Severity no_more_than_warn(Severity severity) { return std::max(severity, Severity::warn); }

/// is_meant_pin: the value given as pin is another hash of this very leaf.
bool is_meant_pin(ReasonId reason) { return reason == "pin-is-certificate" || reason == "pin-is-other-hash"; }

/// is_fitting_pin: the pin fits, and something else is wrong.
bool is_fitting_pin(ReasonId reason) {
  return reason == "pinned-not-issued" || reason == "pinned-not-signed" || reason == "pinned-not-vouched";
}

/// Judge runs the rules over one candidate and collects what they say.
class Judge {
 public:
  Judge(const Case& asked, const Candidate& candidate)
      : asked_(asked),
        names_(candidate.profile->kind == ProfileKind::odca ? read_hierarchy_names(candidate.path, candidate.roles)
                                                            : HierarchyNames{}),
        input_{.evidence = asked.evidence,
               .question = asked.question,
               .judged_at = asked.judged_at,
               .policy = asked.policy,
               .store = asked.store,
               .target = asked.target,
               .path = candidate.path,
               .profile = *candidate.profile,
               .roles = candidate.roles,
               .names = names_,
               .problems = candidate.problems,
               .revocation = candidate.revocation,
               .limits = candidate.limits,
               .exceptions = exceptions_,
               .answers = judgement_.answers} {}
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  Judgement run() {
    judgement_.answers.reserve(all_rules().size());
    for (const Rule* rule : all_rules()) ask(*rule);
    judgement_.trusted =
        !breaks_floors() && std::none_of(judgement_.findings.begin(), judgement_.findings.end(),
                                         [](const Finding& f) { return f.severity == Severity::fail; });
    std::stable_sort(judgement_.findings.begin(), judgement_.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    put_reason_first();
    return std::move(judgement_);
  }

 private:
  /// put_reason_first puts a known reason for the missing anchor before rule path.anchor, so that nobody is advised to
  /// trust a debug root or an unknown device.
  void put_reason_first() {
    constexpr RuleId kReasons[] = {"phase.pin", "phase.lone", "odca.debug", "odca.class"};
    std::vector<Finding>& findings = judgement_.findings;
    if (findings.empty() || findings[0].rule != "path.anchor") return;
    const auto explains = [&](const Finding& finding) {
      // A mismatching pin explains only if another part of the leaf was pinned; else the chain is missing or broken.
      if (finding.rule == "phase.pin" && !is_meant_pin(finding.reason)) return false;
      if (finding.rule == "phase.lone" && !target_is_self_issued() && !is_fitting_pin(finding.reason)) return false;
      return finding.severity == Severity::fail &&
             std::find(std::begin(kReasons), std::end(kReasons), finding.rule) != std::end(kReasons);
    };
    auto reason = std::find_if(findings.begin(), findings.end(), explains);
    if (reason == findings.end())
      reason = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return ends_path(f); });
    if (reason != findings.end()) std::rotate(findings.begin(), reason, reason + 1);
  }

  /// ends_path: the finding explains why the search ended at this certificate: it has no issuer name, or a signature
  /// that cannot be checked.
  bool ends_path(const Finding& finding) const {
    const Finding& end = judgement_.findings[0];
    const StopReason stopped = input_.path.stopped_reason;
    if (finding.severity != Severity::fail || finding.cert != end.cert) return false;
    if (finding.rule == "path.empty_name") return finding.reason == "empty-issuer";
    return finding.rule == "cert.algorithm" &&
           (stopped == StopReason::signature || stopped == StopReason::key || stopped == StopReason::algorithm);
  }

  bool target_is_self_issued() const {
    return !input_.path.steps.empty() && input_.path.steps[0].certificate.self_issued();
  }

  void ask(const Rule& rule) {
    const Severity chosen = stricter(severity_of(asked_.policy, rule.info), rule.info.floor);
    RuleAnswer said{.rule = rule.info.id, .answer = RuleAnswer::Kind::pass, .severity = chosen};
    Answer answer(rule.info);
    if (chosen == Severity::off) {
      said.answer = RuleAnswer::Kind::off;
    } else if (!rule.applies(input_)) {
      said.answer = RuleAnswer::Kind::not_applicable;
    } else {
      rule.check(input_, answer);
      if (!answer.applicable()) said.answer = RuleAnswer::Kind::not_applicable;
      if (!answer.items().empty()) said.answer = RuleAnswer::Kind::finding;
      said.detail = answer.detail();
      for (Answer::Item& item : answer.items()) take(rule, chosen, item);
    }
    judgement_.answers.push_back(std::move(said));
  }

  void take(const Rule& rule, Severity severity, Answer::Item& item) {
    Finding& finding = item.finding;
    if (item.at_most_warn) severity = no_more_than_warn(severity);
    if (severity == Severity::fail) severity = except(rule.info, finding);
    if (severity == Severity::warn && asked_.strictness == Strictness::strict) severity = Severity::fail;
    finding.severity = severity;
    judgement_.findings.push_back(std::move(finding));
  }

  /// except looks for an exception of the policy to a failure, and remembers each one that it met.
  Severity except(const RuleInfo& info, Finding& finding) {
    Severity severity = Severity::fail;
    for (const Exception& exception : asked_.policy.exceptions) {
      if (!covers(exception, info, input_)) continue;
      const ExceptionUse::State state = state_at(exception, asked_.judged_at);
      remember({.exception = &exception, .state = state});
      if (state != ExceptionUse::State::holds) continue;
      severity = Severity::warn;
      finding.params.push_back({"allowed_by", "exception: " + exception.reason});
    }
    return severity;
  }

  void remember(ExceptionUse use) {
    const auto same = [&](const ExceptionUse& other) { return other.exception == use.exception; };
    if (std::none_of(exceptions_.begin(), exceptions_.end(), same)) exceptions_.push_back(use);
  }

  /// breaks_floors is the engine's own floor: an unknown chain is refused even with an empty table of rules.
  bool breaks_floors() {
    const bool broken = !input_.path.anchor || input_.path.steps.empty();
    return broken || std::any_of(input_.problems.begin(), input_.problems.end(), breaks_floor);
  }

  const Case& asked_;
  HierarchyNames names_;
  std::vector<ExceptionUse> exceptions_{};
  Judgement judgement_{};
  RuleInput input_;
};

}  // namespace

bool breaks_floor(const Problem& problem) { return rule_info(problem.rule).floor == Severity::fail; }

Judgement judge(const Case& asked, const Candidate& candidate) { return Judge(asked, candidate).run(); }

}  // namespace odca
