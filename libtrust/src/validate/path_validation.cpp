// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "validate/path_validation.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "validate/certificate_checks.h"

namespace odca {
namespace {

/// Issuer is the state of RFC 5280 6.1.2 that passes from certificate to certificate: working_issuer_name (j) and
/// working_public_key (g, h, i). The policy tree and the subtrees (a) to (f) have no counterpart: see
/// check_constraints.
struct WorkingIssuer {
  const Name& name;
  const Bytes& spki;
  const KeyInfo& key;
};

WorkingIssuer issuer_of(const Certificate& certificate) {
  return {certificate->subject, certificate->spki, certificate->key};
}

// RFC 5280 6.1.3(a)(1)
void check_signature(CheckContext& context, const WorkingIssuer& issuer, const Certificate& certificate,
                     std::size_t cert, LinkProofs& proofs) {
  const auto report = [&](ReasonId reason, std::string message) {
    Problem& problem = context.report("path.signature", reason, cert, std::move(message));
    problem.params = {{"issuer", issuer.name.to_string()}};
  };
  switch (proofs.check(issuer.spki, issuer.key, certificate)) {
    case LinkAnswer::valid:
      return;
    case LinkAnswer::invalid:
      return report("invalid", cat("the key of ", quote(issuer.name.to_string()), " did not sign this certificate"));
    case LinkAnswer::mismatch:
      return report("mismatch", cat("the signature of type ", quote(to_string(certificate->signature_algorithm.kind)),
                                    " cannot be by the key of ", quote(issuer.name.to_string()), ", of type ",
                                    quote(to_string(issuer.key.kind))));
    case LinkAnswer::budget_spent:
      return report("budget", "the signature was not checked: the limit of signature checks was reached");
    case LinkAnswer::unusable:
      break;
  }
  report("unusable-key", "the signature cannot be checked: its algorithm or the issuer's key is unusable");
}

// RFC 5280 6.1.3(a)(4), and 4.1.2.4: "The issuer field MUST contain a non-empty distinguished name".
void check_issuer_name(CheckContext& context, const WorkingIssuer* issuer, const Certificate& certificate,
                       std::size_t cert) {
  if (certificate->issuer.empty()) context.report("path.empty_name", "empty-issuer", cert, "missing issuer name");
  if (issuer == nullptr || equal(issuer->name.match_key(), certificate->issuer.match_key())) return;
  Problem& problem = context.report("path.names", "mismatch", cert, "the issuer name is not the issuer's subject name");
  problem.params = {{"expected", issuer->name.to_string()}, {"found", certificate->issuer.to_string()}};
}

/// PathLength is max_path_length of RFC 5280 6.1.2(k), 6.1.4(l) and (m).
class PathLength {
 public:
  /// allow lowers what may still follow; (m).
  void allow(const std::optional<BasicConstraints>& constraints) {
    if (constraints && constraints->path_len)
      left_ = std::min(left_.value_or(*constraints->path_len), *constraints->path_len);
  }
  /// step takes one intermediate; false when none was left. (l): self-issued ones are free.
  bool step(const Certificate& intermediate) {
    if (intermediate.self_issued() || !left_) return true;
    if (*left_ == 0) return false;
    --*left_;
    return true;
  }

