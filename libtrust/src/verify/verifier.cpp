// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The loop: choose the target, try paths best first, judge each one, and keep the first trusted or the best rejected.
#include "odca/verifier.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"
#include "chain/builder.h"
#include "profile/algorithms.h"
#include "profile/identity.h"
#include "profile/pins.h"
#include "trust/denial.h"
#include "verify/engine.h"
#include "verify/path_to_ask.h"
#include "verify/pinned.h"
#include "verify/target.h"

namespace odca {
namespace {

constexpr ChainProfile kNoProfile{ProfileKind::none, "no certificate to judge", "", nullptr, nullptr};

// Attempts list all their names; a hostile input has two hundred paths of sixteen long ones.
constexpr std::size_t kAttemptsTold = 32;

struct Judged {
  Candidate candidate{};
  Judgement judgement{};
};

bool is_revoked(const CertificateRevocation& revocation) { return revocation.state == RevocationState::revoked; }

/// Trial judges the candidates of one verdict and keeps the best.
class Trial {
 public:
  /// Trial validates with the budget of the search and checks revocation with the budget kept for it.
  Trial(const Case& asked, LinkProofs& of_search, LinkProofs& of_revocation)
      : asked_(asked),
        of_search_(of_search),
        revocation_(asked.evidence, asked.store, asked.judged_at, asked.policy.revocation,
                    asked.policy.limits.signature_checks, of_revocation) {}

  const std::optional<Judged>& best() const { return best_; }
  Judged take_best() { return *std::move(best_); }
  std::vector<PathAttempt> take_attempts() { return std::move(attempts_); }
  std::size_t tried() const { return tried_; }
  /// leaves_room_for_pin: no enterprise anchor has judged the target.
  bool leaves_room_for_pin() const { return leaves_room_for_pin_; }

  /// try_path judges a path and tells whether it is trusted. `known` are problems found beside the path. Among those
  /// rejected the one whose failure is least is kept.
  bool try_path(Path path, std::vector<Problem> known = {}) {
    Judged judged = judge_path(std::move(path), std::move(known));
    if (++tried_ <= kAttemptsTold) attempts_.push_back(describe(judged));
    const std::optional<TrustAnchor>& anchor = judged.candidate.path.anchor;
    if (anchor && anchor->roles.contains(AnchorRole::enterprise)) leaves_room_for_pin_ = false;
    const std::vector<CertificateRevocation>& answers = judged.candidate.revocation;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      add_charge(answers[i], i == 0, known_of_paths_);
      not_all_looked_at_ = not_all_looked_at_ || answers[i].budget_spent;
    }
    const bool trusted = judged.judgement.trusted;
    if (trusted || !best_ || less_bad(judged, *best_)) best_ = std::move(judged);
    return trusted;
  }

  /// complete adds to a rejection the limits of the search, and the revocation of a path that was rejected before it
  /// was checked.
  void complete(const std::vector<LimitHit>& search_limits) {
    if (!best_) return;
    Candidate& candidate = best_->candidate;
    const bool unasked = candidate.path.anchor && candidate.revocation.empty();
    if (search_limits.empty() && !unasked) return;
    candidate.limits.insert(candidate.limits.end(), search_limits.begin(), search_limits.end());
    if (unasked) ask_revocation(candidate);
    best_->judgement = judge(asked_, candidate);
  }

