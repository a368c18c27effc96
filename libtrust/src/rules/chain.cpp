// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the kind of chain that a version of AMT presents.
#include <algorithm>

#include "base/text.h"
#include "rules/amt_versions.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_generation(const RuleInput& in, Answer& out) {
  const std::optional<unsigned> version = in.evidence.device.amt_version;
  if (!version) {
    const bool bound = in.path.anchor && (in.path.anchor->constraints.min_amt || in.path.anchor->constraints.max_amt);
    if (!bound) return out.not_applicable();
    out.report("amt-version-unknown", {},
               cat("the anchor ", quote(in.path.anchor->label),
                   " serves certain versions of AMT only, and the version was not given"));
    return;
  }
  if (*version < kFirstOdcaVersion) {
    Finding& finding =
        out.report("amt-version-before-odca", {},
                   cat("AMT ", *version, " has no on-die chain: a machine of that version did not make this"));
    finding.params = {{"expected", "no on-die chain"}, {"found", std::string(to_string(in.profile.kind))}};
    return;
  }
  const bool expects_dice = *version > kLastOdcaVersion;
  if (expects_dice == for_dice(in)) return;
  Finding& finding = out.report(
      "amt-version", {},
      cat("AMT ", *version, " should present a chain of the ", expects_dice ? "DICE" : "ODCA", " hierarchy"));
  finding.params = {{"expected", expects_dice ? "dice" : "odca"}, {"found", std::string(to_string(in.profile.kind))}};
}

constexpr Reason kGeneration[] = {
    {"amt-version-unknown", "the anchor serves certain versions of AMT only, and the version was not given",
     "give the major version with --amt-version"},
    {"amt-version-before-odca", "AMT of this version has no on-die chain",
     "read the version again on the machine; on-die chains begin with AMT 15"},
    {"amt-version", "AMT of this version should present a chain of the other hierarchy", ""}};

constexpr Rule kRules[] = {
    {{"chain.generation",
      "The hierarchy is the one that this version of AMT uses.",
      "docs/hierarchy.md 4",
      Severity::warn,
      Severity::note,
      kGeneration,
      {"odca-on-amt-14", "odca-on-amt-15"}},
     [](const RuleInput& in) { return for_odca(in) || for_dice(in); },
     check_generation},
};

}  // namespace

std::span<const Rule> chain_rules() { return kRules; }

}  // namespace odca
