#include "verify/pinned.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "profile/pins.h"

namespace odca {
namespace {

PathStep step_of(const Certificate& certificate, std::string where, std::optional<std::size_t> index) {
  return {certificate, {.source = "presented", .where = std::move(where)}, index};
}

PathStep target_step(const Evidence& evidence, std::size_t target) {
  const Presented& presented = evidence.certificates[target];
  return step_of(presented.certificate, presented.where, target);
}

bool pin_may_speak(const Question& question) {
  return after_activation(question) && question.purpose != Purpose::odca && question.purpose != Purpose::rfc5280;
}

bool same_name(const Name& a, const Name& b) { return equal(a.match_key(), b.match_key()); }

Path at_itself(const Evidence& evidence, std::size_t target) {
  TrustAnchor anchor = anchor_from_certificate(evidence.certificates[target].certificate, {AnchorRole::enterprise},
                                               {.source = "pin", .where = "--pin"});
  return {.steps = {target_step(evidence, target)}, .anchor = std::move(anchor), .ends_at_itself = true};
}

/// certificates_named lists the certificates at hand with this subject, each once: those of the trust source first.
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

/// below_issuer looks for a certificate at hand that signed the target. It stands as the anchor, so that path
/// validation proves the signature, and the CRLs of that key hold.
Pinned below_issuer(const Evidence& evidence, std::size_t target, const TrustStore& store, LinkProofs& proofs) {
  const Certificate& certificate = evidence.certificates[target].certificate;
  Pinned pinned;
  for (const Certificate& issuer : certificates_named(certificate->issuer, evidence, store)) {
    const LinkAnswer answer = proofs.check(issuer->spki, issuer->key, certificate);
    pinned.budget_spent |= answer == LinkAnswer::budget_spent;
    if (answer != LinkAnswer::valid || !issuer.is_ca()) continue;
    TrustAnchor anchor = anchor_from_certificate(issuer, {AnchorRole::enterprise}, {.source = "pin", .where = "--pin"});
    anchor.label = cat(anchor.label, ", for which nothing but the pin speaks");
    return {.path = Path{.steps = {target_step(evidence, target)}, .anchor = std::move(anchor)}};
  }
  return pinned;
}

}  // namespace

Pinned pinned_path(const Evidence& evidence, std::size_t target, const Question& question, const TrustStore& store,
                   LinkProofs& proofs) {
  const Certificate& certificate = evidence.certificates[target].certificate;
  const bool whole = fits_pinned_certificate(evidence.device, certificate);
  if (!pin_may_speak(question) || !(whole || fits_pinned_key(evidence.device, certificate))) return {};
  if (bears_enterprise_name(store, certificate->issuer)) return {};
  if (certificate.self_issued()) {
    const LinkAnswer answer = proofs.check(certificate->spki, certificate->key, certificate);
    if (answer != LinkAnswer::valid) return {.budget_spent = answer == LinkAnswer::budget_spent};
    return {.path = at_itself(evidence, target)};
  }
  if (whole) return {.path = at_itself(evidence, target)};
  if (has_enterprise_ca(store)) return {};
  return below_issuer(evidence, target, store, proofs);
}

SameKey same_key(const Evidence& evidence, const Path& pinned, const TrustStore& store, LinkProofs& proofs) {
  const Certificate& known = pinned.steps[0].certificate;
  SameKey others;
  std::set<Fingerprint> seen;
  const auto take = [&](const Certificate& certificate) {
    if (!equal(certificate->spki, known->spki) || !seen.insert(certificate->sha256).second) return;
    const bool itself = certificate == known;
    if (itself && !pinned.ends_at_itself) return;  // its path asks
    if (!itself) others.certificates.push_back(certificate);
    for (const Certificate& issuer : certificates_named(certificate->issuer, evidence, store)) {
      const LinkAnswer answer = proofs.check(issuer->spki, issuer->key, certificate);
      others.budget_spent |= answer == LinkAnswer::budget_spent;
      if (answer != LinkAnswer::valid) continue;
      TrustAnchor anchor =
          anchor_from_certificate(issuer, {AnchorRole::enterprise}, {.source = "pin", .where = "--pin"});
      others.paths.push_back({.steps = {step_of(certificate, "at hand", {})}, .anchor = std::move(anchor)});
    }
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
          .stopped_reason = "limit"};
}

}  // namespace odca