  /// known_against_key lists the problems of the paths tried with the target and the CAs above it, and those of other
  /// certificates of the target's key. The key's holder can make new certificates at will, so these count too.
  std::vector<Problem> known_against_key(const Path& pinned, SameKey& others) {
    std::vector<Problem> known = known_of_paths_;
    others.budget_spent |= not_all_looked_at_;
    const auto add = [&](RuleId rule, ReasonId reason, const Certificate& other, std::string_view what) {
      known.push_back({.rule = rule,
                       .reason = reason,
                       .cert = 0,
                       .message = cat("another certificate of this key, ", quote(other->subject.to_string()),
                                      " (sha256 ", to_hex(other->sha256), "), ", what),
                       .hint = "renew the key; a finding against any certificate of a pinned key counts against all"});
    };
    for (const Certificate& other : others.certificates)
      if (denial_of(asked_.store, other) != nullptr)
        add("trust.denied", "denied-same-key", other, "is on the deny list");
    for (const auto& [path, all_known] : others.ways) {
      const std::vector<CertificateRevocation> answers = revocation_.check(below_enterprise(path));
      const bool itself = path.steps[0].certificate == pinned.steps[0].certificate;
      if (itself) add_denial_above(path, known);
      if (itself) add_unheard(path, all_known, answers, known);
      for (std::size_t i = 0; i < answers.size(); ++i) {
        const CertificateRevocation& answer = answers[i];
        others.budget_spent |= answer.budget_spent;
        if (itself)
          add_charge(answer, i == 0, known);
        else if (i == 0 && is_revoked(answer))  // CAs above another certificate are not the target's
          add("revocation.revoked", "revoked-same-key", path.steps[0].certificate, cat("is revoked: ", answer.detail));
        else if (i == 0 && answer.suspicious)
          add("revocation.suspicious", answer.suspicious->reason, path.steps[0].certificate,
              cat("may be revoked: ", answer.suspicious->detail));
      }
    }
    return known;
  }

 private:
  static std::string_view pinned_or_above(bool is_target) {
    return is_target ? "the pinned certificate" : "a CA above the pinned certificate";
  }

  /// add_once leaves out duplicates: several paths may lead over one CA.
  static void add_once(std::vector<Problem>& known, Problem problem) {
    const auto same = [&](const Problem& other) {
      return other.rule == problem.rule && other.message == problem.message;
    };
    if (std::none_of(known.begin(), known.end(), same)) known.push_back(std::move(problem));
  }

  static void add_suspicion(const Suspicion& suspicion, bool is_target, std::string hint, std::vector<Problem>& known) {
    add_once(known, {.rule = "revocation.suspicious",
                     .reason = suspicion.reason,
                     .cert = 0,
                     .message = cat(pinned_or_above(is_target), " may be revoked: ", suspicion.detail),
                     .hint = std::move(hint)});
  }

  static void add_charge(const CertificateRevocation& answer, bool is_target, std::vector<Problem>& known) {
    if (is_revoked(answer))
      add_once(known, {.rule = "revocation.revoked",
                       .reason = "revoked",
                       .cert = 0,
                       .message = cat(pinned_or_above(is_target), " is revoked: ", answer.detail),
                       .hint = "a pin overrides no revocation; give the device a new certificate, and pin that"});
    if (answer.suspicious)
      add_suspicion(*answer.suspicious, is_target, "treat it as revoked until its CA has explained the CRL", known);
  }

  /// add_unheard: leaving out the issuer of a pinned certificate must not disable the operator's CRLs.
  void add_unheard(const Path& path, bool all_known, const std::vector<CertificateRevocation>& answers,
                   std::vector<Problem>& known) {
    const Certificate& last = *path.anchor->certificate;
    const auto ask = [&](const Certificate& certificate, const Certificate* signer, bool is_target) {
      if (const auto unheard = revocation_.unheard(certificate, signer, all_known))
        add_suspicion(*unheard, is_target, {}, known);
    };
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
      const bool accused = is_revoked(answers[i]) || answers[i].suspicious;
      const bool is_last = i + 1 == path.steps.size();
      const Certificate& signer = is_last ? last : path.steps[i + 1].certificate;
      if (!accused && signer != path.steps[i].certificate) ask(path.steps[i].certificate, &signer, i == 0);
    }
    if (!last.self_issued()) ask(last, nullptr, last == path.steps[0].certificate);
  }

