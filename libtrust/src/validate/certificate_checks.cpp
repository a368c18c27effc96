// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "validate/certificate_checks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace odca {
namespace {

template <class T>
bool lists(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::string join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

template <class Kind>
std::string join_kinds(const std::vector<Kind>& kinds) {
  std::vector<std::string> names;
  for (const Kind kind : kinds) names.emplace_back(to_string(kind));
  return join(names);
}

const std::vector<KeyKind>& allowed_keys(const CheckContext& context, const Place& place) {
  return place.cert == std::size_t{0} ? context.allowed.leaf_keys : context.allowed.ca_keys;
}

void check_critical(CheckContext& context, const Certificate& certificate, const Place& place) {
  if (certificate->unknown_critical.empty()) return;
  const std::string oids = join(certificate->unknown_critical);
  Problem& problem = context.report("path.critical", "unknown-critical", place.cert,
                                    cat("unknown critical extension in ", place.what, ": ", quote(oids)));
  problem.params = {{"expected", "no unknown critical extension"}, {"found", oids}};
}

/// Differs: RFC 5280 6.1 processes these extensions. Here they are refused unread, critical or not: ODCA does not use
/// them, and other validators had most of their errors in processing them.
void check_constraints(CheckContext& context, const Certificate& certificate, const Place& place) {
  if (certificate->constraints.empty()) return;
  const std::string oids = join(certificate->constraints);
  Problem& problem = context.report("path.constraints", "unsupported-constraint", place.cert,
                                    cat("unsupported name or policy constraints in ", place.what, ": ", quote(oids)));
  problem.params = {{"expected", "no such extension"}, {"found", oids}};
}

/// RFC 5280 4.2.1.9: "CAs MUST NOT include the pathLenConstraint field unless the cA boolean is asserted".
void check_contradictions(CheckContext& context, const Certificate& certificate, const Place& place) {
  const auto& constraints = certificate->basic_constraints;
  if (!constraints || constraints->ca || !constraints->path_len) return;
  Problem& problem = context.report("cert.extensions", "contradiction", place.cert,
                                    cat("path length constraint in ", place.what, ", which is not a CA's"));
  problem.params = {{"expected", "pathLenConstraint only with cA"}, {"found", cat(*constraints->path_len)}};
}

}  // namespace

Problem& CheckContext::report(RuleId rule, ReasonId reason, std::optional<std::size_t> cert, std::string message) {
  problems.push_back({.rule = rule, .reason = reason, .cert = cert, .message = std::move(message)});
  return problems.back();
}

// RFC 5280 6.1.3(a)(2) and 4.1.2.5: both seconds named are inside. Validity of issuer and subject need not nest.
void check_dates(CheckContext& context, const Validity& validity, const Place& place) {
  if (validity.contains(context.judged_at)) return;
  const bool expired = context.judged_at > validity.not_after;
  const RuleId rule = place.cert ? RuleId("cert.validity") : RuleId("anchor.validity");
  const ReasonId reason = place.cert ? (expired ? ReasonId("expired") : "not-yet-valid")
                                     : (expired ? ReasonId("anchor-expired") : "anchor-not-yet-valid");
  const std::string message = expired
                                  ? cat(place.what, " expired at ", quote(format_time(validity.not_after)))
                                  : cat(place.what, " is not valid before ", quote(format_time(validity.not_before)));
  Problem& problem =
      context.report(rule, reason, place.cert, cat(message, ", judged at ", quote(format_time(context.judged_at))));
  problem.params = {{"not_before", format_time(validity.not_before)},
                    {"not_after", format_time(validity.not_after)},
                    {"judged_at", format_time(context.judged_at)}};
}

void check_extensions(CheckContext& context, const Certificate& certificate, const Place& place) {
  check_critical(context, certificate, place);
  check_constraints(context, certificate, place);
  check_contradictions(context, certificate, place);
}

void check_may_issue(CheckContext& context, const Certificate& certificate, const Place& place) {
  // RFC 5280 4.1.2.6: "If the subject is a CA … then the subject field MUST be populated with a non-empty
  // distinguished name".
  if (certificate->subject.empty())
    context.report("path.empty_name", "empty-subject", place.cert,
                   cat("missing subject name in ", place.what, ", which is an issuer"));

  // RFC 5280 6.1.4(k); only version 3 certificates get this far (Certificate::from_der).
  if (!certificate->basic_constraints) {
    Problem& problem = context.report("path.ca", "no-basic-constraints", place.cert,
                                      cat("missing basic constraints in ", place.what, ", which is an issuer"));
    problem.params = {{"expected", "basicConstraints with cA"}, {"found", "no basicConstraints"}};
  } else if (!certificate.is_ca()) {
    Problem& problem =
        context.report("path.ca", "not-a-ca", place.cert, cat(place.what, " is an issuer, but not a CA certificate"));
    problem.params = {{"expected", "basicConstraints with cA"}, {"found", "cA is false"}};
  }

  // RFC 5280 6.1.4(n)
  if (!certificate.allows(KeyUsage::key_cert_sign)) {
    Problem& problem =
        context.report("path.key_cert_sign", "no-keycertsign", place.cert,
                       cat("missing keyCertSign in the key usage of ", place.what, ", which is an issuer"));
    problem.params = {{"expected", "keyCertSign"}, {"found", "a key usage without it"}};
  }
}

void check_signature_algorithm(CheckContext& context, const Certificate& certificate, std::size_t cert) {
  const SignatureAlgorithm& outer = certificate->signature_algorithm;
  // RFC 5280 4.1.1.2: "This field MUST contain the same algorithm identifier as the signature field in the sequence
  // tbsCertificate".
  if (!equal(outer.der, certificate->inner_signature.der)) {
    Problem& problem = context.report("cert.algorithm", "algorithm-mismatch", cert,
                                      "the signature algorithms inside and outside the signed part differ");
    problem.params = {{"inside", certificate->inner_signature.oid}, {"outside", outer.oid}};
  }

  const std::vector<SignatureKind>& allowed = context.allowed.signatures;
  if (outer.kind != SignatureKind::unsupported && lists(allowed, outer.kind)) return;
  const std::string found = outer.kind == SignatureKind::unsupported ? outer.oid : std::string(to_string(outer.kind));
  Problem& problem = context.report("cert.algorithm", "algorithm", cert,
                                    cat("the signature algorithm ", quote(found), " is not allowed"));
  problem.params = {{"expected", join_kinds(allowed)}, {"found", found}};
}

void check_key(CheckContext& context, const KeyInfo& key, const Place& place) {
  const std::string_view whose = place.cert ? "the key" : "the anchor's key";
  if (!key.problem.empty()) {
    Problem& problem = context.report("cert.key", reason_of(key.flaw.value_or(KeyFlaw::malformed)), place.cert,
                                      cat(whose, " is unusable: ", key.problem));
    problem.params = {{"algorithm", key.algorithm_oid}};
    return;
  }
  const std::vector<KeyKind>& allowed = allowed_keys(context, place);
  if (key.kind == KeyKind::unsupported || !lists(allowed, key.kind)) {
    Problem& problem = context.report("cert.key", "kind", place.cert,
                                      cat(whose, " is of type ", quote(to_string(key.kind)), ", which is not allowed"));
    problem.params = {{"expected", join_kinds(allowed)}, {"found", std::string(to_string(key.kind))}};
    return;
  }
  const unsigned least = context.allowed.rsa_min_bits;
  if (key.kind != KeyKind::rsa || key.bits >= least) return;
  Problem& problem = context.report("cert.key", "weak-key", place.cert,
                                    cat(whose, " has ", key.bits, " bits, expected at least ", least));
  problem.params = {{"expected", cat(least)}, {"found", cat(key.bits)}};
}

}  // namespace odca
