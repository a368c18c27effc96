// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rule: a catalogue row with the function that checks it. A new rule is one function and one row in its theme's table.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/finding.h"
#include "odca/policy.h"
#include "odca/rule_catalog.h"
#include "odca/trust_store.h"
#include "profile/levels.h"
#include "profile/profile.h"
#include "revocation/revocation.h"
#include "validate/path_validation.h"

namespace odca {

/// TargetProblem is why no certificate is the one asked about.
enum class TargetProblem {
  none_fits,
  ambiguous,
  named_absent,
  first_not_read,
  not_the_peer,
  peer_not_read,
  bag_too_big,
  checks_spent
};
/// reason_of is what rule target.found reports.
ReasonId reason_of(TargetProblem problem);

/// TargetChoice is how the certificate asked about was found.
struct TargetChoice {
  std::optional<std::size_t> index{};                ///< into Evidence::certificates
  TargetProblem problem = TargetProblem::none_fits;  ///< when index is empty
  std::vector<std::size_t> candidates{};
};

/// ExceptionUse is one policy exception that covers a finding.
struct ExceptionUse {
  const Exception* exception = nullptr;  ///< into RuleInput::policy
  /// state at the time judged; only one that holds lowers the finding.
  enum class State { holds, expired, not_begun } state = State::holds;
};

/// RuleInput is everything a rule may look at. `path.steps` is empty when no target was found, `path.anchor` when no
/// path was.
struct RuleInput {
  const Evidence& evidence;
  const Question& question;
  Time judged_at;
  const Policy& policy;
  const TrustStore& store;
  const TargetChoice& target;
  const Path& path;
  const ChainProfile& profile;
  const std::vector<CertificateRole>& roles;
  const HierarchyNames& names;                           ///< of an ODCA path; empty otherwise
  const std::vector<Problem>& problems;                  ///< of validate_path
  const std::vector<CertificateRevocation>& revocation;  ///< one per step; empty when not checked
  const std::vector<LimitHit>& limits;                   ///< of reading and of the search
  const std::vector<ExceptionUse>& exceptions;           ///< by the rules judged so far; the policy rules come last
  const std::vector<RuleAnswer>& answers;                ///< of the rules judged so far

  bool is_odca() const { return profile.kind == ProfileKind::odca; }
};

/// Answer is where a rule reports. The engine sets rule id and severity of each finding afterwards.
class Answer {
 public:
  explicit Answer(const RuleInfo& rule) : rule_(rule) {}

  /// rule is the row of the rule that answers.
  const RuleInfo& rule() const { return rule_; }
  /// report says what is wrong, for a reason that the row declares: its remedy is the hint, and its sentence the
  /// message where none is given. The reference lasts until the next report.
  Finding& report(ReasonId reason, std::optional<std::size_t> cert = {}, std::string message = {});
  /// add takes over a finding made elsewhere.
  Finding& add(Finding finding);
  /// allow_in_lab marks the finding just reported as allowed by a lab allowance: it becomes a warning at most.
  void allow_in_lab(std::string why);
  /// at_most_warn marks the finding just reported as no more than a warning by the rule's own definition.
  void at_most_warn();
  /// detail sets what --explain prints for a rule that passed ("matched as SHA-256, raw").
  void detail(std::string text) { detail_ = std::move(text); }
  void not_applicable() { applicable_ = false; }

  struct Item {
    Finding finding;
    bool at_most_warn = false;
  };
  bool applicable() const { return applicable_; }
  const std::string& detail() const { return detail_; }
  std::vector<Item>& items() { return items_; }

 private:
  const RuleInfo& rule_;
  bool applicable_ = true;
  std::string detail_{};
  std::vector<Item> items_{};
};

/// Rule is asked only where `applies` says so; otherwise its answer is "not applicable".
struct Rule {
  RuleInfo info;
  bool (*applies)(const RuleInput&);
  void (*check)(const RuleInput&, Answer&);
};

/// all_rules lists every theme's table, in catalogue order.
std::span<const Rule* const> all_rules();

/// report_problem reports one of the problems of validate_path; the reference lasts until the next report.
Finding& report_problem(const Problem& problem, Answer& out);

/// report_validated reports the problems of validate_path for this rule: the check of the rules of RFC 5280 6.1.
void report_validated(const RuleInput& in, Answer& out);

}  // namespace odca