  /// add_denial_above: a pin undoes no denial of a CA above the pinned certificate.
  void add_denial_above(const Path& path, std::vector<Problem>& known) const {
    const auto add = [&](const DenyEntry* entry, const Certificate& ca) {
      if (entry != nullptr)
        add_once(known, {.rule = "trust.denied",
                         .reason = "issuer-denied",
                         .cert = 0,
                         .message = cat("a CA above the pinned certificate, ", quote(ca->subject.to_string()),
                                        ", is on the deny list (", entry->origin.where, ")")});
    };
    const auto ask = [&](const Certificate& ca) {
      add(asked_.store.denial_of_key(ca->spki_sha256), ca);
      add(denial_of(asked_.store, ca), ca);
    };
    for (std::size_t i = 1; i < path.steps.size(); ++i) ask(path.steps[i].certificate);
    if (*path.anchor->certificate != path.steps[0].certificate) ask(*path.anchor->certificate);
  }

  /// below_enterprise: the issuer of another certificate of a pinned key is treated as an enterprise CA.
  PathToAsk below_enterprise(const Path& path) const {
    const AllowedAlgorithms allowed = wide_algorithms(asked_.policy.algorithms);
    return {.path = path,
            .judged_as = AnchorRole::enterprise,
            .algorithms = {allowed.signatures, allowed.ca_keys, allowed.rsa_min_bits}};
  }

  Judged judge_path(Path path, std::vector<Problem> known) {
    Judged judged;
    Candidate& candidate = judged.candidate;
    candidate.path = std::move(path);
    candidate.limits = asked_.limits;
    candidate.profile = &kNoProfile;
    if (!candidate.path.steps.empty()) {
      candidate.profile = &profile_of(candidate.path, asked_.question);
      candidate.roles = candidate.profile->roles(candidate.path);
      candidate.problems = validate_path(
          candidate.path, asked_.question, asked_.judged_at,
          algorithms_of_path(candidate.profile->kind, candidate.path, asked_.question, asked_.policy.algorithms),
          of_search_, asked_.evidence.device.amt_version);
    }
    candidate.problems.insert(candidate.problems.end(), std::make_move_iterator(known.begin()),
                              std::make_move_iterator(known.end()));
    if (needs_revocation(candidate)) ask_revocation(candidate);
    drop_said_twice(candidate);
    judged.judgement = judge(asked_, candidate);
    return judged;
  }

  /// drop_said_twice drops problems from beside the path that its own CRLs report too.
  static void drop_said_twice(Candidate& candidate) {
    if (candidate.revocation.empty()) return;
    const CertificateRevocation& own = candidate.revocation.front();
    std::erase_if(candidate.problems, [&](const Problem& problem) {
      if (problem.rule == "revocation.revoked") return is_revoked(own) && problem.message.ends_with(own.detail);
      return problem.rule == "revocation.suspicious" && own.suspicious &&
             problem.message.ends_with(own.suspicious->detail);
    });
  }

  /// needs_revocation: a path that is rejected anyway leaves the budget to others. With a pin the CRLs are checked all
  /// the same: a revocation counts even if the certificate's own path is broken.
  bool needs_revocation(const Candidate& candidate) const {
    if (!candidate.path.anchor) return false;
    return is_pinned(asked_.evidence.device) ||
           std::none_of(candidate.problems.begin(), candidate.problems.end(), breaks_floor);
  }

  void ask_revocation(Candidate& candidate) {
    candidate.revocation = revocation_.check(path_to_ask(candidate, asked_.question, asked_.policy));
  }

  static std::size_t count(const Judged& judged, Severity severity) {
    const std::vector<Finding>& findings = judged.judgement.findings;
    return static_cast<std::size_t>(std::count_if(  // never negative
        findings.begin(), findings.end(), [&](const Finding& finding) { return finding.severity == severity; }));
  }

  static bool less_bad(const Judged& a, const Judged& b) {
    if (a.candidate.path.anchor.has_value() != b.candidate.path.anchor.has_value())
      return a.candidate.path.anchor.has_value();
    if (const std::size_t x = count(a, Severity::fail), y = count(b, Severity::fail); x != y) return x < y;
    return count(a, Severity::warn) < count(b, Severity::warn);
  }

