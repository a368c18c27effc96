// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/pinned.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "profile/pins.h"
#include "revocation/speakers.h"

namespace odca {
namespace {

PathStep step_of(const Certificate& certificate, std::string where, std::optional<std::size_t> index) {
  return {certificate, {.kind = OriginKind::presented, .where = std::move(where)}, index};
}

PathStep target_step(const Evidence& evidence, std::size_t target) {
  const Presented& presented = evidence.certificates[target];
  return step_of(presented.certificate, presented.where, target);
}

bool pin_applies(const Question& question) {
  return after_activation(question.phase) && question.purpose != Purpose::odca && question.purpose != Purpose::rfc5280;
}

Path at_itself(const Evidence& evidence, std::size_t target) {
  TrustAnchor anchor = anchor_from_certificate(evidence.certificates[target].certificate, {AnchorRole::enterprise},
                                               {.kind = OriginKind::pin, .where = "--pin"});
  return {.steps = {target_step(evidence, target)}, .anchor = std::move(anchor), .ends_at_itself = true};
}

/// certificates_named lists the available certificates with this subject, each once: those of the trust source first.
std::vector<Certificate> certificates_named(const Name& name, const Evidence& evidence, const TrustStore& store) {
  std::vector<Certificate> named;
  std::set<Fingerprint> seen;
  const auto take = [&](const Certificate& certificate) {
    if (same_name(certificate->subject, name) && seen.insert(certificate->sha256).second) named.push_back(certificate);
  };
  for (const TrustAnchor& anchor : store.anchors())
    if (anchor.certificate) take(*anchor.certificate);
  for (const StoredCertificate& stored : store.intermediates()) take(stored.certificate);
  for (const Presented& presented : evidence.certificates) take(presented.certificate);
  return named;
}

/// signers_of lists the available certificates whose key signed this one.
std::vector<Certificate> signers_of(const Certificate& certificate, const Evidence& evidence, const TrustStore& store,
                                    LinkProofs& proofs, bool& budget_spent) {
  std::vector<Certificate> signers;
  for (const Certificate& issuer : certificates_named(certificate->issuer, evidence, store)) {
    const LinkAnswer answer = proofs.check(issuer->spki, issuer->key, certificate);
    budget_spent = budget_spent || answer == LinkAnswer::budget_spent;
    if (answer == LinkAnswer::valid) signers.push_back(issuer);
  }
  return signers;
}

TrustAnchor anchor_by_pin(const Certificate& certificate) {
  return anchor_from_certificate(certificate, {AnchorRole::enterprise}, {.kind = OriginKind::pin, .where = "--pin"});
}

/// below_issuer looks for an available certificate that signed the target, preferably one that is valid at the time
/// judged. It becomes the anchor, so that path validation proves the signature and the CRLs of its key count.
Pinned below_issuer(const Evidence& evidence, std::size_t target, const TrustStore& store, Time judged_at,
                    LinkProofs& proofs) {
  Pinned pinned;
  std::vector<Certificate> issuers =
      signers_of(evidence.certificates[target].certificate, evidence, store, proofs, pinned.budget_spent);
  std::erase_if(issuers, [](const Certificate& issuer) { return !issuer.is_ca(); });
  if (issuers.empty()) return pinned;
  const auto current = std::find_if(issuers.begin(), issuers.end(),
                                    [&](const Certificate& issuer) { return issuer->validity.contains(judged_at); });
  TrustAnchor anchor = anchor_by_pin(current == issuers.end() ? issuers.front() : *current);
  anchor.label = cat(anchor.label, ", trusted only by the pin");
  pinned.path = Path{.steps = {target_step(evidence, target)}, .anchor = std::move(anchor)};
  return pinned;
}

/// Climb finds all ways from a certificate upwards through the available signers.
class Climb {
 public:
  Climb(const Evidence& evidence, const TrustStore& store, std::size_t checks, LinkProofs& proofs, bool& budget_spent)
      : evidence_(evidence),
        store_(store),
        most_(checks / kChecksForAWay),
        proofs_(proofs),
        budget_spent_(budget_spent) {
    for (const StoredCertificate& stored : store.intermediates()) of_store_.insert(stored.certificate->sha256);
    for (const TrustAnchor& anchor : store.anchors())
      if (anchor.certificate) of_store_.insert((*anchor.certificate)->sha256);
  }

