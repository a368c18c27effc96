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
  Finding& finding = out.report("wrong-role", {},
                                cat("anchor ", quote(anchor.label), " is not trusted for role ",
                                    quote(to_string(wanted)), " (its roles: ", found.empty() ? "none" : found, ")"));
  finding.params = {{"expected", std::string(to_string(wanted))}, {"found", found}};
  // A lab anchor has no production role; where the policy names its key, the failure becomes a visible warning.
  const bool replaceable = wanted == AnchorRole::odca || wanted == AnchorRole::dice;
  if (replaceable && anchor.roles.contains(AnchorRole::lab) && lab_names_key(in.policy, anchor.spki_sha256))
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
                                cat("anchor ", quote(in.path.anchor->label), " is from source ",
                                    quote(to_string(origin.kind)), ", not compiled in or from an installed bundle"));
  finding.params = {{"where", origin.where}};
}

/// check_assigned: certificates copied into the wrong folder all become anchors with every role. For a root that is
/// plausible; anything else should be stated in a trust file.
void check_assigned(const RuleInput& in, Answer& out) {
  const TrustAnchor& anchor = *in.path.anchor;
  if (!anchor.roles_by_default || !anchor.certificate) return;
  const bool is_ca = anchor.certificate->is_ca();
  if (is_ca && anchor.certificate->self_issued()) return;
  Finding& finding = out.report(is_ca ? ReasonId("not-self-issued") : "not-a-ca", {},
                                cat("anchor ", quote(anchor.label), is_ca ? " is not a root" : " is not a CA",
                                    ", but has every role because no trust file gives it any"));
  finding.params = {{"where", anchor.origin.where}};
}

constexpr Reason kAnchorValidity[] = {
    {"anchor-expired", "the anchor has expired", "check the clock, or set the time with --at"},
    {"anchor-not-yet-valid", "the anchor is not yet valid", "check the clock, or set the time with --at"},
    {"outside-use-window", "the time judged is outside the anchor's use window", ""}};
constexpr Reason kAnchorConstraints[] = {{"first-ca-name", "the anchor is trusted only for a CA of another name", ""},
                                         {"path-length", "the anchor is trusted for fewer intermediates", ""},
                                         {"amt-version", "the anchor is not trusted for this version of AMT", ""}};
constexpr Reason kRole[] = {{"wrong-role", "the anchor is not trusted for the role required",
                             "roles are assigned in the trust source; see docs/policy.md"}};
constexpr Reason kAssigned[] = {
    {"not-self-issued", "the anchor is not a root, but has every role because no trust file gives it any",
     "list it in a trust file with 'use: anchor' and its 'roles', or with 'use: intermediate'"},
    {"not-a-ca", "the anchor is not a CA, but has every role because no trust file gives it any",
     "list it in a trust file with 'use: anchor' and its 'roles', or with 'use: intermediate'"}};
constexpr Reason kCustom[] = {{"custom", "the anchor is from a file or folder", ""},
                              {"system", "the anchor is from the operating system or the machine's anchor folder", ""},
                              {"pin", "the anchor is a pin", ""}};

constexpr Rule kAnchorRules[] = {
    {{"anchor.validity",
      "The anchor is within its validity period and its use window.",
      "RFC 5937 3",
      Severity::fail,
      Severity::warn,
      kAnchorValidity,
      {"anchor-expired", "lnl"}},
     with_path,
     check_validity},
    {{"anchor.constraints",
      "The path satisfies the constraints that the trust source sets on its anchor.",
      "RFC 5937 3",
      Severity::fail,
      Severity::fail,
      kAnchorConstraints,
      {"anchor-path-length", "anchor-path-length-enough"}},
     with_path,
     report_validated},
    {{"anchor.role",
      "The anchor is trusted for the role that the question requires.",
      "docs/policy.md",
      Severity::fail,
      Severity::fail,
      kRole,
      {"rfc-wrong-role", "rfc-plain"}},
     with_chosen_anchor,
     check_role},
    {{"anchor.assigned",
      "An anchor without roles in a trust file is a self-issued CA certificate.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::note,
      kAssigned,
      {"anchor-unassigned-intermediate", "anchor-is-the-intermediate"}},
     with_anchor,
     check_assigned},
    {{"anchor.custom",
      "The anchor is compiled in or from an installed bundle.",
      "docs/policy.md",
      Severity::note,
      Severity::off,
      kCustom,
      {"pinned-whole", "pinned-whole-forged"}},
     with_anchor,
     check_custom},
};

}  // namespace

std::span<const Rule> anchor_rules() { return kAnchorRules; }

}  // namespace odca