  static PathAttempt describe(const Judged& judged) {
    PathAttempt attempt;
    for (const PathStep& step : judged.candidate.path.steps) {
      attempt.subjects.push_back(step.certificate->subject.to_string());
      attempt.sha256.push_back(to_hex(step.certificate->sha256));
    }
    if (judged.candidate.path.anchor) attempt.anchor = judged.candidate.path.anchor->label;
    attempt.outcome = "trusted";
    if (!judged.judgement.trusted) {
      attempt.outcome = "rejected";
      if (const auto& findings = judged.judgement.findings; !findings.empty())
        attempt.outcome = cat(findings[0].rule, ": ", findings[0].message);
    }
    return attempt;
  }

  const Case& asked_;
  LinkProofs& of_search_;
  Revocation revocation_;
  std::optional<Judged> best_{};
  std::vector<PathAttempt> attempts_{};
  std::size_t tried_ = 0;
  bool leaves_room_for_pin_ = true;
  std::vector<Problem> known_of_paths_{};
  bool not_all_looked_at_ = false;
};

std::vector<PathCertificate> path_certificates(const Candidate& candidate) {
  std::vector<PathCertificate> certificates;
  for (std::size_t i = 0; i < candidate.path.steps.size(); ++i) {
    const PathStep& step = candidate.path.steps[i];
    certificates.push_back(
        {.certificate = step.certificate,
         .role = candidate.roles[i],
         .origin = step.origin,
         .revocation = candidate.revocation.empty() ? RevocationState::not_checked : candidate.revocation[i].state});
  }
  return certificates;
}

std::vector<std::string> unused(const Evidence& evidence, const Path& path) {
  std::set<Fingerprint> named;
  for (const PathStep& step : path.steps) named.insert(step.certificate->sha256);
  std::vector<std::string> texts;
  for (const Presented& presented : evidence.certificates) {
    const Certificate& certificate = presented.certificate;
    if (named.insert(certificate->sha256).second)
      texts.push_back(cat(certificate->subject.to_string(), " (sha256 ", to_hex(certificate->sha256), ")"));
  }
  return texts;
}

/// time_to_judge_at: a host clock before the build date is wrong; the true time is later.
Time time_to_judge_at(const Question& question) {
  return question.at_is_host_clock ? std::max(question.at, build_date()) : question.at;
}

/// limits_reached adds to the limits of reading those that only several inputs together reach.
std::vector<LimitHit> limits_reached(const Evidence& evidence, const Limits& limits) {
  std::vector<LimitHit> reached = evidence.limits;
  if (evidence.certificates.size() > limits.certificates)
    reached.push_back(
        {.limit = "certificates",
         .message = cat("all inputs together hold ", evidence.certificates.size(),
                        " certificates, more than limits.certificates allows (", limits.certificates, ')')});
  if (evidence.crls.size() > limits.crls)
    reached.push_back({.limit = "crls",
                       .message = cat("all inputs together hold ", evidence.crls.size(),
                                      " CRLs, more than limits.crls allows (", limits.crls, ')'),
                       .crl = true});
  return reached;
}

LimitHit checks_spent(std::string_view before, const Limits& limits) {
  return {.limit = "signature_checks",
          .message = cat("limits.signature_checks (", limits.signature_checks, ") was reached before ", before)};
}

/// try_pin judges the path made by the pin. A budget spent before that is a limit reached.
bool try_pin(const Case& asked, LinkProofs& proofs, Trial& trial, std::vector<LimitHit>& limits) {
  const std::size_t target = *asked.target.index;
  Pinned pinned = pinned_path(asked.evidence, target, asked.question, asked.store, asked.judged_at, proofs);
  std::vector<Problem> known;
  if (pinned.path) {
    SameKey others = same_key(asked.evidence, *pinned.path, asked.store, asked.policy.limits.signature_checks, proofs);
    known = trial.known_against_key(*pinned.path, others);
    pinned.budget_spent |= others.budget_spent;
  }
  if (pinned.budget_spent) limits.push_back(checks_spent("the pinned path was checked", asked.policy.limits));
  if (!pinned.path || pinned.budget_spent) return false;
  return trial.try_path(*std::move(pinned.path), std::move(known));
}