  std::vector<Way> ways_of(const Certificate& certificate) {
    climb({}, certificate);
    return std::move(ways_);
  }

 private:
  static constexpr std::size_t kLongest = 8;  // of an enterprise
  static constexpr std::size_t kChecksForAWay = 3;

  bool is_of_store(const Certificate& certificate) const { return of_store_.contains(certificate->sha256); }

  static bool is_twin(const Certificate& a, const Certificate& b) {
    return equal(a->spki, b->spki) && same_name(a->subject, b->subject);
  }

  void climb(std::vector<PathStep> below, const Certificate& certificate) {
    if (budget_spent_) return;
    std::vector<Certificate> signers = signers_of(certificate, evidence_, store_, proofs_, budget_spent_);
    // Another certificate of a CA on the way is on the same level, not above it.
    std::erase_if(signers, [&](const Certificate& signer) {
      return is_twin(signer, certificate) || std::any_of(below.begin(), below.end(), [&](const PathStep& step) {
               return is_twin(signer, step.certificate);
             });
    });
    if (signers.empty() || below.size() == kLongest) return finish(std::move(below), certificate);
    below.push_back(step_of(certificate, "available", {}));
    for (const Certificate& signer : signers) climb(below, signer);
  }

  void finish(std::vector<PathStep> below, const Certificate& last) {
    if (ways_.size() >= most_) budget_spent_ = true;
    if (budget_spent_) return;
    bool all_known = last.self_issued() && proofs_.check(last->spki, last->key, last) == LinkAnswer::valid;
    for (std::size_t i = 1; i < below.size(); ++i) all_known = all_known && is_of_store(below[i].certificate);
    all_known = all_known && is_of_store(last);
    if (below.empty()) below.push_back(step_of(last, "available", {}));  // self-signed, or its signer is missing
    ways_.push_back({{.steps = std::move(below), .anchor = anchor_by_pin(last)}, all_known});
  }

  const Evidence& evidence_;
  const TrustStore& store_;
  std::size_t most_;
  LinkProofs& proofs_;
  bool& budget_spent_;
  std::set<Fingerprint> of_store_{};
  std::vector<Way> ways_{};
};

}  // namespace

Pinned pinned_path(const Evidence& evidence, std::size_t target, const Question& question, const TrustStore& store,
                   Time judged_at, LinkProofs& proofs) {
  const Certificate& certificate = evidence.certificates[target].certificate;
  const bool whole = fits_pinned_certificate(evidence.device, certificate);
  if (!pin_applies(question) || !(whole || fits_pinned_key(evidence.device, certificate))) return {};
  if (bears_enterprise_name(store, certificate->issuer)) return {};
  if (certificate.self_issued()) {
    const LinkAnswer answer = proofs.check(certificate->spki, certificate->key, certificate);
    if (answer != LinkAnswer::valid) return {.budget_spent = answer == LinkAnswer::budget_spent};
    return {.path = at_itself(evidence, target)};
  }
  if (whole) return {.path = at_itself(evidence, target)};
  if (has_enterprise_ca(store)) return {};
  return below_issuer(evidence, target, store, judged_at, proofs);
}

SameKey same_key(const Evidence& evidence, const Path& pinned, const TrustStore& store, std::size_t checks,
                 LinkProofs& proofs) {
  const Certificate& known = pinned.steps[0].certificate;
  SameKey others;
  std::set<Fingerprint> seen;
  const auto take = [&](const Certificate& certificate) {
    if (!equal(certificate->spki, known->spki) || !seen.insert(certificate->sha256).second) return;
    if (certificate != known) others.certificates.push_back(certificate);
    for (Way& way : Climb(evidence, store, checks, proofs, others.budget_spent).ways_of(certificate))
      others.ways.push_back(std::move(way));
  };
  for (const Presented& presented : evidence.certificates) take(presented.certificate);
  for (const StoredCertificate& stored : store.intermediates()) take(stored.certificate);
  for (const TrustAnchor& anchor : store.anchors())
    if (anchor.certificate) take(*anchor.certificate);
  return others;
}

Path lonely_attempt(const Evidence& evidence, std::size_t target) {
  return {.steps = {target_step(evidence, target)},
          .stopped = "the search ended before it found an issuer",
          .stopped_reason = StopReason::limit};
}

}  // namespace odca
