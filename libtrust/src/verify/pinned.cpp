#include "verify/pinned.h"

namespace odca {
namespace {

PathStep target_step(const Evidence& evidence, std::size_t target) {
  const Presented& presented = evidence.certificates[target];
  return {presented.certificate, {.source = "presented", .where = presented.where}, target};
}

bool pin_may_speak(const Question& question) {
  const bool late = question.phase == Phase::transition || question.phase == Phase::provisioned;
  return late && question.purpose != Purpose::odca && question.purpose != Purpose::rfc5280;
}

}  // namespace

PinAnswer pinned_path(const Evidence& evidence, std::size_t target, const Question& question, LinkProofs& proofs) {
  const Certificate& certificate = evidence.certificates[target].certificate;
  const std::optional<Fingerprint>& pin = evidence.device.pin_spki;
  if (!pin || !equal_constant_time(*pin, certificate->spki_sha256) || !pin_may_speak(question)) return {};
  if (certificate.self_issued()) {
    const LinkAnswer own = proofs.check(certificate->spki, certificate->key, certificate);
    if (own == LinkAnswer::budget_spent) return ChecksSpent{};
    if (own != LinkAnswer::valid) return {};
  }
  TrustAnchor anchor =
      anchor_from_certificate(certificate, {AnchorRole::enterprise}, {.source = "pin", .where = "--pin"});
  return Path{.steps = {target_step(evidence, target)}, .anchor = std::move(anchor), .ends_at_itself = true};
}

Path lonely_attempt(const Evidence& evidence, std::size_t target) {
  return {.steps = {target_step(evidence, target)},
          .stopped = "the search ended before it found an issuer",
          .stopped_reason = "limit"};
}

}  // namespace odca
