// Rules about what an activated device presents, alone or from the enterprise, and about pins (docs/hierarchy.md 8).
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/host_names.h"
#include "rules/pin_value.h"
#include "rules/themes.h"

namespace odca {
namespace {

/// report_unvouched: the pin fits, and nothing at hand says that what the certificate says beside its key is true.
void report_unvouched(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::string issuer = quote(leaf->issuer.to_string());
  if (bears_enterprise_name(in.store, leaf->issuer)) {
    out.report(cat("the pin fits, but the certificate names ", issuer,
                   " as its issuer, and the anchor of that name does not vouch for it"),
               0, "pinned-not-issued")
        .hint = "a pin takes the place of an anchor, never that of its signature; read the device's certificate again";
    return;
  }
  const std::string whole = cat("--pin cert:", to_hex(leaf->sha256));
  if (leaf.self_issued()) {
    out.report("the pin fits, but the certificate names itself as its issuer and is not signed by its own key", 0,
               "pinned-not-signed")
        .hint = "read the device's certificate again; somebody has changed it";
    return;
  }
  out.report(cat("the pinned key fits, but nothing at hand shows that ", issuer, " issued the certificate"), 0,
             "pinned-not-vouched")
      .hint = cat("give the certificate of ", issuer, " through the trust source; or, if this certificate itself was ",
                  "learnt in a trusted session, pin it as a whole with ", whole);
}

void check_lone(const RuleInput& in, Answer& out) {
  const std::string_view phase = to_string(in.question.phase);
  if (!after_activation(in)) {
    Finding& finding = out.report(
        cat("a lone certificate proves nothing in phase ", quote(phase), "; expected the on-die chain of the device"),
        0, "lone-before-activation");
    finding.params = {{"expected", "on-die chain"}, {"found", "1 certificate"}};
    finding.hint = "present the whole chain; when the device is activated, say so with --phase";
    return;
  }
  const Certificate& leaf = in.path.steps[0].certificate;
  const DeviceFacts& device = in.evidence.device;
  const bool fits = fits_pinned_key(device, leaf) || fits_pinned_certificate(device, leaf);
  if (fits && !in.path.anchor && in.path.steps.size() == 1) return report_unvouched(in, out);
  if (is_pinned(device)) return;  // rule phase.pin compares it
  if (in.path.anchor && in.path.anchor->origin.os_store) {
    // Public CAs certify any host of anybody, so their word names no device; only the enterprise's own CA does.
    out.report(cat("the anchor ", quote(in.path.anchor->label),
                   " is a root of the operating system's store; expected "
                   "the enterprise's own CA, or a pin"),
               0, "os-root-unpinned")
        .hint = "pin the device's key with --pin, or put the enterprise CA into the machine's anchor folder";
    return;
  }
  if (in.path.anchor && in.path.anchor->roles.contains(AnchorRole::enterprise)) return;
  out.report("a lone certificate without a pin and without an enterprise anchor", 0, "no-pin-no-anchor").hint =
      cat("pin its key, once learnt in a trusted session, with --pin ", to_hex(leaf->spki_sha256),
          ", or trust the enterprise CA");
}

/// others_at_hand are the certificates beside the leaf that somebody could have taken for it.
std::vector<Certificate> others_at_hand(const RuleInput& in) {
  std::vector<Certificate> others;
  for (const Presented& presented : in.evidence.certificates) others.push_back(presented.certificate);
  for (const PathStep& step : in.path.steps) others.push_back(step.certificate);
  if (in.path.anchor && in.path.anchor->certificate) others.push_back(*in.path.anchor->certificate);
  return others;
}

/// explain_pin says of a value that does not fit what it is instead, and which one would: whoever gave the hash of
/// something else of this very certificate meant this certificate.
void explain_pin(const RuleInput& in, Finding& finding, const Fingerprint& pin, std::string_view wanted) {
  const Certificate& leaf = in.path.steps[0].certificate;
  const std::optional<PinValue> value = recognise_pin(pin, leaf, others_at_hand(in));
  finding.hint = "somebody else may be answering; if the certificate was replaced on purpose, renew the pin";
  if (!value) return;
  finding.message = cat("the value given as pin is ", value->what, ", not that of ", wanted);
  if (!value->of_leaf) {
    finding.reason = "pin-of-another";
    finding.hint = "a pin is of what the device itself presents, the leaf; learn it in a trusted session";
    return;
  }
  finding.reason = value->of_whole ? "pin-is-certificate" : "pin-is-other-hash";
  finding.hint =
      cat("--pin wants the SHA-256 of the leaf's public key (SubjectPublicKeyInfo): ", to_hex(leaf->spki_sha256),
          "; to pin the certificate as a whole, write --pin cert:", to_hex(leaf->sha256));
}

void check_pin(const RuleInput& in, Answer& out) {
  const DeviceFacts& device = in.evidence.device;
  if (!is_pinned(device)) return out.not_applicable();
  const Certificate& leaf = in.path.steps[0].certificate;
  if (device.pin_spki && !fits_pinned_key(device, leaf)) {
    Finding& finding = out.report("the key of the leaf is not the one pinned", 0, "pin-mismatch");
    finding.params = {{"expected", to_hex(*device.pin_spki)}, {"found", to_hex(leaf->spki_sha256)}};
    explain_pin(in, finding, *device.pin_spki, "the leaf's public key");
  }
  if (device.pin_certificate && !fits_pinned_certificate(device, leaf)) {
    Finding& finding = out.report("the leaf is not the certificate pinned", 0, "pin-mismatch");
    finding.params = {{"expected", to_hex(*device.pin_certificate)}, {"found", to_hex(leaf->sha256)}};
    explain_pin(in, finding, *device.pin_certificate, "the whole leaf certificate");
  }
}

/// check_key_pin: the holder of a pinned key can sign himself a new certificate with other dates, so where the
/// enterprise's CA could have spoken, its silence is not to be got round in that way.
void check_key_pin(const RuleInput& in, Answer& out) {
  const Certificate& leaf = in.path.steps[0].certificate;
  if (!proves_itself(in.path) || fits_pinned_certificate(in.evidence.device, leaf)) return out.not_applicable();
  if (!has_enterprise_ca(in.store)) return;
  out.report(
         "the certificate is signed by its own key, and only the pin of that key speaks for it, while the "
         "enterprise's CA is at hand",
         0, "key-pin-beside-ca")
      .hint =
      cat("whoever holds the key can make such a certificate to get round an end, a revocation or a denial; if ",
          "it was learnt in a trusted session, pin it as a whole with --pin cert:", to_hex(leaf->sha256));
}

void check_name(const RuleInput& in, Answer& out) {
  if (!in.question.host) return out.not_applicable();
  const Certificate& leaf = in.path.steps[0].certificate;
  if (names_host(leaf, *in.question.host)) return;
  std::string found;
  if (leaf->subject_alt_names)
    for (const GeneralName& name : *leaf->subject_alt_names)
      if (name.kind == GeneralName::Kind::dns || name.kind == GeneralName::Kind::ip)
        found += cat(found.empty() ? "" : ", ", quote(name.text()));
  Finding& finding =
      found.empty()
          ? out.report(
                "the certificate names no machine: it has no DNS name and no IP address in its "
                "subject alternative name",
                0, "no-san")
          : out.report(cat("the certificate names ", found, ", not ", quote(*in.question.host)), 0, "name-mismatch");
  finding.params = {{"expected", *in.question.host}, {"found", found}};
  finding.hint = "the certificate of another machine may have been presented; the common name is not consulted";
}

/// names_it_alone: one of the names is that of this machine, and not a pattern for many.
bool names_it_alone(const Certificate& leaf, const std::string& host) {
  if (parse_ip_address(host)) return true;
  const std::vector<GeneralName>& names = *leaf->subject_alt_names;
  return std::any_of(names.begin(), names.end(), [&](const GeneralName& name) {
    return name.kind == GeneralName::Kind::dns && !name.text().starts_with('*') && dns_name_matches(name.text(), host);
  });
}

void check_bound(const RuleInput& in, Answer& out) {
  const DeviceFacts& device = in.evidence.device;
  if (is_pinned(device) || device.leaf_hash) return;
  const Certificate& leaf = in.path.steps[0].certificate;
  if (!in.question.host) {
    out.report(
           "the certificate is one of the enterprise's, and nothing ties it to this machine: any other host that has "
           "one could present it",
           0, "unbound")
        .hint = cat("name the machine with --name, or pin its key, once learnt in a trusted session, with --pin ",
                    to_hex(leaf->spki_sha256));
    return;
  }
  if (!names_host(leaf, *in.question.host) || names_it_alone(leaf, *in.question.host)) return;
  out.report(cat("the certificate names ", quote(*in.question.host), " by a wildcard, which names other machines too"),
             0, "wildcard")
      .hint = cat("pin the machine's key, once learnt in a trusted session, with --pin ", to_hex(leaf->spki_sha256));
}

bool for_own_certificate(const RuleInput& in) {
  return for_lone(in) && after_activation(in) && in.path.anchor.has_value();
}

constexpr Rule kRules[] = {
    {{"phase.lone", "A lone or enterprise certificate is presented only after activation, pinned or vouched for.",
      "Intel AMT SDK, Transport Layer Security; docs/hierarchy.md 8", Severity::fail, Severity::fail},
     for_lone,
     check_lone},
    {{"phase.pin", "The leaf's key, or the leaf as a whole, is the one pinned.", "RFC 7469 2.6; docs/hierarchy.md 8",
      Severity::fail, Severity::fail},
     for_device,
     check_pin},
    {{"phase.key_pin", "The pin of a key speaks for a self-signed certificate only where no enterprise CA is at hand.",
      "docs/hierarchy.md 8; docs/threat-model.md", Severity::fail, Severity::warn},
     for_own_certificate,
     check_key_pin},
    {{"enterprise.name", "The certificate of an activated device names the machine asked for.",
      "RFC 5280 4.2.1.6, RFC 9525 6; docs/hierarchy.md 8", Severity::fail, Severity::fail},
     for_own_certificate,
     check_name},
    {{"enterprise.bound", "A name, a pin or a leaf hash ties the certificate of an activated device to the machine.",
      "docs/hierarchy.md 8; docs/threat-model.md", Severity::warn, Severity::note},
     for_own_certificate,
     check_bound},
};

}  // namespace

std::span<const Rule> phase_rules() { return kRules; }

}  // namespace odca
