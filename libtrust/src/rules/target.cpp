// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the certificate asked about: which one it is, and what precedes it in the input.
#include <algorithm>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"
#include "rules/presented.h"

namespace odca {
namespace {

void check_target(const RuleInput& in, Answer& out) {
  if (in.target.index) return;
  const ReasonId reason = reason_of(in.target.problem);
  switch (in.target.problem) {
    case TargetProblem::named_absent: {
      Finding& finding = out.report(reason);
      if (in.question.target) finding.params.push_back({"expected", to_hex(*in.question.target)});
      return;
    }
    case TargetProblem::ambiguous: {
      Finding& finding =
          out.report(reason, {}, cat(in.target.candidates.size(), " certificates could be the one asked about"));
      for (const std::size_t index : in.target.candidates) {
        const Presented& candidate = in.evidence.certificates[index];
        finding.params.push_back({"candidate", cat(to_hex(candidate.certificate->sha256), ' ', named(candidate))});
      }
      return;
    }
    case TargetProblem::none_fits:
      out.report(reason, {},
                 in.evidence.certificates.empty()
                     ? std::string("missing certificate: the input has no readable one")
                     : cat("no certificate presented could be the leaf for purpose ",
                           quote(to_string(in.question.purpose)), ": each one issues another"));
      return;
    case TargetProblem::checks_spent:
      out.report(reason, {}, "unknown leaf: too many certificates name it as their issuer").hint =
          "present the chain of one device without unrelated certificates, or name the leaf with --target";
      return;
    case TargetProblem::first_not_read:
    case TargetProblem::not_the_peer:
    case TargetProblem::peer_not_read:
    case TargetProblem::bag_too_big:
      out.report(reason);
  }
}

/// has_key_of_path tells whether the certificate's key is one of the path or the anchor's. Its holder could have signed
/// the whole chain below it, so the order of the input does not matter.
bool has_key_of_path(const RuleInput& in, const Certificate& certificate) {
  if (in.path.anchor && equal(certificate->spki, in.path.anchor->spki)) return true;
  return std::any_of(in.path.steps.begin(), in.path.steps.end(),
                     [&](const PathStep& step) { return step.certificate->spki_sha256 == certificate->spki_sha256; });
}

bool holds_target(const RuleInput& in, const InputPart& part) {
  for (std::size_t i = part.begin; i < part.end; ++i)
    if (in.evidence.certificates[i].certificate == in.path.steps[0].certificate) return true;
  return false;
}

/// stranger_of finds the certificate of a part that may be the peer's instead of the one judged: the first of the part.
/// In a part without the target only a certificate that is not a CA's counts, because operators add CA certificates in
/// files of their own.
const Presented* stranger_of(const RuleInput& in, const InputPart& part) {
  const std::vector<Presented>& all = in.evidence.certificates;
  const bool target_here = holds_target(in, part);
  const std::size_t end = part.only_the_chain ? part.end : std::min(part.end, part.begin + 1);
  for (std::size_t i = part.begin; i < end; ++i)
    if (!has_key_of_path(in, all[i].certificate) && (target_here || !all[i].certificate.is_ca())) return &all[i];
  return nullptr;
}

void check_first(const RuleInput& in, Answer& out) {
  // A target that is named was chosen on purpose; for TLS input the target is the peer's certificate anyway.
  if (in.question.target) return;
  const std::string hint = cat(
      "in a TLS session the first certificate is the peer's: take a complete dump again; if the origin of this file is "
      "known, name the certificate: --target ",
      to_hex(in.path.steps[0].certificate->sha256));
  const bool failing = in.question.purpose == Purpose::amt_activation || !in.evidence.tls_peers.empty();
  const auto report = [&](std::string message, ReasonId reason) {
    out.report(reason, {}, std::move(message)).hint = hint;
    if (!failing) out.at_most_warn();
  };
  for (const InputPart& part : parts_of(in.evidence)) {
    const bool by_order = in.question.purpose == Purpose::rfc5280 || !in.evidence.tls_peers.empty();
    const bool settled = by_order && !part.only_the_chain;
    if (part.unread_first && !settled && holds_target(in, part))
      return report(cat("unreadable first item, and the certificate judged is after it: ", *part.unread_first),
                    "first-not-read");
    const Presented* stranger = settled ? nullptr : stranger_of(in, part);
    if (stranger == nullptr) continue;
    const bool first = stranger == &in.evidence.certificates[part.begin];
    return report(cat(first ? "the first certificate is not the one judged, nor on its path: "
                            : "a certificate that is not on the path may be the peer's: ",
                      named(*stranger)),
                  first ? ReasonId("stranger-first") : "stranger");
  }
}

constexpr Reason kFound[] = {
    {"none", "no certificate presented could be the one asked about",
     "present the chain with its leaf, or name the certificate with --target"},
    {"ambiguous", "several certificates could be the one asked about",
     "name one by the SHA-256 of its DER with --target"},
    {"named-absent", "the certificate named as target is not among those presented",
     "name the target by the SHA-256 of its DER, as 'odca-verify inspect' prints it"},
    {"first-not-read", "unreadable first certificate, which this purpose asks about",
     "see rule input.readable; if another one is meant, name it by the SHA-256 of its DER with --target"},
    {"not-the-peer", "the certificate named as target is not the TLS peer's",
     "in a TLS session the first certificate is the peer's; those after it prove nothing about the session, and "
     "--target cannot choose them"},
    {"peer-not-read", "unreadable certificate of the TLS peer",
     "in a TLS session the first certificate is the peer's; those after it prove nothing about the session, and "
     "--target cannot choose them"},
    {"limit", "the certificate asked about was not determined: a limit was reached", "present one chain at a time"}};
constexpr Reason kFirst[] = {
    {"first-not-read", "unreadable first item, and the certificate judged is after it",
     "in a TLS session the first certificate is the peer's: take a complete dump again, or name the certificate meant "
     "with --target"},
    {"stranger-first", "the first certificate is not the one judged, nor on its path",
     "in a TLS session the first certificate is the peer's: take a complete dump again, or name the certificate meant "
     "with --target"},
    {"stranger", "a certificate that is not on the path may be the peer's",
     "in a TLS session the first certificate is the peer's: take a complete dump again, or name the certificate meant "
     "with --target"}};
constexpr Reason kNotCa[] = {{"target-is-ca", "the certificate asked about is a CA certificate",
                              "ask about a leaf; a CA certificate needs Question::target_may_be_ca"}};

constexpr Rule kTargetRules[] = {
    {{"target.found",
      "Exactly one certificate is the one asked about.",
      "docs/verifying.md",
      Severity::fail,
      Severity::fail,
      kFound,
      {"two-leaves", "two-leaves-one-named"}},
     always,
     check_target},
    {{"target.first",
      "Only the path's own certificates precede the certificate asked about, unless it was named.",
      "RFC 8446 4.4.2",
      Severity::fail,
      Severity::fail,
      kFirst,
      {"first-is-unreadable", "unreadable-ber"}},
     with_anchor,
     check_first},
    {{"target.not_ca",
      "The certificate asked about is not a CA certificate, unless the question allows one.",
      "RFC 5280 4.2.1.9",
      Severity::fail,
      Severity::fail,
      kNotCa,
      {"rfc-target-is-a-ca", "rfc-target-may-be-a-ca"}},
     for_rfc5280,
     report_validated},
};

}  // namespace

ReasonId reason_of(TargetProblem problem) {
  constexpr ReasonId kNames[] = {"none",         "ambiguous",     "named-absent", "first-not-read",
                                 "not-the-peer", "peer-not-read", "limit",        "limit"};
  return kNames[static_cast<std::size_t>(problem)];  // in the order of the enumeration
}

std::span<const Rule> target_rules() { return kTargetRules; }

}  // namespace odca
