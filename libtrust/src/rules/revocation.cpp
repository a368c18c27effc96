// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about revocation: what the CRLs at hand say about each certificate of the path.
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

/// add_list names the list, and who brought it, for programs.
void add_list(Finding& finding, const std::optional<ListNamed>& list) {
  if (!list) return;
  finding.params.push_back({"list", list->where});
  finding.params.push_back({"list_from", list->from});
}

/// hint_for leads out of a cause; empty: the remedy of the reason does. Nobody is sent to fetch again what is genuine.
std::string_view hint_for(Cause cause) {
  switch (cause) {
    case Cause::delta:
      return "give the complete CRL as well, with --crl or through the trust source";
    case Cause::some_reasons:
      return "give the CA's CRLs for the other reasons as well, with --crl or through the trust source";
    case Cause::unknown_critical:
      return "the list is genuine, and fetching it again changes nothing; ask the CA for one without that extension";
    case Cause::form:
      return "the list is genuine, and fetching it again changes nothing; tell the CA what is wrong with it";
    case Cause::future:
      return "check the clock, or give the time to judge at by --at; or give the CRL that was current then";
    case Cause::signer:
      return "the list is genuine; give one that a key signed which the CA's certificate and the policy allow to";
    case Cause::signature:
      return "give a CRL with a signature of a kind that the policy lists, as the CA's certificates have";
    case Cause::budget:
      return "leave out CRLs and certificates of strangers, or raise limits.signature_checks in the policy";
    case Cause::from_the_dump:
      return "give the CA's CRLs with --crl or through the trust source; or let those of the dump count with "
             "revocation.dump_crls: clear in the policy";
    case Cause::none:
    case Cause::scope:
    case Cause::stale:
      break;
  }
  return {};
}

/// report_alike makes one finding for all certificates of which the same is to be said: on most hosts the same CRLs
/// lack for all of them. `what` stands before "for certificate 3: …".
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
  report_validated(in, out);  // what is known against another certificate of a pinned key
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
  report_alike(in, out, RevocationState::stale, "stale", "the CRL at hand is out of date");
}

void check_unusable(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::unusable, "unusable", "the CRL at hand cannot be used");
}

void check_absent(const RuleInput& in, Answer& out) {
  report_alike(in, out, RevocationState::absent, "absent", "no CRL is at hand");
  report_alike(in, out, RevocationState::out_of_scope, "out-of-scope", "no CRL at hand is");
}

constexpr Reason kRevoked[] = {{"revoked", "a certificate is revoked", ""},
                               {"revoked-same-key", "another certificate of the pinned key is revoked",
                                "a pinned key is no better than the worst that is known of it; renew the key"}};
constexpr Reason kSuspicious[] = {
    {"serial-without-issuer", "a list names the serial number without saying clearly whose certificate it means",
     "many devices share such serial numbers; ask the CA whose certificate the entry means"},
    {"signer-not-allowed", "a list names the certificate, and its signer may not sign lists",
     "treat the certificate as revoked until the CA has said otherwise; its certificate must allow cRLSign"},
    {"unknown-critical", "a list with a critical extension that is not known here names the certificate",
     "treat the certificate as revoked until the CA has said what the extension means; the list is genuine, and "
     "fetching it again changes nothing"},
    {"signer-not-at-hand", "a list names the certificate, and its signer is not at hand",
     "treat it as revoked; or put the certificate of the CA that signed the list into the trust source, so that it can "
     "be checked"},
    {"budget", "a list that may name the certificate was not looked at: the budget of checks was used up",
     "treat it as revoked; or put the certificate of the CA that signed the list into the trust source, so that it can "
     "be checked"}};
constexpr Reason kStale[] = {{"stale", "the CRL at hand is out of date",
                              "fetch the current CRL and give it with --crl or through the trust source"}};
constexpr Reason kUnusable[] = {
    {"unusable", "the CRL at hand cannot be used", "ask the CA for a list that can be used"}};
constexpr Reason kAbsent[] = {{"absent", "no CRL is at hand",
                               "give CRLs with --crl or through the trust source; nothing is fetched from the network"},
                              {"out-of-scope", "no CRL at hand is for the certificate",
                               "give the CRL that the certificate names: odca-verify inspect prints its distribution "
                               "points; nothing is fetched from the network"}};

constexpr Rule kRules[] = {
    {{"revocation.revoked",
      "No certificate of the path is revoked by a CRL at hand.",
      "RFC 5280 6.1.3(a)(3)",
      Severity::fail,
      Severity::fail,
      kRevoked,
      {"on-hold", "delta-removes-a-hold"}},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.revoked"); },
     check_revoked},
    {{"revocation.suspicious",
      "No CRL that may not be used, or does not name the issuer, lists a certificate of the path.",
      "RFC 5280 5.2, 5.3, 5.3.3; docs/hierarchy.md 6",
      Severity::fail,
      Severity::warn,
      kSuspicious,
      {"serial-without-issuer", "serial-of-another-issuer"}},
     [](const RuleInput& in) { return with_revocation(in) || has_problem(in, "revocation.suspicious"); },
     check_suspicious},
    {{"revocation.stale",
      "Every CRL that speaks about the path is fresh.",
      "RFC 5280 5.1.2.5",
      Severity::warn,
      Severity::note,
      kStale,
      {"crl-stale", "crls-complete"}},
     with_revocation,
     check_stale},
    {{"revocation.unusable",
      "Every CRL meant for the path can be used.",
      "RFC 5280 6.3.3",
      Severity::warn,
      Severity::note,
      kUnusable,
      {"crl-odd-point", "crls-complete"}},
     with_revocation,
     check_unusable},
    {{"revocation.absent",
      "For every certificate of the path a CRL is at hand that is for it.",
      "RFC 5280 6.3.3",
      Severity::warn,
      Severity::note,
      kAbsent,
      {"crls-absent", "crls-complete"}},
     with_revocation,
     check_absent},
};

}  // namespace

std::span<const Rule> revocation_rules() { return kRules; }

}  // namespace odca
