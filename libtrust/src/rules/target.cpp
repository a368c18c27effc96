// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the certificate asked about: which one it is, and what came before it.
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
                     ? std::string("no certificate could be read")
                     : cat("no certificate presented could be the leaf for purpose ",
                           quote(to_string(in.question.purpose)), ": each one issues another"));
      return;
    case TargetProblem::checks_spent:
      out.report(reason, {}, "which certificate is the leaf is unknown: too many others name it as their issuer").hint =
          "present the chain of one device without foreign certificates, or name the leaf with --target";
      return;
    case TargetProblem::first_not_read:
    case TargetProblem::not_the_peer:
    case TargetProblem::peer_not_read:
    case TargetProblem::bag_too_big:
      out.report(reason);
  }
}

/// speaks_for_the_path tells whether the certificate's key is one of the path or the anchor's. Who holds such a key
/// could have signed the whole chain below it: that his certificate came first bends nothing.
bool speaks_for_the_path(const RuleInput& in, const Certificate& certificate) {
  if (in.path.anchor && equal(certificate->spki, in.path.anchor->spki)) return true;
  return std::any_of(in.path.steps.begin(), in.path.steps.end(),
                     [&](const PathStep& step) { return step.certificate->spki_sha256 == certificate->spki_sha256; });
}

bool holds_target(const RuleInput& in, const InputPart& part) {
  for (std::size_t i = part.begin; i < part.end; ++i)
    if (in.evidence.certificates[i].certificate == in.path.steps[0].certificate) return true;
  return false;
}

/// stranger_of finds the certificate of a part that may have been the peer's in the place of the one judged. The first
/// of a part is the session's wherever the part is of a session; of a part without the target only a certificate that
/// is no CA's is held to be one, because operators add CA certificates in files of their own.
const Presented* stranger_of(const RuleInput& in, const InputPart& part) {
  const std::vector<Presented>& all = in.evidence.certificates;
  const bool target_here = holds_target(in, part);
  const std::size_t end = part.only_the_chain ? part.end : std::min(part.end, part.begin + 1);
  for (std::size_t i = part.begin; i < end; ++i)
    if (!speaks_for_the_path(in, all[i].certificate) && (target_here || !all[i].certificate.is_ca())) return &all[i];
  return nullptr;
}

void check_first(const RuleInput& in, Answer& out) {
  // Whoever names the target has looked; and what came by TLS was judged by its peer alone.
  if (in.question.target) return;
  const std::string hint = cat(
      "in a TLS session the first certificate is the peer's: take the dump again, whole; if you know where this file "
      "is from, name the certificate that you mean: --target ",
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
      return report(
          cat("what came first cannot be read, and the certificate judged came behind it: ", *part.unread_first),
          "first-not-read");
    const Presented* stranger = settled ? nullptr : stranger_of(in, part);
    if (stranger == nullptr) continue;
    const bool first = stranger == &in.evidence.certificates[part.begin];
    return report(cat(first ? "the first certificate is another than the one judged, and not of its path: "
                            : "beside the path stands another certificate that may be the peer's: ",
                      named(*stranger)),
                  first ? ReasonId("stranger-first") : "stranger");
  }
}

constexpr Reason kFound[] = {
    {"none", "no certificate presented could be the one asked about",
     "present the chain with its leaf, or name the certificate with --target"},
    {"ambiguous", "several certificates could be the one asked about",
     "name one with --target and the SHA-256 of its DER"},
    {"named-absent", "the certificate named as target is not among those presented",
     "name the target by the SHA-256 of its DER, as 'odca-verify inspect' prints it"},
    {"first-not-read", "the first certificate, which this purpose asks about, cannot be read",
     "rule input.readable says what is wrong with it; if another one is meant, name it with --target and the SHA-256 "
     "of its DER"},
    {"not-the-peer", "the certificate named as target is not the one with which the TLS peer authenticated",
     "in a TLS session the first certificate is the peer's; what stands behind it proves nothing about this session, "
     "and --target cannot choose it"},
    {"peer-not-read", "the certificate with which the TLS peer authenticated cannot be read",
     "in a TLS session the first certificate is the peer's; what stands behind it proves nothing about this session, "
     "and --target cannot choose it"},
    {"limit", "no certificate was looked for: the input holds more than may be looked at",
     "present one chain at a time"}};
constexpr Reason kFirst[] = {
    {"first-not-read", "what came first cannot be read, and the certificate judged came behind it",
     "in a TLS session the first certificate is the peer's: take the dump again, whole; or name the certificate that "
     "is meant with --target"},
    {"stranger-first", "the first certificate is another than the one judged, and not of its path",
     "in a TLS session the first certificate is the peer's: take the dump again, whole; or name the certificate that "
     "is meant with --target"},
    {"stranger", "beside the path stands another certificate that may be the peer's",
     "in a TLS session the first certificate is the peer's: take the dump again, whole; or name the certificate that "
     "is meant with --target"}};
constexpr Reason kNotCa[] = {{"target-is-ca", "the certificate asked about is a CA's certificate",
                              "if a CA certificate is what you ask about, say so"}};

constexpr Rule kRules[] = {
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
      "Nothing came before the certificate asked about but its own path, unless it was named.",
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

std::span<const Rule> target_rules() { return kRules; }

}  // namespace odca
