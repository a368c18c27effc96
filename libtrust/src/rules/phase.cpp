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

/// report_unvouched: the pin fits, and nothing at hand says that what the certificate says beside its key is true.
void report_unvouched(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::string issuer = quote(leaf->issuer.to_string());
  if (bears_enterprise_name(in.store, leaf->issuer)) {
    out.report("pinned-not-issued", 0,
               cat("the pin fits, but the certificate names ", issuer,
                   " as its issuer, and the anchor of that name does not vouch for it"));
    return;
  }
  const std::string whole = cat("--pin cert:", to_hex(leaf->sha256));
  if (leaf.self_issued()) {
    out.report("pinned-not-signed", 0);
    return;
  }
  out.report("pinned-not-vouched", 0,
             cat("the pinned key fits, but nothing at hand shows that ", issuer, " issued the certificate"))
      .hint = cat("give the certificate of ", issuer, " through the trust source; or, if this certificate itself was ",
                  "learnt in a trusted session, pin it as a whole with ", whole);
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
    // Public CAs certify any host of anybody, so their word names no device; only the enterprise's own CA does.
    out.report("os-root-unpinned", 0,
               cat("the anchor ", quote(in.path.anchor->label),
                   " is a root of the operating system's store; expected "
                   "the enterprise's own CA, or a pin"));
    return;
  }
  if (in.path.anchor && in.path.anchor->roles.contains(AnchorRole::enterprise)) return;
  out.report("no-pin-no-anchor", 0).hint = cat("pin its key, once learnt in a trusted session, with --pin ",
                                               to_hex(leaf->spki_sha256), ", or trust the enterprise CA");
}

/// others_at_hand are the certificates beside the leaf that somebody could have taken for it.
std::vector<Certificate> others_at_hand(const RuleInput& in) {
  std::vector<Certificate> others;
  for (const Presented& presented : in.evidence.certificates) others.push_back(presented.certificate);
  for (const PathStep& step : in.path.steps) others.push_back(step.certificate);
  if (in.path.anchor && in.path.anchor->certificate) others.push_back(*in.path.anchor->certificate);
  return others;
}

/// report_pin tells of a value that does not fit. It says what the value is instead, and which one would fit: whoever
/// gave the hash of something else of this very certificate meant this certificate.
void report_pin(const RuleInput& in, Answer& out, const Fingerprint& pin, const Fingerprint& found,
                std::string_view mismatch, std::string_view wanted) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::optional<PinValue> value = recognise_pin(pin, leaf, others_at_hand(in));
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
      cat("--pin wants the SHA-256 of the leaf's public key (SubjectPublicKeyInfo): ", to_hex(leaf->spki_sha256),
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

/// check_key_pin: the holder of a pinned key can sign himself a new certificate with other dates, so where the
/// enterprise's CA could have spoken, its silence is not to be got round in that way.
void check_key_pin(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  if (!proves_itself(in.path) || fits_pinned_certificate(in.evidence.device, leaf)) return out.not_applicable();
  if (!has_enterprise_ca(in.store)) return;
  out.report("key-pin-beside-ca", 0).hint =
      cat("whoever holds the key can make such a certificate to get round an end, a revocation or a denial; if ",
          "it was learnt in a trusted session, pin it as a whole with --pin cert:", to_hex(leaf->sha256));
}

constexpr Reason kLone[] = {
    {"lone-before-activation", "a lone certificate proves nothing before activation",
     "present the whole chain; when the device is activated, say so with --phase"},
    {"os-root-unpinned", "the anchor is a root of the operating system's store",
     "pin the device's key with --pin, or put the enterprise CA into the machine's anchor folder"},
    {"no-pin-no-anchor", "a lone certificate without a pin and without an enterprise anchor",
     "pin its key, once learnt in a trusted session, with --pin, or trust the enterprise CA"},
    {"pinned-not-issued", "the pin fits, but the anchor of the issuer's name does not vouch for the certificate",
     "a pin takes the place of an anchor, never that of its signature; read the device's certificate again"},
    {"pinned-not-signed",
     "the pin fits, but the certificate names itself as its issuer and is not signed by its own key",
     "read the device's certificate again; somebody has changed it"},
    {"pinned-not-vouched", "the pinned key fits, but nothing at hand shows who issued the certificate",
     "give the certificate of the issuer through the trust source, or pin this one as a whole with --pin cert:"}};
constexpr Reason kPin[] = {
    {"pin-mismatch", "the key of the leaf is not the one pinned",
     "somebody else may be answering; if the certificate was replaced on purpose, renew the pin"},
    {"pin-of-another", "the value given as pin is that of another certificate",
     "a pin is of what the device itself presents, the leaf; learn it in a trusted session"},
    {"pin-is-certificate", "the value given as pin is that of the whole certificate",
     "--pin wants the SHA-256 of the leaf's public key, or with 'cert:' before it that of the whole certificate"},
    {"pin-is-other-hash", "the value given as pin is another hash of the leaf",
     "--pin wants the SHA-256 of the leaf's public key, or with 'cert:' before it that of the whole certificate"}};
constexpr Reason kKeyPin[] = {{"key-pin-beside-ca",
                               "the certificate is signed by its own key, and only the pin of that key speaks for it, "
                               "while the enterprise's CA is at hand",
                               "pin it as a whole with --pin cert:, if it was learnt in a trusted session"}};

constexpr Rule kRules[] = {
    {{"phase.lone",
      "A lone or enterprise certificate is presented only after activation, pinned or vouched for.",
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
      "The pin of a key speaks for a self-signed certificate only where no enterprise CA is at hand.",
      "docs/hierarchy.md 8; docs/threat-model.md",
      Severity::fail,
      Severity::warn,
      kKeyPin,
      {"pinned-self-signed-allowed", "self-signed-pinned"}},
     for_own_certificate,
     check_key_pin},
};

}  // namespace

std::span<const Rule> phase_rules() { return kRules; }

}  // namespace odca
