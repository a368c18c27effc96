// The loop: choose the target, try paths best first, judge each one, and keep the first trusted or the best rejected.
#include "odca/verifier.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "chain/builder.h"
#include "verify/engine.h"
#include "verify/pinned.h"
#include "verify/target.h"

namespace odca {
namespace {

constexpr ChainProfile kNoProfile{"none", "no certificate to judge", "", nullptr, nullptr};

struct Judged {
  Candidate candidate{};
  Judgement judgement{};
};

/// Trial judges the candidates of one verdict and remembers what it costs to know later.
class Trial {
 public:
  Trial(const Case& asked, LinkProofs& proofs)
      : asked_(asked), proofs_(proofs), crls_(asked.evidence.crls, asked.store) {}

  const std::optional<Judged>& best() const { return best_; }
  Judged take_best() { return *std::move(best_); }
  std::vector<PathAttempt> take_attempts() { return std::move(attempts_); }
  bool target_revoked() const { return target_revoked_; }

  /// try_path judges a path and tells whether it is trusted. Among those rejected the one whose failure is least is
  /// kept.
  bool try_path(Path path) {
    Judged judged = judge_path(std::move(path));
    attempts_.push_back(describe(judged));
    if (!judged.candidate.revocation.empty() && judged.candidate.revocation[0].state == RevocationState::revoked)
      target_revoked_ = true;
    const bool trusted = judged.judgement.trusted;
    if (trusted || !best_ || less_bad(judged, *best_)) best_ = std::move(judged);
    return trusted;
  }

  /// judge_again adds what the search itself has to say.
  void judge_again(const std::vector<LimitHit>& search_limits) {
    if (!best_ || search_limits.empty()) return;
    best_->candidate.limits.insert(best_->candidate.limits.end(), search_limits.begin(), search_limits.end());
    best_->judgement = judge(asked_, best_->candidate);
  }

 private:
  Judged judge_path(Path path) {
    Judged judged;
    Candidate& candidate = judged.candidate;
    candidate.path = std::move(path);
    candidate.limits = asked_.limits;
    candidate.profile = &kNoProfile;
    if (!candidate.path.steps.empty()) {
      candidate.profile = &profile_of(candidate.path, asked_.question);
      candidate.roles = candidate.profile->roles(candidate.path);
      candidate.problems = validate_path(candidate.path, asked_.question, asked_.judged_at, asked_.policy, proofs_,
                                         asked_.evidence.device.amt_version);
    }
    if (candidate.path.anchor)
      candidate.revocation =
          check_revocation(candidate.path, role_wanted(*candidate.profile, asked_.question), crls_, asked_.store,
                           asked_.judged_at, asked_.policy.revocation, proofs_, asked_.evidence.certificates);
    judged.judgement = judge(asked_, candidate);
    return judged;
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
  LinkProofs& proofs_;
  const CrlIndex crls_;
  std::optional<Judged> best_{};
  std::vector<PathAttempt> attempts_{};
  bool target_revoked_ = false;
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

/// time_to_judge_at: a host whose clock is before the making of this program has lost its time, not gained any.
Time time_to_judge_at(const Question& question) {
  return question.at_is_host_clock ? std::max(question.at, build_date()) : question.at;
}

/// limits_reached adds to the limits of reading those that only the whole bag can reach: several dumps in one bag.
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
                                      " CRLs, more than limits.crls allows (", limits.crls, ')')});
  return reached;
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
  if (!trusted && !trial.target_revoked())
    if (std::optional<Path> path = pinned_path(asked.evidence, target, asked.question, proofs))
      trusted = trial.try_path(*std::move(path));
  if (!trial.best()) trial.try_path(builder.outcome().furthest.value_or(lonely_attempt(asked.evidence, target)));
  if (!trusted) trial.judge_again(builder.outcome().limits);
  return {.search_steps = builder.outcome().steps};
}

}  // namespace

Verifier::Verifier(Policy policy, TrustStore store, Strictness strictness)
    : policy_(std::move(policy)), store_(std::move(store)), strictness_(strictness) {}

Verdict Verifier::verify(const Evidence& evidence, const Question& question, LinkCache* links) const {
  const Time judged_at = time_to_judge_at(question);
  const std::vector<LimitHit> limits = limits_reached(evidence, policy_.limits);
  const bool too_many = limits.size() > evidence.limits.size();
  LinkProofs proofs(policy_.limits.signature_checks, links);
  const TargetChoice target =
      too_many ? TargetChoice{.reason = "limit"} : choose_target(evidence, question, policy_, proofs);
  const Case asked{evidence, question, judged_at, policy_, store_, target, limits, strictness_};
  Trial trial(asked, proofs);
  WorkDone work;
  if (target.index) {
    work = search(asked, proofs, trial);
  } else {
    trial.try_path({});
  }
  Judged judged = trial.take_best();

  Verdict verdict{.path = path_certificates(judged.candidate),
                  .anchor = judged.candidate.path.anchor,
                  .profile = std::string(judged.candidate.profile->id),
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
  verdict.work.paths_tried = verdict.attempts.size();
  if (judged.judgement.trusted && verdict.anchor) verdict.verified = VerifiedPath(verdict.path, *verdict.anchor);
  return verdict;
}

const Finding* Verdict::decisive() const {
  const auto failing =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::fail; });
  return failing == findings.end() ? nullptr : &*failing;
}

}  // namespace odca
