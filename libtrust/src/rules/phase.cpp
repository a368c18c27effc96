// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about what an activated device presents, alone or from the enterprise, and about pins (docs/hierarchy.md 8).
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/pin_value.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

/// report_unvouched: the pin matches, but no available certificate confirms the other contents of the certificate.
void report_unvouched(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::string issuer = quote(leaf->issuer.to_string());
  if (bears_enterprise_name(in.store, leaf->issuer)) {
    out.report("pinned-not-issued", 0,
               cat("the pin matches, but anchor ", issuer, ", named as the issuer, did not issue the certificate"));
    return;
  }
  const std::string whole = cat("--pin cert:", to_hex(leaf->sha256));
  if (leaf.self_issued()) {
    out.report("pinned-not-signed", 0);
    return;
  }
  out.report("pinned-not-vouched", 0,
             cat("the pinned key matches, but no available certificate proves that ", issuer, " issued this one"))
      .hint =
      cat("add the certificate of ", issuer, " to the trust source; or, if this one was learnt in a trusted session, ",
          "pin it as a whole with ", whole);
}

void check_lone(const RuleInput& in, Answer& out) {
  const std::string_view phase = to_string(in.question.phase);
  if (!after_activation(in)) {
    Finding& finding = out.report(
        "lone-before-activation", 0,
        cat("a lone certificate proves nothing in phase ", quote(phase), "; expected the on-die chain of the device"));
    finding.params = {{"expected", "on-die chain"}, {"found", "1 certificate"}};
    return;
  }
  const Certificate& leaf = in.path.steps[0].certificate;
  const DeviceFacts& device = in.evidence.device;
  const bool fits = fits_pinned_key(device, leaf) || fits_pinned_certificate(device, leaf);
  if (fits && !in.path.anchor && in.path.steps.size() == 1) return report_unvouched(in, out);
  if (is_pinned(device)) return;  // rule phase.pin compares it
  if (in.path.anchor && in.path.anchor->origin.os_store) {
    // Public CAs certify hosts for anyone, so they identify no device; only the enterprise's own CA does.
    out.report("os-root-unpinned", 0,
               cat("anchor ", quote(in.path.anchor->label),
                   " is a root of the operating system's store, expected the enterprise's own CA or a pin"));
    return;
  }
  if (in.path.anchor && in.path.anchor->roles.contains(AnchorRole::enterprise)) return;
  out.report("no-pin-no-anchor", 0).hint = cat("pin its key, learnt in a trusted session, with --pin ",
                                               to_hex(leaf->spki_sha256), ", or trust the enterprise CA");
}

/// other_certificates are those besides the leaf that may have been pinned by mistake.
std::vector<Certificate> other_certificates(const RuleInput& in) {
  std::vector<Certificate> others;
  for (const Presented& presented : in.evidence.certificates) others.push_back(presented.certificate);
  for (const PathStep& step : in.path.steps) others.push_back(step.certificate);
  if (in.path.anchor && in.path.anchor->certificate) others.push_back(*in.path.anchor->certificate);
  return others;
}

/// report_pin reports a pin that does not match, and names what the value is the hash of. Where that is another part of
/// the leaf itself, the leaf was meant, and the hint gives the right value.
void report_pin(const RuleInput& in, Answer& out, const Fingerprint& pin, const Fingerprint& found,
                std::string_view mismatch, std::string_view wanted) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::optional<PinValue> value = recognise_pin(pin, leaf, other_certificates(in));
  const ReasonId reason = !value            ? ReasonId("pin-mismatch")
                          : !value->of_leaf ? ReasonId("pin-of-another")
                          : value->of_whole ? ReasonId("pin-is-certificate")
                                            : "pin-is-other-hash";
  Finding& finding = out.report(
      reason, 0,
      value ? cat("the value given as pin is ", value->what, ", not that of ", wanted) : std::string(mismatch));
  finding.params = {{"expected", to_hex(pin)}, {"found", to_hex(found)}};
  if (!value || !value->of_leaf) return;
  finding.hint =
      cat("--pin takes the SHA-256 of the leaf's public key (SubjectPublicKeyInfo): ", to_hex(leaf->spki_sha256),
          "; to pin the certificate as a whole, write --pin cert:", to_hex(leaf->sha256));
}

