// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Rules about the input: unreadable, duplicate and unused items.
#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "base/text.h"
#include "rules/applies.h"
#include "rules/prefixes.h"
#include "rules/presented.h"

namespace odca {
namespace {

/// Hostile dumps hold thousands of broken items; a few findings suffice.
constexpr std::size_t kMostItemsListed = 16;

bool on_path(const RuleInput& in, const Certificate& certificate) {
  return std::any_of(in.path.steps.begin(), in.path.steps.end(),
                     [&](const PathStep& step) { return step.certificate == certificate; });
}

bool is_anchors_own(const RuleInput& in, const Certificate& certificate) {
  return in.path.anchor && !in.path.ends_at_itself && equal(certificate->spki, in.path.anchor->spki) &&
         equal(certificate->subject.match_key(), in.path.anchor->subject.match_key());
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
  const auto note = [&](std::string message, ReasonId reason, std::string hint, const std::string& where) {
    if (out.items().size() >= kMostItemsListed) {
      ++left_out;
      return;
    }
    Finding& finding = out.report(reason, {}, std::move(message));
    finding.hint = std::move(hint);
    finding.params.push_back({"where", where});
  };
  for (const Unreadable& item : in.evidence.unreadable)
    if (item.kind != Unreadable::Kind::crl)
      note(cat("unreadable certificate or CRL in ", item.where, ": ", describe(item.error)), item.error.reason,
           item.error.hint, item.where);
  // A certificate with an unusable key cannot be an issuer; on the path rule cert.key reports it.
  for_each_unique(in.evidence, [&](const Presented& presented) {
    const KeyInfo& key = presented.certificate->key;
    if (key.problem.empty() || on_path(in, presented.certificate)) return;
    note(cat("unusable key in ", named(presented), ": ", key.problem), "unusable-key", "", presented.where);
  });
  if (left_out > 0) out.report("more", {}, cat(left_out, " more items are unreadable or unusable"));
}

/// check_crls_readable fails by default: an unreadable CRL may be the one that revokes.
void check_crls_readable(const RuleInput& in, Answer& out) {
  for (const Unreadable& item : in.evidence.unreadable) {
    if (item.kind != Unreadable::Kind::crl || out.items().size() >= kMostItemsListed) continue;
    Finding& finding =
        out.report(item.error.reason, {},
                   cat("unreadable CRL in ", item.where, ", which may revoke a certificate: ", describe(item.error)));
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
  Finding& finding = out.report("duplicate", {}, cat("duplicate certificates: ", repeated, ", first ", first));
  finding.params.push_back({"repeated", cat(repeated)});
}

void check_order(const RuleInput& in, Answer& out) {
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < in.path.steps.size(); ++i) {
    const std::optional<std::size_t> here = in.path.steps[i].presented_index;
    if (!here) continue;
    if (i == 0 && *here != 0) {
      out.report("not-first", 0, cat("the certificate asked about is number ", *here + 1, " of the input, not first"));
    } else if (before && *here < *before) {
      out.report("order", i);
      return;
    }
    before = here;
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
  out.report("unused", {}, cat(count, " not on the path, first ", strangers.front().value)).params =
      std::move(strangers);
}

void check_root_included(const RuleInput& in, Answer& out) {
  for_each_unique(in.evidence, [&](const Presented& presented) {
    if (!is_anchors_own(in, presented.certificate)) return;
    out.report("root-included", {}, cat("the anchor's own certificate was presented: ", named(presented)));
  });
}

void check_notes(const RuleInput& in, Answer& out) {
  for (const std::string& note : in.evidence.notes) out.report("note", {}, note);
}

/// with_reasons_of_either appends the reasons that certificates and CRLs share.
template <std::size_t N>
constexpr auto with_reasons_of_either(const std::array<Reason, N>& own) {
  constexpr Reason kEither[] = {{"not-der", "not DER", ""},
                                {"malformed", "malformed field", ""},
                                {"malformed-extension", "malformed extension", ""},
                                {"duplicate-extension", "duplicate extension", ""},
                                {"trailing-bytes", "trailing bytes", ""},
                                {"base64", "not base64", ""},
                                {"pem", "damaged PEM block", ""},
                                {"too-big", "larger than the policy allows", ""},
                                {"too-deep", "nested deeper than the policy allows", ""},
                                {"too-many", "more parts than the reader allows", ""},
                                {"too-many-names", "more names than the policy allows", ""},
                                {"too-many-points", "more distribution points than the policy allows", ""}};
  std::array<Reason, N + std::size(kEither)> all{};
  std::copy(std::begin(kEither), std::end(kEither), std::copy(own.begin(), own.end(), all.begin()));
  return all;
}
constexpr auto kReadable =
    with_reasons_of_either(std::array<Reason, 4>{{{"version", "certificate version other than 3", ""},
                                                  {"unsupported", "PEM block of another type", ""},
                                                  {"unusable-key", "unusable key", ""},
                                                  {"more", "more items are unreadable or unusable", ""}}});
constexpr auto kCrlReadable = with_reasons_of_either(
    std::array<Reason, 2>{{{"version", "unknown CRL version", ""}, {"unsupported", "unsupported form", ""}}});
constexpr Reason kDuplicates[] = {{"duplicate", "duplicate certificate", ""}};
constexpr Reason kOrder[] = {{"not-first", "the certificate asked about was not presented first",
                              "in a TLS session the first certificate is the peer's; check that this one is meant"},
                             {"order", "the certificates were not presented in path order", ""}};
constexpr Reason kUnused[] = {{"unused", "unused certificate: not on the path", ""}};
constexpr Reason kRootIncluded[] = {{"root-included", "the anchor's own certificate was presented",
                                     "it is not needed: trust comes from the anchor in the trust source"}};
constexpr Reason kNotes[] = {{"note", "the input contains something else", ""}};

constexpr Rule kInputRules[] = {
    {{"input.readable",
      "Every certificate presented is readable, and its key is usable.",
      "RFC 5280 4.1",
      Severity::warn,
      Severity::note,
      kReadable,
      {"unreadable-ber", "lnl"}},
     always,
     check_readable},
    {{"input.crl_readable",
      "Every CRL presented is readable.",
      "RFC 5280 5.1",
      Severity::fail,
      Severity::warn,
      kCrlReadable,
      {"crl-unreadable", "crls-complete"}},
     always,
     check_crls_readable},
    {{"input.duplicates",
      "No certificate was presented twice.",
      "RFC 5246 7.4.2",
      Severity::note,
      Severity::off,
      kDuplicates,
      {"lnl-duplicates", "lnl"}},
     always,
     check_duplicates},
    {{"input.order",
      "The certificates were presented in path order, the one asked about first.",
      "RFC 5246 7.4.2",
      Severity::note,
      Severity::off,
      kOrder,
      {"lnl-shuffled", "lnl"}},
     with_path,
     check_order},
    {{"input.unused",
      "Every certificate presented is on the path.",
      "RFC 5246 7.4.2",
      Severity::note,
      Severity::off,
      kUnused,
      {"lnl-strangers", "lnl"}},
     with_path,
     check_unused},
    {{"input.root_included",
      "The anchor's own certificate was not presented.",
      "RFC 5246 7.4.2",
      Severity::note,
      Severity::off,
      kRootIncluded,
      {"lnl-7-root-appended", "lnl"}},
     with_anchor,
     check_root_included},
    {{"input.notes",
      "The input contains nothing else worth reporting.",
      "docs/verifying.md",
      Severity::note,
      Severity::off,
      kNotes,
      {"private-key-in-dump", "lnl"}},
     always,
     check_notes},
};

}  // namespace

std::span<const Rule> input_rules() { return kInputRules; }

}  // namespace odca
