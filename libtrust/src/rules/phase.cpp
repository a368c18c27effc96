// Rules about certificates that stand alone or come from the enterprise, and about pins (docs/hierarchy.md 8).
#include "base/text.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

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
  if (in.evidence.device.pin_spki) return;  // rule phase.pin compares it
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
      cat("pin its key, once learnt in a trusted session, with --pin ",
          to_hex(in.path.steps[0].certificate->spki_sha256), ", or trust the enterprise CA");
}

void check_pin(const RuleInput& in, Answer& out) {
  if (!in.evidence.device.pin_spki) return out.not_applicable();
  const Fingerprint& pin = *in.evidence.device.pin_spki;
  const Fingerprint& found = in.path.steps[0].certificate->spki_sha256;
  if (equal_constant_time(pin, found)) return;
  Finding& finding = out.report("the key of the leaf is not the one pinned", 0, "pin-mismatch");
  finding.params = {{"expected", to_hex(pin)}, {"found", to_hex(found)}};
  finding.hint = "somebody else may be answering; if the certificate was replaced on purpose, renew the pin";
}

constexpr Rule kRules[] = {
    {{"phase.lone", "A lone or enterprise certificate is presented only after activation, pinned or vouched for.",
      "Intel AMT SDK, Transport Layer Security; docs/hierarchy.md 8", Severity::fail, Severity::fail},
     for_lone,
     check_lone},
    {{"phase.pin", "The leaf's key is the one pinned.", "RFC 7469 2.6; docs/hierarchy.md 8", Severity::fail,
      Severity::fail},
     for_device,
     check_pin},
};

}  // namespace

std::span<const Rule> phase_rules() { return kRules; }

}  // namespace odca