void check_pin(const RuleInput& in, Answer& out) {
  const DeviceFacts& device = in.evidence.device;
  if (!is_pinned(device)) return out.not_applicable();
  const Certificate& leaf = in.path.steps[0].certificate;
  if (device.pin_spki && !fits_pinned_key(device, leaf))
    report_pin(in, out, *device.pin_spki, leaf->spki_sha256, "the key of the leaf is not the one pinned",
               "the leaf's public key");
  if (device.pin_certificate && !fits_pinned_certificate(device, leaf))
    report_pin(in, out, *device.pin_certificate, leaf->sha256, "the leaf is not the certificate pinned",
               "the whole leaf certificate");
}

/// check_key_pin: the holder of a pinned key can sign a new certificate with other dates. Where an enterprise CA is
/// available, that must not replace a certificate that the CA does not issue.
void check_key_pin(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  if (!proves_itself(in.path) || fits_pinned_certificate(in.evidence.device, leaf)) return out.not_applicable();
  if (!has_enterprise_ca(in.store)) return;
  out.report("key-pin-beside-ca", 0).hint =
      cat("the key's holder can make such a certificate to evade expiry, revocation or denial; if it was ",
          "learnt in a trusted session, pin it as a whole with --pin cert:", to_hex(leaf->sha256));
}

constexpr Reason kLone[] = {
    {"lone-before-activation", "a lone certificate proves nothing before activation",
     "present the whole chain; if the device is activated, set --phase"},
    {"os-root-unpinned", "the anchor is a root of the operating system's store",
     "pin the device's key with --pin, or put the enterprise CA into the machine's anchor folder"},
    {"no-pin-no-anchor", "missing pin or enterprise anchor for a lone certificate",
     "pin its key, learnt in a trusted session, with --pin, or trust the enterprise CA"},
    {"pinned-not-issued", "the pin matches, but the anchor named as the issuer did not issue the certificate",
     "a pin replaces an anchor, not its signature; read the device's certificate again"},
    {"pinned-not-signed", "the pin matches, but the self-issued certificate is not signed by its own key",
     "read the device's certificate again; this one was altered"},
    {"pinned-not-vouched", "the pinned key matches, but no available certificate proves who issued this one",
     "add the certificate of the issuer to the trust source, or pin this one as a whole with --pin cert:"}};
constexpr Reason kPin[] = {
    {"pin-mismatch", "the key of the leaf is not the one pinned",
     "another device may have answered; if the certificate was replaced on purpose, renew the pin"},
    {"pin-of-another", "the value given as pin is that of another certificate",
     "pin the leaf that the device itself presents, learnt in a trusted session"},
    {"pin-is-certificate", "the value given as pin is that of the whole certificate",
     "--pin takes the SHA-256 of the leaf's public key, or with 'cert:' before it that of the whole certificate"},
    {"pin-is-other-hash", "the value given as pin is another hash of the leaf",
     "--pin takes the SHA-256 of the leaf's public key, or with 'cert:' before it that of the whole certificate"}};
constexpr Reason kKeyPin[] = {
    {"key-pin-beside-ca",
     "the certificate is self-signed and only its key is pinned, though an enterprise CA is available",
     "pin it as a whole with --pin cert:, if it was learnt in a trusted session"}};

constexpr Rule kPhaseRules[] = {
    {{"phase.lone",
      "A lone or enterprise certificate is presented only after activation, and is pinned or has an enterprise anchor.",
      "Intel AMT SDK, Transport Layer Security; docs/hierarchy.md 8",
      Severity::fail,
      Severity::fail,
      kLone,
      {"pinned-alone", "pinned-whole"}},
     for_lone,
     check_lone},
    {{"phase.pin",
      "The leaf's key, or the leaf as a whole, is the one pinned.",
      "RFC 7469 2.6; docs/hierarchy.md 8",
      Severity::fail,
      Severity::fail,
      kPin,
      {"pin-of-the-certificate", "enterprise-leaf-pinned"}},
     for_device,
     check_pin},
    {{"phase.key_pin",
      "A self-signed certificate is accepted by the pin of its key only where no enterprise CA is available.",
      "docs/hierarchy.md 8; docs/threat-model.md",
      Severity::fail,
      Severity::warn,
      kKeyPin,
      {"pinned-self-signed-allowed", "self-signed-pinned"}},
     for_own_certificate,
     check_key_pin},
};

}  // namespace

std::span<const Rule> phase_rules() { return kPhaseRules; }

}  // namespace odca
