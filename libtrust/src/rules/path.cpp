// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the path itself: RFC 5280 section 6.1.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/missing_issuer.h"
#include "rules/prefixes.h"

namespace odca {
namespace {

void check_anchor(const RuleInput& in, Answer& out) {
  if (in.path.anchor) return;
  const std::size_t last = in.path.steps.size() - 1;
  const Certificate& certificate = in.path.steps[last].certificate;
  const ReasonId reason = reason_without_anchor(in);
  const std::string why = in.path.stopped.empty() ? std::string("no issuer was found") : in.path.stopped;
  Finding& finding = out.report(reason, last, cat("no path leads to a trust anchor: ", why));
  if (reason == reason_of(StopReason::no_issuer)) finding.hint = hint_without_issuer(in, certificate);
  finding.params = {
      {"expected", cat("one of ", in.store.anchors().size(), " anchors of source ", quote(in.store.source()))},
      {"found", cat("issuer ", quote(certificate->issuer.to_string()))}};
}

constexpr Reason kAnchor[] = {
    {"no-issuer", "missing issuer: neither presented, nor stored, nor an anchor",
     "present the whole chain, or add the certificate of the issuer to the trust source"},
    {"not-read", "missing issuer, and part of the input was not read",
     "the issuer may be in the part that was not read; see rules input.readable and limit.reached"},
    {"untrusted-root", "the path ends at a self-signed certificate that is not an anchor",
     "compare its fingerprint with the owner's publication; to trust it, give it with --trust"},
    {"limit", "the search ended at a limit", "see rule limit.reached"},
    {"cycle", "the path loops", "the certificate with the issuer's name is not the signer; provide the genuine issuer"},
    {"signature", "no certificate with the issuer's name made the signature",
     "the certificate with the issuer's name is not the signer; provide the genuine issuer"},
    {"key", "the issuer's key is unusable, or of another type than the signature",
     "the certificate with the issuer's name is not the signer; provide the genuine issuer"},
    {"algorithm", "the issuer's key algorithm is not supported",
     "supported keys are ECDSA on P-256, P-384 and P-521, RSA and Ed25519; provide an issuer of that name with one"},
    {"curve", "the issuer's curve is not supported",
     "supported keys are ECDSA on P-256, P-384 and P-521, RSA and Ed25519; provide an issuer of that name with one"},
    {"explicit-curve", "the issuer's curve is given by explicit parameters",
     "supported keys are ECDSA on P-256, P-384 and P-521, RSA and Ed25519; provide an issuer of that name with one"},
    {"weak-key", "the issuer's key is too weak",
     "an RSA key needs 2048 bits or more; provide an issuer of that name with one"}};
constexpr Reason kSignature[] = {
    {"invalid", "the issuer's key did not sign the certificate", ""},
    {"mismatch", "the signature is of another type than the issuer's key", ""},
    {"budget", "the signature was not checked: the limit of signature checks was reached", ""},
    {"unusable-key", "the signature cannot be checked: its algorithm or the issuer's key is unusable", ""}};
constexpr Reason kNames[] = {{"mismatch", "the issuer name is not the issuer's subject name", ""}};
constexpr Reason kEmptyName[] = {{"empty-issuer", "missing issuer name", ""},
                                 {"empty-subject", "missing subject name of a CA or an anchor", ""}};
constexpr Reason kCa[] = {{"no-basic-constraints", "missing basic constraints in an issuer", ""},
                          {"not-a-ca", "an issuer is not a CA", ""}};
constexpr Reason kKeyCertSign[] = {{"no-keycertsign", "missing keyCertSign in the key usage of an issuer", ""}};
constexpr Reason kLength[] = {{"path-length", "the path length constraint of a CA above is exceeded", ""}};
constexpr Reason kCritical[] = {{"unknown-critical", "unknown critical extension", ""}};
constexpr Reason kConstraints[] = {
    {"unsupported-constraint", "name or policy constraints, which are not supported", ""}};

constexpr Rule kPathRules[] = {
    {{"path.anchor",
      "A path leads from the certificate asked about to a trust anchor.",
      "RFC 5280 6.1.1(d)",
      Severity::fail,
      Severity::fail,
      kAnchor,
      {"other-root", "lnl"}},
     with_path,
     check_anchor},
    {{"path.signature",
      "Every certificate of the path is signed by its issuer's key.",
      "RFC 5280 6.1.3(a)(1)",
      Severity::fail,
      Severity::fail,
      kSignature,
      {"target-with-name-and-key-of-the-anchor", "target-is-the-anchor"}},
     with_signature,
     report_validated},
    {{"path.names",
      "Every certificate's issuer name is its issuer's subject name.",
      "RFC 5280 6.1.3(a)(4), 7.1",
      Severity::fail,
      Severity::fail,
      kNames,
      {}},
     with_signature,
     report_validated},
    {{"path.empty_name",
      "No issuer name is empty, and no CA's subject name is.",
      "RFC 5280 4.1.2.4, 4.1.2.6",
      Severity::fail,
      Severity::fail,
      kEmptyName,
      {"empty-issuer", "lnl"}},
     with_issued,
     report_validated},
    {{"path.ca",
      "Every issuer, the anchor's own certificate included, is a version 3 CA certificate.",
      "RFC 5280 6.1.4(k)",
      Severity::fail,
      Severity::fail,
      kCa,
      {"anchor-not-a-ca", "lnl"}},
     with_issuer,
     report_validated},
    {{"path.key_cert_sign",
      "The key usage of every issuer, where there is one, allows signing certificates.",
      "RFC 5280 6.1.4(n)",
      Severity::fail,
      Severity::fail,
      kKeyCertSign,
      {"anchor-without-certsign", "lnl"}},
     with_issuer,
     report_validated},
    {{"path.length",
      "No CA has more intermediates below it than its path length constraint allows.",
      "RFC 5280 6.1.4(l), 6.1.4(m)",
      Severity::fail,
      Severity::fail,
      kLength,
      {"rfc-path-length", "rfc-path-length-self-issued"}},
     with_issuer,
     report_validated},
    {{"path.critical",
      "No certificate has an unknown critical extension.",
      "RFC 5280 6.1.4(o), 6.1.5(f)",
      Severity::fail,
      Severity::fail,
      kCritical,
      {"leaf-unknown-critical", "leaf-unknown-not-critical"}},
     with_path,
     report_validated},
    {{"path.constraints",
      "No certificate has name or policy constraints, critical or not: they are refused, not processed.",
      "RFC 5280 6.1.3(b) to (f)",
      Severity::fail,
      Severity::fail,
      kConstraints,
      {"issuing-policy-mappings", "lnl"}},
     with_path,
     report_validated},
};

}  // namespace

std::span<const Rule> path_rules() { return kPathRules; }

}  // namespace odca
