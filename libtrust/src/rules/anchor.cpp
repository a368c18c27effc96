// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the anchor: whether it may answer the question, and who gave it.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/lab.h"
#include "rules/prefixes.h"
#include "rules/validity.h"

namespace odca {
namespace {

void check_role(const RuleInput& in, Answer& out) {
  const TrustAnchor& anchor = *in.path.anchor;
  const AnchorRole wanted = role_wanted(in.profile, in.question);
  if (anchor.roles.contains(wanted)) return;
  std::string found;
  for (const std::string& role : anchor.roles.to_strings()) found += cat(found.empty() ? "" : ", ", role);
  Finding& finding = out.report(
      "wrong-role", {}, cat("the anchor ", quote(anchor.label), " does not serve the role ", quote(to_string(wanted))));
  finding.params = {{"expected", std::string(to_string(wanted))}, {"found", found}};
  // A laboratory's anchor serves no production question; where the policy names its key it stands in, visibly.
  const bool stands_in = wanted == AnchorRole::odca || wanted == AnchorRole::dice;
  if (stands_in && anchor.roles.contains(AnchorRole::lab) && lab_names_key(in.policy, anchor.spki_sha256))
    out.allow_in_lab(cat("the key ", to_hex(anchor.spki_sha256)));
}

/// reason_of names where else than in the sets of the library an anchor comes from.
ReasonId reason_of(OriginKind kind) {
  if (kind == OriginKind::pin) return "pin";
  return kind == OriginKind::system ? ReasonId("system") : "custom";
}

void check_custom(const RuleInput& in, Answer& out) {
  const Origin& origin = in.path.anchor->origin;
  if (origin.kind == OriginKind::embedded || origin.kind == OriginKind::installed) return;
  Finding& finding = out.report(reason_of(origin.kind), {},
                                cat("the anchor ", quote(in.path.anchor->label), " comes from source ",
                                    quote(to_string(origin.kind)), ", not from the set compiled in"));
  finding.params = {{"where", origin.where}};
}

/// check_assigned: a file of certificates that was put into the wrong folder makes anchors of all of them, for every
/// role. Roots are what people put there on purpose; anything else should be said to be meant.
void check_assigned(const RuleInput& in, Answer& out) {
  const TrustAnchor& anchor = *in.path.anchor;
  if (!anchor.roles_by_default || !anchor.certificate) return;
  const bool is_ca = anchor.certificate->is_ca();
  if (is_ca && anchor.certificate->self_issued()) return;
  Finding& finding = out.report(is_ca ? ReasonId("not-self-issued") : "not-a-ca", {},
                                cat("the anchor ", quote(anchor.label), " is no root", is_ca ? "" : " and no CA",
                                    ", and serves every role because no trust file gives it one"));
  finding.params = {{"where", anchor.origin.where}};
}

constexpr Reason kValidity[] = {
    {"anchor-expired", "the anchor has expired", "check the clock, or give the time to judge at by --at"},
    {"anchor-not-yet-valid", "the anchor is not yet valid", "check the clock, or give the time to judge at by --at"},
    {"outside-use-window", "the anchor is not to be used at the time judged", ""}};
constexpr Reason kConstraints[] = {{"first-ca-name", "the anchor is trusted only for a CA of another name", ""},
                                   {"path-length", "the anchor is trusted for fewer intermediates", ""},
                                   {"amt-version", "the anchor does not serve this version of AMT", ""}};
constexpr Reason kRole[] = {{"wrong-role", "the anchor does not serve the role that is asked for",
                             "a trust source gives roles to its anchors; see docs/policy.md"}};
constexpr Reason kAssigned[] = {
    {"not-self-issued", "the anchor is no root, and serves every role because no trust file gives it one",
     "name it in a trust file with 'use: anchor' and its 'roles', or with 'use: intermediate'"},
    {"not-a-ca", "the anchor is no root and no CA, and serves every role because no trust file gives it one",
     "name it in a trust file with 'use: anchor' and its 'roles', or with 'use: intermediate'"}};
constexpr Reason kCustom[] = {{"custom", "the anchor comes from a file or folder", ""},
                              {"system", "the anchor comes from the operating system or the folder of the machine", ""},
                              {"pin", "a pin stands in for the anchor", ""}};

constexpr Rule kRules[] = {
    {{"anchor.validity",
      "The anchor is within its own validity and its window of use.",
      "RFC 5937 3",
      Severity::fail,
      Severity::warn,
      kValidity,
      {"anchor-expired", "lnl"}},
     with_path,
     check_validity},
    {{"anchor.constraints",
      "The path keeps the constraints that the trust source lays on its anchor.",
      "RFC 5937 3",
      Severity::fail,
      Severity::fail,
      kConstraints,
      {"anchor-path-length", "anchor-path-length-enough"}},
     with_path,
     report_validated},
    {{"anchor.role",
      "The anchor serves the role that the question asks for.",
      "docs/policy.md",
      Severity::fail,
      Severity::fail,
      kRole,
      {"rfc-wrong-role", "rfc-plain"}},
     with_chosen_anchor,
     check_role},
    {{"anchor.assigned",
      "An anchor that no trust file gives roles is a self-issued CA certificate.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::note,
      kAssigned,
      {"anchor-unassigned-intermediate", "anchor-is-the-intermediate"}},
     with_anchor,
     check_assigned},
    {{"anchor.custom",
      "The anchor is one of those compiled in, or of an installed bundle.",
      "docs/policy.md",
      Severity::note,
      Severity::off,
      kCustom,
      {"pinned-whole", "pinned-whole-forged"}},
     with_anchor,
     check_custom},
};

}  // namespace

std::span<const Rule> anchor_rules() { return kRules; }

}  // namespace odca