 private:
  std::optional<std::uint32_t> left_{};
};

bool has_part(const Name& name, const NamePart& part) {
  const auto first = name.first(part.type);
  if (!first || name.count(part.type) != 1) return false;
  return part.prefix ? first->substr(0, part.value.size()) == part.value : *first == part.value;
}

void check_first_ca(CheckContext& context, const TrustAnchor& anchor, const Path& path) {
  const std::size_t first = path.steps.size() - 1;
  const Name& subject = path.steps[first].certificate->subject;
  for (const NamePart& part : anchor.constraints.first_ca) {
    if (has_part(subject, part)) continue;
    Problem& problem =
        context.report("anchor.constraints", "first-ca-name", first,
                       cat("anchor ", quote(anchor.label), " is trusted only for a certificate whose attribute ",
                           part.type, part.prefix ? " starts with " : " is ", quote(part.value)));
    problem.params = {{"expected", part.value}, {"found", subject.to_string()}};
  }
}

void check_anchor_path_length(CheckContext& context, const TrustAnchor& anchor, const Path& path) {
  if (!anchor.constraints.path_len) return;
  const auto intermediates = std::count_if(path.steps.begin() + 1, path.steps.end(),
                                           [](const PathStep& step) { return !step.certificate.self_issued(); });
  if (static_cast<std::size_t>(intermediates) <= *anchor.constraints.path_len) return;  // a count is never negative
  Problem& problem =
      context.report("anchor.constraints", "path-length", {},
                     cat("anchor ", quote(anchor.label), " is trusted for at most ", *anchor.constraints.path_len,
                         " intermediates, and the path has ", intermediates));
  problem.params = {{"expected", cat(*anchor.constraints.path_len)}, {"found", cat(intermediates)}};
}

void check_amt_version(CheckContext& context, const TrustAnchor& anchor, std::optional<unsigned> version) {
  const AnchorConstraints& constraints = anchor.constraints;
  if (!version) return;
  const bool below = constraints.min_amt && *version < *constraints.min_amt;
  const bool above = constraints.max_amt && *version > *constraints.max_amt;
  if (!below && !above) return;
  const std::string range = cat(constraints.min_amt ? cat("from ", *constraints.min_amt) : std::string("any"),
                                constraints.max_amt ? cat(" to ", *constraints.max_amt) : std::string(" on"));
  Problem& problem = context.report("anchor.constraints", "amt-version", {},
                                    cat("anchor ", quote(anchor.label), " is not trusted for AMT ", *version));
  problem.params = {{"expected", range}, {"found", cat(*version)}};
}

void check_use_window(CheckContext& context, const TrustAnchor& anchor) {
  const std::optional<Validity>& window = anchor.constraints.use_window;
  if (!window || window->contains(context.judged_at)) return;
  Problem& problem = context.report(
      "anchor.validity", "outside-use-window", {},
      cat("anchor ", quote(anchor.label), " is outside its use window at ", quote(format_time(context.judged_at))));
  problem.params = {{"not_before", format_time(window->not_before)}, {"not_after", format_time(window->not_after)}};
}

/// check_anchor: RFC 5280 6.1.1(d) takes name and key as given. Differs: the anchor's dates and its own certificate are
/// checked too, so that an expired root, or one that is not a CA, is reported.
void check_anchor(CheckContext& context, const TrustAnchor& anchor) {
  check_key(context, anchor.key, kAnchorPlace);
  if (anchor.subject.empty())
    context.report("path.empty_name", "empty-subject", {}, "missing subject name of the anchor");
  if (anchor.validity) check_dates(context, *anchor.validity, {.cert = {}, .what = "the anchor"});
  if (!anchor.certificate) return;
  const Certificate& own = *anchor.certificate;
  const bool same_dates = anchor.validity && anchor.validity->not_before == own->validity.not_before &&
                          anchor.validity->not_after == own->validity.not_after;
  if (!same_dates) check_dates(context, own->validity, kAnchorPlace);
  check_may_issue(context, own, kAnchorPlace);
  check_extensions(context, own, kAnchorPlace);
}

/// check_end_at_itself: the target is trusted as a whole certificate, so it must be that certificate, byte for byte.
void check_end_at_itself(CheckContext& context, const Path& path) {
  const Certificate& target = path.steps.front().certificate;
  const TrustAnchor& anchor = *path.anchor;
  const auto& listed = anchor.cert_sha256;
  const bool whole = std::find(listed.begin(), listed.end(), target->sha256) != listed.end() ||
                     (anchor.certificate && *anchor.certificate == target);
  if (path.steps.size() == 1 && whole && equal(anchor.spki, target->spki)) return;
  context.report("path.signature", "invalid", 0, "the certificate is not one that the anchor trusts as a whole");
}

/// check_target_key decodes the target's key, which verifies nothing on the path and would never be decoded otherwise,
/// so that an EC point that is not on its curve is found.
void check_target_key(CheckContext& context, const Certificate& target, LinkProofs& proofs) {
  check_key(context, target->key, {.cert = 0});
  if (!target->key.problem.empty()) return;
  const LinkAnswer decoded = proofs.decode(target->spki);
  if (decoded == LinkAnswer::valid) return;
  const bool spent = decoded == LinkAnswer::budget_spent;
  Problem& problem = context.report("cert.key", spent ? ReasonId("budget") : "malformed-key", 0,
                                    spent ? "the key was not decoded: the limit of signature checks was reached"
                                          : "malformed key: it cannot be decoded, or the EC point is not on the curve");
  problem.params = {{"algorithm", target->key.algorithm_oid}};
}

/// check_target_is_leaf refuses a CA as the target of rfc5280, unless the question allows it. A certificate that is
/// trusted as a whole is exempt.
void check_target_is_leaf(CheckContext& context, const Certificate& target) {
  const Question& question = context.question;
  if (question.purpose != Purpose::rfc5280 || question.target_may_be_ca || !target.is_ca()) return;
  context.report("target.not_ca", "target-is-ca", 0, "the certificate asked about is a CA certificate");
}

/// Walk goes from the anchor to the target, as RFC 5280 6.1 does.
void walk(CheckContext& context, const Path& path, LinkProofs& proofs) {
  PathLength length;  // 6.1.2(k)
  if (path.anchor && path.anchor->certificate) length.allow((*path.anchor->certificate)->basic_constraints);

  for (std::size_t i = path.steps.size(); i-- > 0;) {
    const Certificate& certificate = path.steps[i].certificate;
    const bool first = i + 1 == path.steps.size();
    std::optional<WorkingIssuer> issuer;
    if (!first) {
      issuer.emplace(issuer_of(path.steps[i + 1].certificate));  // 6.1.4(c) to (f)
    } else if (path.anchor) {
      issuer.emplace(WorkingIssuer{path.anchor->subject, path.anchor->spki, path.anchor->key});  // 6.1.2(g) to (j)
    } else if (certificate.self_issued()) {
      issuer.emplace(issuer_of(certificate));  // no anchor: check at least its own signature
    }

    // 6.1.3 basic certificate processing
    if (issuer) check_signature(context, *issuer, certificate, i, proofs);
    check_dates(context, certificate->validity, {.cert = i});
    check_issuer_name(context, issuer ? &*issuer : nullptr, certificate, i);
    check_signature_algorithm(context, certificate, i);
    if (i == 0) {
      check_target_key(context, certificate, proofs);
    } else {
      check_key(context, certificate->key, {.cert = i});
    }

    // 6.1.4 preparation for the next certificate; critical extensions are 6.1.4(o) here and 6.1.5(f) in the target
    check_extensions(context, certificate, {.cert = i});
    if (i == 0) continue;
    check_may_issue(context, certificate, {.cert = i});
    if (!length.step(certificate)) {
      Problem& problem =
          context.report("path.length", "path-length", i, "the path length constraint of a CA above is exceeded");
      problem.params = {{"expected", "no further intermediate"}, {"found", certificate->subject.to_string()}};
    }
    length.allow(certificate->basic_constraints);
  }
}

void check_target_alone(CheckContext& context, const Path& path, LinkProofs& proofs) {
  const Certificate& target = path.steps.front().certificate;
  check_end_at_itself(context, path);
  if (proves_itself(path)) {
    const WorkingIssuer itself = issuer_of(target);
    check_signature(context, itself, target, 0, proofs);
    check_issuer_name(context, &itself, target, 0);
    check_signature_algorithm(context, target, 0);
  }
  check_dates(context, target->validity, {.cert = 0});
  check_target_key(context, target, proofs);
  check_extensions(context, target, {.cert = 0});
}

}  // namespace

std::vector<Problem> validate_path(const Path& path, const Question& question, Time judged_at,
                                   const AllowedAlgorithms& allowed, LinkProofs& proofs,
                                   std::optional<unsigned> amt_version) {
  std::vector<Problem> problems;
  CheckContext context{question, judged_at, allowed, problems};
  if (path.steps.empty() || (path.ends_at_itself && !path.anchor)) {
    context.report("path.signature", "invalid", {}, "the path has no certificate or no end");
    return problems;
  }
  if (path.anchor) {
    check_use_window(context, *path.anchor);
    check_amt_version(context, *path.anchor, amt_version);
  }
  if (path.ends_at_itself) {
    check_target_alone(context, path, proofs);
  } else {
    if (path.anchor) {
      check_anchor(context, *path.anchor);
      check_first_ca(context, *path.anchor, path);
      check_anchor_path_length(context, *path.anchor, path);
    }
    walk(context, path, proofs);
    check_target_is_leaf(context, path.steps.front().certificate);
  }
  return problems;
}

}  // namespace odca