/// search tries every path of the builder, then the pin, and falls back on the furthest attempt.
WorkDone search(const Case& asked, LinkProofs& proofs, Trial& trial) {
  const std::size_t target = *asked.target.index;
  PathBuilder builder(asked.evidence, target, asked.store, asked.question, asked.judged_at, asked.policy.limits,
                      proofs);
  bool trusted = false;
  while (!trusted) {
    std::optional<Path> path = builder.next();
    if (!path) break;
    trusted = trial.try_path(*std::move(path));
  }
  std::vector<LimitHit> limits = builder.outcome().limits;
  // A search that was cut short may have missed the path on which the target is revoked.
  if (!trusted && limits.empty() && trial.leaves_room_for_pin()) trusted = try_pin(asked, proofs, trial, limits);
  if (!trial.best()) trial.try_path(builder.outcome().furthest.value_or(lonely_attempt(asked.evidence, target)));
  if (!trusted) trial.complete(limits);
  return {.search_steps = builder.outcome().steps};
}

}  // namespace

Verifier::Verifier(Policy policy, TrustStore store, Strictness strictness)
    : policy_(std::move(policy)), store_(std::move(store)), strictness_(strictness) {}

Verdict Verifier::verify(const Evidence& evidence, const Question& question, LinkCache* links) const {
  const Time judged_at = time_to_judge_at(question);
  std::vector<LimitHit> limits = limits_reached(evidence, policy_.limits);
  const bool too_many = limits.size() > evidence.limits.size();
  const CheckShares shares = share_checks(policy_.limits.signature_checks);
  LinkProofs proofs(policy_.limits.signature_checks, links);
  LinkProofs of_search = proofs.allot(shares.search);
  LinkProofs of_target = of_search.allot(shares.target);
  const TargetChoice target = too_many ? TargetChoice{.problem = TargetProblem::bag_too_big}
                                       : choose_target(evidence, question, policy_, of_target);
  if (!target.index && target.problem == TargetProblem::checks_spent)
    limits.push_back(checks_spent("the leaf was determined", policy_.limits));
  const Case asked{evidence, question, judged_at, policy_, store_, target, limits, strictness_};
  Trial trial(asked, of_search, proofs);
  WorkDone work;
  if (target.index) {
    work = search(asked, of_search, trial);
  } else {
    trial.try_path({});
  }
  Judged judged = trial.take_best();

  Verdict verdict{.path = path_certificates(judged.candidate),
                  .anchor = judged.candidate.path.anchor,
                  .profile = judged.candidate.profile->kind,
                  .identity = read_identity(judged.candidate.path),
                  .question = question,
                  .judged_at = judged_at,
                  .findings = std::move(judged.judgement.findings),
                  .attempts = target.index ? trial.take_attempts() : std::vector<PathAttempt>{},
                  .answers = std::move(judged.judgement.answers),
                  .unused = unused(evidence, judged.candidate.path),
                  .work = work,
                  .policy = policy_.name,
                  .trust_source = store_.source(),
                  .trust_versions = {store_.versions().begin(), store_.versions().end()},
                  .trust_anchors = store_.anchors().size(),
                  .state = store_.state()};
  verdict.work.signature_checks = proofs.checks();
  verdict.work.paths_tried = target.index ? trial.tried() : 0;
  if (judged.judgement.trusted && verdict.anchor) verdict.verified = VerifiedPath(verdict.path, *verdict.anchor);
  return verdict;
}

const Finding* Verdict::decisive() const {
  const auto failing =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::fail; });
  return failing == findings.end() ? nullptr : &*failing;
}

}  // namespace odca
