// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about revocation: what the available CRLs say about each certificate of the path.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

std::string listed(const std::vector<std::size_t>& certs) {
  std::string text;
  for (const std::size_t cert : certs) text += cat(text.empty() ? "" : ", ", cert);
  return text;
}

/// add_list adds the CRL and its source as parameters.
void add_list(Finding& finding, const std::optional<ListNamed>& list) {
  if (!list) return;
  finding.params.push_back({"list", list->where});
  finding.params.push_back({"list_from", list->from});
}

/// hint_for is the remedy for a cause; empty: that of the reason applies. Fetching a genuine CRL again is none.
std::string_view hint_for(Cause cause) {
  switch (cause) {
    case Cause::delta:
      return "give the complete CRL as well, with --crl or through the trust source";
    case Cause::some_reasons:
      return "give the CA's CRLs for the other reasons as well, with --crl or through the trust source";
    case Cause::unknown_critical:
      return "ask the CA for a CRL without that extension; this one is genuine, so fetching it again does not help";
    case Cause::form:
      return "report the defect to the CA; the CRL is genuine, so fetching it again does not help";
    case Cause::future:
      return "check the clock, or set the time with --at, or give the CRL that was current then";
    case Cause::signer:
      return "give a CRL signed by a key that the CA's certificate and the policy allow to sign CRLs; this one is "
             "genuine";
    case Cause::signature:
      return "give a CRL with a signature algorithm that the policy allows";
    case Cause::budget:
      return "remove unrelated CRLs and certificates, or raise limits.signature_checks in the policy";
    case Cause::from_the_dump:
      return "give the CA's CRLs with --crl or through the trust source, or set revocation.dump_crls to clear in the "
             "policy";
    case Cause::none:
    case Cause::scope:
    case Cause::stale:
      break;
  }
  return {};
}

/// report_alike makes one finding for all certificates with the same state, cause and detail: most hosts lack the same
/// CRLs for all of them. `what` precedes "for certificate 3: …".
void report_alike(const RuleInput& in, Answer& out, RevocationState state, ReasonId reason, std::string_view what) {
  std::vector<bool> told(in.revocation.size(), false);
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const CertificateRevocation& first = in.revocation[i];
    if (first.state != state || told[i]) continue;
    std::vector<std::size_t> certs;
    for (std::size_t k = i; k < in.revocation.size(); ++k) {
      const CertificateRevocation& other = in.revocation[k];
      if (other.state != state || other.cause != first.cause || other.detail != first.detail) continue;
      told[k] = true;
      certs.push_back(k);
    }
    const bool one = certs.size() == 1;
    Finding& finding = out.report(reason, one ? std::optional(certs[0]) : std::nullopt,
                                  cat(what, first.cause == Cause::from_the_dump ? " but the sender's" : "",
                                      one ? " for certificate " : " for certificates ", listed(certs),
                                      first.detail.empty() ? "" : ": ", first.detail));
    if (const std::string_view hint = hint_for(first.cause); !hint.empty()) finding.hint = hint;
    finding.params.push_back({"certificates", listed(certs)});
    if (first.cause != Cause::none) finding.params.push_back({"cause", std::string(to_string(first.cause))});
    add_list(finding, first.list);
  }
}

void check_revoked(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // findings against other certificates of a pinned key
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const CertificateRevocation& revocation = in.revocation[i];
    if (revocation.state != RevocationState::revoked) continue;
    Finding& finding = out.report("revoked", i, cat("the certificate is revoked: ", revocation.detail));
    if (revocation.revoked_at) finding.params.push_back({"revoked_at", format_time(*revocation.revoked_at)});
    add_list(finding, revocation.list);
  }
}

void check_suspicious(const RuleInput& in, Answer& out) {
  report_validated(in, out);  // as above
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    const std::optional<Suspicion>& suspicion = in.revocation[i].suspicious;
    if (!suspicion) continue;
    Finding& finding = out.report(suspicion->reason, i, cat("the certificate may be revoked: ", suspicion->detail));
    add_list(finding, suspicion->list);
  }
}

