// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about denied keys and certificates, and about the state of the installed trust.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/lab.h"
#include "rules/prefixes.h"
#include "trust/denial.h"

namespace odca {
namespace {

void report_denied(const RuleInput& in, Answer& out, const DenyEntry& entry, std::optional<std::size_t> cert,
                   const Fingerprint& spki_sha256) {
  const bool key = entry.kind == DenyEntry::Kind::spki;
  const std::string what = cert ? "" : "of the anchor ";
  Finding& finding = out.report(key ? ReasonId("denied-key") : "denied-certificate", cert,
                                cat(key ? "the key " : "the certificate ", what, "is on the deny list as ",
                                    quote(entry.label), ": ", entry.reason));
  finding.params = {{"sha256", to_hex(entry.sha256)}, {"source", std::string(to_string(entry.origin.kind))}};
  if (lab_names_key(in.policy, spki_sha256)) out.allow_in_lab(cat("the key ", to_hex(spki_sha256)));
}

/// denial_of_step looks the certificate up with its issuer's kind of key. The issuer is unknown for the last
/// certificate of a path without anchor, and for one that is trusted as a whole.
const DenyEntry* denial_of_step(const RuleInput& in, std::size_t index) {
  const Certificate& certificate = in.path.steps[index].certificate;
  if (index + 1 < in.path.steps.size())
    return denial_of(in.store, certificate, in.path.steps[index + 1].certificate->key.kind);
  if (!in.path.anchor || in.path.ends_at_itself) return denial_of(in.store, certificate);
  return denial_of(in.store, certificate, in.path.anchor->key.kind);
}

void check_denied(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // findings against other certificates of a pinned key
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const Fingerprint& key = in.path.steps[i].certificate->spki_sha256;
    if (const DenyEntry* entry = in.store.denial_of_key(key)) report_denied(in, out, *entry, i, key);
    if (const DenyEntry* entry = denial_of_step(in, i)) report_denied(in, out, *entry, i, key);
  }
  if (!in.path.anchor || in.path.ends_at_itself) return;
  const TrustAnchor& anchor = *in.path.anchor;
  if (const DenyEntry* entry = in.store.denial_of_key(anchor.spki_sha256))
    report_denied(in, out, *entry, {}, anchor.spki_sha256);
  for (const Fingerprint& sha256 : anchor.cert_sha256)
    if (const DenyEntry* entry = in.store.denial_of_certificate(sha256))
      report_denied(in, out, *entry, {}, anchor.spki_sha256);
}

void report_conditions(const RuleInput& in, Answer& out, TrustCondition::Kind kind, ReasonId reason) {
  for (const TrustCondition& condition : in.store.conditions())
    if (condition.kind == kind) out.report(reason, {}, condition.message).hint = condition.hint;
}

void check_degraded(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::degraded, "degraded");
}
void check_distrust_lost(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::distrust_lost, "distrust-lost");
}
void check_equivocation(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::equivocation, "equivocation");
}
void check_stale_bundle(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::stale, "expired");
}
void check_rolled_back(const RuleInput& in, Answer& out) {
  report_conditions(in, out, TrustCondition::Kind::rolled_back, "rolled-back");
}

constexpr Reason kDenied[] = {
    {"denied-key", "a key of the path is on the deny list",
     "a laboratory can allow the key by its SPKI SHA-256 under lab.keys in its policy"},
    {"denied-certificate", "a certificate of the path is on the deny list",
     "a laboratory can allow the key by its SPKI SHA-256 under lab.keys in its policy"},
    {"denied-same-key", "another certificate of the pinned key is on the deny list",
     "renew the key; a finding against any certificate of a pinned key counts against all"},
    {"issuer-denied", "a CA above the pinned certificate is on the deny list",
     "a pin overrides no denial; give the device a certificate of a CA that is not denied, and pin that"}};
constexpr Reason kDistrustLost[] = {
    {"distrust-lost", "the deny ledger of this machine is unreadable or incomplete", ""}};
constexpr Reason kDegraded[] = {{"degraded", "the last installed bundle is not in use", ""}};
constexpr Reason kEquivocation[] = {{"equivocation", "two stores of equal version have different contents", ""}};
constexpr Reason kStaleBundle[] = {{"expired", "the installed bundle in use has expired", ""}};
constexpr Reason kRolledBack[] = {{"rolled-back", "an earlier bundle was put back in use", ""}};

constexpr Rule kTrustRules[] = {
    {{"trust.denied",
      "No key and no certificate of the path, the anchor included, is on the deny list.",
      "docs/hierarchy.md 3",
      Severity::fail,
      Severity::fail,
      kDenied,
      {"denied-key", "lnl"}},
     with_path,
     check_denied},
    {{"trust.distrust_lost",
      "The deny ledger of this machine is readable and complete.",
      "docs/trust-sources.md",
      Severity::fail,
      Severity::fail,
      kDistrustLost,
      {"installed-distrust-lost", "installed-sound"}},
     always,
     check_distrust_lost},
    {{"trust.degraded",
      "The last installed bundle is in use, complete.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::warn,
      kDegraded,
      {"installed-degraded", "installed-sound"}},
     always,
     check_degraded},
    {{"trust.equivocation",
      "The installed bundle and the embedded store have equal contents where their versions are equal.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::warn,
      kEquivocation,
      {"installed-equivocation", "installed-sound"}},
     always,
     check_equivocation},
    {{"trust.stale",
      "The installed bundle in use has not expired.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::note,
      kStaleBundle,
      {"installed-stale", "installed-sound"}},
     always,
     check_stale_bundle},
    {{"trust.rolled_back",
      "No earlier bundle was put back in use.",
      "docs/trust-sources.md",
      Severity::warn,
      Severity::note,
      kRolledBack,
      {"installed-rolled-back", "installed-sound"}},
     always,
     check_rolled_back},
};

}  // namespace

std::span<const Rule> trust_rules() { return kTrustRules; }

}  // namespace odca
