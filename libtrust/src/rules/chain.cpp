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

void check_one_generation(const RuleInput& in, Answer& out) {
  const std::optional<unsigned> version = in.evidence.device.amt_version;
  if (!version) {
    const bool bound = in.path.anchor && (in.path.anchor->constraints.min_amt || in.path.anchor->constraints.max_amt);
    if (!bound) return out.not_applicable();
    out.report(
        "amt-version-unknown", {},
        cat("unknown AMT version, and anchor ", quote(in.path.anchor->label), " is trusted for some versions only"));
    return;
  }
  if (*version < kFirstOdcaVersion) {
    Finding& finding =
        out.report("amt-version-before-odca", {},
                   cat("AMT ", *version, " has no on-die chain, so a device of that version did not present this one"));
    finding.params = {{"expected", "no on-die chain"}, {"found", std::string(to_string(in.profile.kind))}};
    return;
  }
  const bool expects_dice = *version > kLastOdcaVersion;
  if (expects_dice == for_dice(in)) return;
  Finding& finding = out.report("amt-version", {},
                                cat("AMT ", *version, " presents a chain of the ", expects_dice ? "DICE" : "ODCA",
                                    " hierarchy, not of this one"));
  finding.params = {{"expected", expects_dice ? "dice" : "odca"}, {"found", std::string(to_string(in.profile.kind))}};
}

constexpr Reason kOneGeneration[] = {
    {"amt-version-unknown", "unknown AMT version, and the anchor is trusted for some versions only",
     "give the major version with --amt-version"},
    {"amt-version-before-odca", "this version of AMT has no on-die chain",
     "read the version again on the machine; on-die chains begin with AMT 15"},
    {"amt-version", "this version of AMT presents a chain of the other hierarchy", ""}};

constexpr Rule kChainRules[] = {
    {{"chain.generation",
      "The hierarchy is the one that this version of AMT uses.",
      "docs/hierarchy.md 4",
      Severity::warn,
      Severity::note,
      kOneGeneration,
      {"odca-on-amt-14", "odca-on-amt-15"}},
     [](const RuleInput& in) { return for_odca(in) || for_dice(in); },
     check_one_generation},
};

}  // namespace

std::span<const Rule> chain_rules() { return kChainRules; }

}  // namespace odca
