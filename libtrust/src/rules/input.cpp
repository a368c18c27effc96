// Rules about what was presented: what could not be read, what was superfluous, which certificate is asked about.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/themes.h"

namespace odca {
namespace {

/// Hostile dumps hold thousands of broken items; the first ones say enough.
constexpr std::size_t kMostItemsListed = 16;

bool on_path(const RuleInput& in, const Certificate& certificate) {
  return std::any_of(in.path.steps.begin(), in.path.steps.end(),
                     [&](const PathStep& step) { return step.certificate == certificate; });
}

bool is_anchors_own(const RuleInput& in, const Certificate& certificate) {
  return in.path.anchor && !in.path.ends_at_itself && equal(certificate->spki, in.path.anchor->spki) &&
         equal(certificate->subject.match_key(), in.path.anchor->subject.match_key());
}

std::string named(const Presented& presented) {
  return cat(quote(presented.certificate->subject.to_string()), " (", presented.where, ")");
}

/// unique visits each presented certificate once, however often it was presented.
template <class Visit>
void for_each_unique(const Evidence& evidence, Visit visit) {
  std::set<Fingerprint> seen;
  for (const Presented& presented : evidence.certificates)
    if (seen.insert(presented.certificate->sha256).second) visit(presented);
}

void check_readable(const RuleInput& in, Answer& out) {
  std::size_t left_out = 0;
  const auto note = [&](std::string message, std::string reason, std::string hint, const std::string& where) {
    if (out.items().size() >= kMostItemsListed) {
      ++left_out;
      return;
    }
    Finding& finding = out.report(std::move(message), {}, std::move(reason));
    finding.hint = std::move(hint);
    finding.params.push_back({"where", where});
  };
  for (const Unreadable& item : in.evidence.unreadable)
    if (item.kind != Unreadable::Kind::crl)
      note(cat(item.where, " is not a certificate or CRL that can be read: ", describe(item.error)), item.error.reason,
           item.error.hint, item.where);
  // A key that cannot be used makes the certificate worthless as an issuer; on the path rule cert.key speaks of it.
  for_each_unique(in.evidence, [&](const Presented& presented) {
    const KeyInfo& key = presented.certificate->key;
    if (key.problem.empty() || on_path(in, presented.certificate)) return;
    note(cat("the key of ", named(presented), " cannot be used: ", key.problem), "unusable-key", "", presented.where);
  });
  if (left_out > 0) out.report(cat(left_out, " more items cannot be read or used"), {}, "more");
}

/// check_crls_readable: a list that was not read may be the one that revokes, so its absence is no small thing.
void check_crls_readable(const RuleInput& in, Answer& out) {
  for (const Unreadable& item : in.evidence.unreadable) {
    if (item.kind != Unreadable::Kind::crl || out.items().size() >= kMostItemsListed) continue;
    Finding& finding = out.report(
        cat("the CRL ", item.where, " cannot be read, and may be the one that revokes: ", describe(item.error)), {},
        item.error.reason);
    finding.hint = item.error.hint;
    finding.params.push_back({"where", item.where});
  }
}

void check_duplicates(const RuleInput& in, Answer& out) {
  std::set<Fingerprint> seen;
  std::size_t repeated = 0;
  std::string first;
  for (const Presented& presented : in.evidence.certificates) {
    if (seen.insert(presented.certificate->sha256).second) continue;
    if (repeated++ == 0) first = named(presented);
  }
  if (repeated == 0) return;
  Finding& finding = out.report(cat(repeated, " certificates were presented again, first ", first), {}, "duplicate");
  finding.params.push_back({"repeated", cat(repeated)});
}

void check_order(const RuleInput& in, Answer& out) {
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const std::optional<std::size_t> here = in.path.steps[i].presented_index;
    if (!here) continue;
    if (i == 0 && *here != 0) {
      out.report(cat("the certificate asked about was presented at place ", *here + 1, ", not first"), 0, "not-first")
          .hint = "in a TLS session the first certificate is the peer's; make sure that this one is the one you mean";
    } else if (before && *here < *before) {
      out.report("the certificates came in another order than from the leaf to the intermediate", i, "order");
      return;
    }
    before = here;
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
  const auto report = [&](std::string message, std::string reason) {
    out.report(std::move(message), {}, std::move(reason)).hint = hint;
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
                  first ? "stranger-first" : "stranger");
  }
}

void check_unused(const RuleInput& in, Answer& out) {
  std::vector<Param> strangers;
  for_each_unique(in.evidence, [&](const Presented& presented) {
    if (on_path(in, presented.certificate) || is_anchors_own(in, presented.certificate)) return;
    strangers.push_back({"certificate", named(presented)});
  });
  if (strangers.empty()) return;
  const std::string count =
      strangers.size() == 1 ? "1 certificate presented is" : cat(strangers.size(), " certificates presented are");
  out.report(cat(count, " not on the path, first ", strangers.front().value), {}, "unused").params =
      std::move(strangers);
}

void check_root_included(const RuleInput& in, Answer& out) {
  for_each_unique(in.evidence, [&](const Presented& presented) {
    if (!is_anchors_own(in, presented.certificate)) return;
    out.report(cat("the anchor's own certificate was presented: ", named(presented)), {}, "root-included").hint =
        "it proves nothing by itself: trust comes from the anchor of the trust source";
  });
}

void check_notes(const RuleInput& in, Answer& out) {
  for (const std::string& note : in.evidence.notes) out.report(note, {}, "note");
}

void check_limits(const RuleInput& in, Answer& out) {
  for (const LimitHit& hit : in.limits) {
    Finding& finding = out.report(hit.message, {}, hit.limit);
    finding.params.push_back({"limit", "limits." + hit.limit});
    finding.hint = cat("raise limits.", hit.limit, " in the policy if this input is genuine");
    // One certificate that was too big or too deep is missing from the bag and no more: without it there is a path or
    // none. A list that was not read may revoke.
    const bool one_item = hit.limit == "certificate_bytes" || hit.limit == "der_depth";
    if (one_item && !hit.crl && in.path.anchor) out.at_most_warn();
  }
  // Whoever can add CRLs to the input must not be able to drown the one that revokes.
  for (std::size_t i = 0; i < in.revocation.size(); ++i) {
    if (!in.revocation[i].budget_spent) continue;
    Finding& finding =
        out.report("the budget of checks was used up before every CRL at hand was looked at", i, "signature_checks");
    finding.params.push_back({"limit", "limits.signature_checks"});
    finding.hint = "leave out CRLs of strangers, or raise limits.signature_checks in the policy";
    return;
  }
}

void check_target(const RuleInput& in, Answer& out) {
  if (in.target.index) return;
  const std::string reason(to_string(in.target.problem));
  if (in.target.problem == TargetProblem::named_absent) {
    Finding& finding = out.report("the certificate named as target is not among those presented", {}, reason);
    if (in.question.target) finding.params.push_back({"expected", to_hex(*in.question.target)});
    finding.hint = "name the target by the SHA-256 of its DER, as 'odca-verify inspect' prints it";
    return;
  }
  if (in.target.problem == TargetProblem::ambiguous) {
    Finding& finding =
        out.report(cat(in.target.candidates.size(), " certificates could be the one asked about"), {}, reason);
    for (const std::size_t index : in.target.candidates) {
      const Presented& candidate = in.evidence.certificates[index];
      finding.params.push_back({"candidate", cat(to_hex(candidate.certificate->sha256), ' ', named(candidate))});
    }
    finding.hint = "name one with --target and the SHA-256 of its DER";
    return;
  }
  if (in.target.problem == TargetProblem::first_not_read) {
    out.report("the first certificate, which this purpose asks about, cannot be read", {}, reason).hint =
        "rule input.readable says what is wrong with it; if another one is meant, name it with --target and the "
        "SHA-256 of its DER";
    return;
  }
  if (in.target.problem == TargetProblem::not_the_peer || in.target.problem == TargetProblem::peer_not_read) {
    const bool read = in.target.problem == TargetProblem::not_the_peer;
    out.report(read ? "the certificate named as target is not the one with which the TLS peer authenticated"
                    : "the certificate with which the TLS peer authenticated cannot be read",
               {}, reason)
        .hint =
        "in a TLS session the first certificate is the peer's; what stands behind it proves nothing about this "
        "session, and --target cannot choose it";
    return;
  }
  if (in.target.problem == TargetProblem::bag_too_big) {
    out.report("no certificate was looked for: the input holds more than may be looked at", {}, reason).hint =
        "present one chain at a time";
    return;
  }
  if (in.target.problem == TargetProblem::checks_spent) {
    out.report("which certificate is the leaf is unknown: too many others name it as their issuer", {}, reason).hint =
        "present the chain of one device without foreign certificates, or name the leaf with --target";
    return;
  }
  const std::string message = in.evidence.certificates.empty()
                                  ? std::string("no certificate could be read")
                                  : cat("no certificate presented could be the leaf for purpose ",
                                        quote(to_string(in.question.purpose)), ": each one issues another");
  out.report(message, {}, reason).hint = "present the chain with its leaf, or name the certificate with --target";
}

constexpr Rule kRules[] = {
    {{"input.readable", "Every certificate presented can be read and its key can be used.", "RFC 5280 4.1",
      Severity::warn, Severity::note},
     always,
     check_readable},
    {{"input.crl_readable", "Every CRL presented can be read.", "RFC 5280 5.1", Severity::fail, Severity::warn},
     always,
     check_crls_readable},
    {{"input.duplicates", "No certificate was presented twice.", "RFC 5246 7.4.2", Severity::note, Severity::off},
     always,
     check_duplicates},
    {{"input.order", "The certificates came in path order, the one asked about first.", "RFC 5246 7.4.2",
      Severity::note, Severity::off},
     with_path,
     check_order},
    {{"input.unused", "Every certificate presented is on the path.", "RFC 5246 7.4.2", Severity::note, Severity::off},
     with_path,
     check_unused},
    {{"input.root_included", "The anchor's own certificate was not presented.", "RFC 5246 7.4.2", Severity::note,
      Severity::off},
     with_anchor,
     check_root_included},
    {{"input.notes", "The input held nothing else that one should know of.", "docs/verifying.md", Severity::note,
      Severity::off},
     always,
     check_notes},
    {{"limit.reached", "No limit stopped the reading, the search or the checking.", "docs/policy.md", Severity::fail,
      Severity::fail},
     always,
     check_limits},
    {{"target.found", "Exactly one certificate is the one asked about.", "docs/verifying.md", Severity::fail,
      Severity::fail},
     always,
     check_target},
    {{"target.first", "Nothing came before the certificate asked about but its own path, unless it was named.",
      "RFC 8446 4.4.2", Severity::fail, Severity::fail},
     with_anchor,
     check_first},
    {{"target.not_ca", "The certificate asked about is not a CA certificate, unless the question allows one.",
      "RFC 5280 4.2.1.9", Severity::fail, Severity::fail},
     for_rfc5280,
     report_validated},
};

}  // namespace

std::string_view to_string(TargetProblem problem) {
  constexpr std::string_view kNames[] = {"none",         "ambiguous",     "named-absent", "first-not-read",
                                         "not-the-peer", "peer-not-read", "limit",        "limit"};
  return kNames[static_cast<std::size_t>(problem)];  // in the order of the enumeration
}

std::span<const Rule> input_rules() { return kRules; }

}  // namespace odca