void check_stale(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::stale, "stale", "stale CRL");
}

void check_unusable(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::unusable, "unusable", "unusable CRL");
}

void check_absent(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::absent, "absent", "no CRL available");
  report_alike(in, out, RevocationState::out_of_scope, "out-of-scope", "no CRL in scope");
}

constexpr Reason kRevoked[] = {{"revoked", "a certificate is revoked", ""},
                               {"revoked-same-key", "another certificate of the pinned key is revoked",
                                "renew the key; a finding against any certificate of a pinned key counts against all"}};
constexpr Reason kSuspicious[] = {
    {"serial-without-issuer", "a CRL lists the serial number, but the certificate issuer of the entry is unclear",
     "many devices share such serial numbers; ask the CA whose certificate the entry means"},
    {"signer-not-allowed", "a CRL lists the certificate, but its signer may not sign CRLs",
     "treat the certificate as revoked until the CA has explained; the signer's certificate must allow cRLSign"},
    {"unknown-critical", "a CRL with an unknown critical extension lists the certificate",
     "treat the certificate as revoked until the CA has explained the extension; the CRL is genuine"},
    {"signer-not-at-hand", "a CRL lists the certificate, but its signer's certificate is missing",
     "treat it as revoked, or add the certificate of the CRL's signer to the trust source"},
    {"budget", "a CRL that may list the certificate was not checked: limits.signature_checks was reached",
     "treat it as revoked, or add the certificate of the CRL's signer to the trust source"}};
constexpr Reason kStale[] = {
    {"stale", "stale CRL", "fetch the current CRL and give it with --crl or through the trust source"}};
constexpr Reason kUnusable[] = {{"unusable", "unusable CRL", "ask the CA for a usable CRL"}};
constexpr Reason kAbsent[] = {{"absent", "no CRL available",
                               "give CRLs with --crl or through the trust source; nothing is fetched from the network"},
                              {"out-of-scope", "no CRL in scope for the certificate",
                               "give the CRL that the certificate names: odca-verify inspect prints its distribution "
                               "points; nothing is fetched from the network"}};

constexpr Rule kRevocationRules[] = {
    {{"revocation.revoked",
      "No certificate of the path is revoked by an available CRL.",
      "RFC 5280 6.1.3(a)(3)",
      Severity::fail,
      Severity::fail,
      kRevoked,
      {"on-hold", "delta-removes-a-hold"}},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.revoked"); },
     check_revoked},
    {{"revocation.suspicious",
      "No unusable or ambiguous CRL lists a certificate of the path.",
      "RFC 5280 5.2, 5.3, 5.3.3; docs/hierarchy.md 6",
      Severity::fail,
      Severity::warn,
      kSuspicious,
      {"serial-without-issuer", "serial-of-another-issuer"}},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.suspicious"); },
     check_suspicious},
    {{"revocation.stale",
      "Every CRL for the path is fresh.",
      "RFC 5280 5.1.2.5",
      Severity::warn,
      Severity::note,
      kStale,
      {"crl-stale", "crls-complete"}},
     with_revocation,
     check_stale},
    {{"revocation.unusable",
      "Every CRL for the path is usable.",
      "RFC 5280 6.3.3",
      Severity::warn,
      Severity::note,
      kUnusable,
      {"crl-odd-point", "crls-complete"}},
     with_revocation,
     check_unusable},
    {{"revocation.absent",
      "A CRL in scope is available for every certificate of the path.",
      "RFC 5280 6.3.3",
      Severity::warn,
      Severity::note,
      kAbsent,
      {"crls-absent", "crls-complete"}},
     with_revocation,
     check_absent},
};

}  // namespace

std::span<const Rule> revocation_rules() { return kRevocationRules; }

}  // namespace odca
