// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the DICE hierarchy that AMT 22 and later present (docs/hierarchy.md 4).
#include <algorithm>

#include "base/text.h"
#include "profile/dice_names.h"
#include "rules/amt_versions.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_algorithm(const RuleInput& in, Answer& out) {
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Certificate& certificate = in.path.steps[i].certificate;
    if (certificate->key.kind != KeyKind::ec_p384)
      out.report("algorithm", i, cat("the key is ", to_string(certificate->key.kind), ", expected P-384"));
    if (certificate->signature_algorithm.kind != SignatureKind::ecdsa_sha384)
      out.report(
          "algorithm", i,
          cat("the signature is ", to_string(certificate->signature_algorithm.kind), ", expected ECDSA with SHA-384"));
  }
  if (in.path.anchor->key.kind != KeyKind::ec_p384)
    out.report("algorithm", {}, cat("the anchor's key is ", to_string(in.path.anchor->key.kind), ", expected P-384"));
}

void check_subca(const RuleInput& in, Answer& out) {
  // The industry root above it certifies other vendors too: only this name says that the device is Intel's.
  if (bears_dice_subca_name(in.path)) return;
  out.report("missing-subca").params = {
      {"expected", "O=Intel Corporation, organizationIdentifier=PEN:343, CN=Intel DICE SubCA CAID:343_…"}};
}

void check_layout(const RuleInput&, Answer& out) { out.report("unverified-layout"); }

/// check_version: the layout of DICE chains is not public, so any device below Intel's SubCA could present this one.
/// Only the version, 22 or later, tells that it is AMT's.
void check_version(const RuleInput& in, Answer& out) {
  const std::optional<unsigned> version = in.evidence.device.amt_version;
  if (version && *version > kLastOdcaVersion) return;
  Finding& finding =
      version
          ? out.report("amt-version", {},
                       cat("AMT ", *version, " has no DICE chain, expected AMT ", kLastOdcaVersion + 1, " or later"))
          : out.report("amt-version-unknown", {},
                       cat("unknown AMT version, expected AMT ", kLastOdcaVersion + 1, " or later for a DICE chain"));
  finding.params = {{"expected", cat("AMT ", kLastOdcaVersion + 1, " or later")},
                    {"found", version ? cat("AMT ", *version) : std::string("not given")}};
}

constexpr Reason kDiceAlgorithm[] = {{"algorithm", "a key is not P-384, or a signature not ECDSA with SHA-384", ""}};
constexpr Reason kSubca[] = {{"missing-subca", "missing Intel DICE SubCA: neither on the path nor its anchor", ""}};
constexpr Reason kLayout[] = {
    {"unverified-layout", "names between SubCA and leaf were not checked: the layout of DICE chains is not published",
     ""}};
constexpr Reason kVersion[] = {{"amt-version", "this version of AMT has no DICE chain",
                                "read the version again on the machine that presented the chain"},
                               {"amt-version-unknown", "unknown AMT version",
                                "give the major version, as read on the machine, with --amt-version"}};

constexpr Rule kDiceRules[] = {
    {{"dice.algorithm",
      "Every key of a DICE chain is P-384 and every signature ECDSA with SHA-384.",
      "docs/hierarchy.md 4",
      Severity::fail,
      Severity::fail,
      kDiceAlgorithm,
      {"dice-p256-leaf", "dice"}},
     for_dice,
     check_algorithm},
    {{"dice.subca",
      "An Intel DICE SubCA is on a DICE path or is its anchor.",
      "docs/hierarchy.md 4",
      Severity::fail,
      Severity::fail,
      kSubca,
      {"dcp-unconstrained-other-vendor", "dcp-unconstrained"}},
     for_dice,
     check_subca},
    {{"dice.layout",
      "The name of every level of a DICE chain was checked.",
      "docs/hierarchy.md 4",
      Severity::warn,
      Severity::note,
      kLayout,
      {"dice", "dice-under-odca-root"}},
     for_dice,
     check_layout},
    {{"dice.version",
      "The AMT version of a device with a DICE chain is known, and 22 or later.",
      "docs/hierarchy.md 4; docs/threat-model.md",
      Severity::fail,
      Severity::warn,
      kVersion,
      {"dice-version-unknown", "dice"}},
     for_dice,
     check_version},
};

}  // namespace

std::span<const Rule> dice_rules() { return kDiceRules; }

}  // namespace odca
