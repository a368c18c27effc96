// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The verdict for people: a headline, the path as a tree from the anchor to the leaf, and the findings.
#include <string_view>
#include <utility>

#include "odca/report.h"
#include "report/facts.h"

namespace odca {
namespace {

using namespace std::string_view_literals;

enum class Tone { good, caution, bad, quiet, strong };

/// Page collects lines. Text from outside goes through untrusted(); only plain() and toned() take text of our own.
class Page {
 public:
  explicit Page(Colour colour) : colour_(colour) {}

  Page& plain(std::string_view text) {
    out_ += text;
    return *this;
  }
  Page& untrusted(std::string_view text) { return plain(escape_text(text)); }
  Page& toned(Tone tone, std::string_view text) {
    if (colour_ == Colour::never) return plain(text);
    return plain(sequence(tone)).plain(text).plain("\x1B[0m");
  }
  /// padded writes text and spaces up to `width`.
  Page& padded(std::string_view text, std::size_t width, Tone tone) {
    toned(tone, text);
    return plain(std::string(text.size() < width ? width - text.size() : 0, ' '));
  }
  Page& line() { return plain("\n"); }
  std::string take() { return std::move(out_); }

 private:
  static std::string_view sequence(Tone tone) {
    switch (tone) {
      case Tone::good:
        return "\x1B[1;32m";
      case Tone::caution:
        return "\x1B[1;33m";
      case Tone::bad:
        return "\x1B[1;31m";
      case Tone::quiet:
        return "\x1B[2m";
      case Tone::strong:
        return "\x1B[1m";
    }
    return "";
  }

  Colour colour_;
  std::string out_{};
};

std::string counted(std::size_t n, std::string_view thing) {
  return std::to_string(n) + ' ' + std::string(thing) + (n == 1 ? "" : "s");
}

/// short_print is enough of a fingerprint to find the certificate; JSON and `inspect` print it whole.
std::string short_print(const Fingerprint& fingerprint) { return to_hex(ByteView(fingerprint).first(8)); }

std::string dates(const Validity& validity) {
  const auto day = [](Time t) { return format_time(t).substr(0, 10); };
  return day(validity.not_before) + " to " + day(validity.not_after);
}

std::string_view revocation_words(RevocationState state) {
  switch (state) {
    case RevocationState::not_checked:
      return "revocation not checked";
    case RevocationState::good:
      return "not revoked";
    case RevocationState::revoked:
      return "revoked";
    case RevocationState::stale:
      return "CRL stale";
    case RevocationState::absent:
      return "no CRL";
    case RevocationState::unusable:
      return "CRL unusable";
    case RevocationState::out_of_scope:
      return "no CRL in scope";
  }
  return "revocation not checked";
}

void print_headline(Page& page, const Verdict& verdict) {
  if (!accepted(verdict)) {
    page.toned(Tone::bad, "rejected").plain(": ");
    if (const Finding* finding = verdict.decisive()) {
      page.untrusted(finding->message).plain(" (").plain(finding->rule);
      if (!finding->reason.empty()) page.plain(", ").untrusted(finding->reason);
      page.plain(")").line();
      return;
    }
    page.plain("no path was proved").line();
    return;
  }
  const std::size_t warnings = count(verdict, Severity::warn);
  if (warnings == 0)
    page.toned(Tone::good, "trusted");
  else
    page.toned(Tone::caution, "trusted with " + counted(warnings, "warning"));
  const Name& subject = proved_path(verdict).front().certificate->subject;
  const TrustAnchor& anchor = *proved_anchor(verdict);
  page.plain(": ").untrusted(subject.empty() ? "a certificate without a name" : "'" + subject.to_string() + "'");
  // The source follows the label: any custom certificate may be named like Intel's root.
  page.plain(" is certified under '")
      .untrusted(anchor.label)
      .plain("' (")
      .plain(to_string(anchor.origin.kind))
      .plain(")")
      .line();
}

/// print_state names the state directory of installed trust, and who chose it. Without installed trust there is none.
void print_state(Page& page, const AskedState& state) {
  if (state.directory.empty()) return;
  page.plain("  state ").untrusted(state.directory).plain(" (chosen by ").untrusted(state.chosen_by);
  page.plain(state.installed ? ")" : ", nothing installed)");
  if (!state.remark.empty()) page.plain("; ").untrusted(state.remark);
  page.line();
}

void print_question(Page& page, const Verdict& verdict) {
  page.plain("  purpose ").plain(to_string(verdict.question.purpose));
  page.plain(", phase ").plain(to_string(verdict.question.phase));
  page.plain(", at ")
      .plain(format_time(verdict.judged_at))
      .plain(", profile ")
      .plain(to_string(verdict.profile))
      .line();
  page.plain("  policy ").untrusted(verdict.policy).plain(", trust ").untrusted(verdict.trust_source);
  page.plain(" (").plain(counted(verdict.trust_anchors, "anchor"));
  for (const std::string& version : verdict.trust_versions) page.plain(", ").untrusted(version);
  page.plain(")").line();
  print_state(page, verdict.state);
}

void print_anchor(Page& page, const TrustAnchor* anchor) {
  constexpr std::string_view kMargin = "\n          ";
  page.plain("  ").padded("anchor", 8, Tone::strong);
  if (anchor == nullptr) {
    page.plain("none reached").line();
    return;
  }
  const std::string subject = anchor->subject.to_string();
  page.untrusted(anchor->label);
  if (subject != anchor->label) page.plain(kMargin).untrusted(subject);
  page.plain(kMargin).plain("key ").plain(short_print(anchor->spki_sha256));
  if (anchor->validity) page.plain(", ").plain(dates(*anchor->validity));
  page.plain(", roles");
  for (const std::string& role : anchor->roles.to_strings()) page.plain(" ").plain(role);
  page.plain(", from ").plain(to_string(anchor->origin.kind));
  if (!anchor->origin.where.empty()) page.plain(" (").untrusted(anchor->origin.where).plain(")");
  page.line();
}

void print_step(Page& page, std::size_t depth, std::size_t index, const PathCertificate& entry) {
  const CertificateFields& fields = entry.certificate.fields();
  const std::string indent(2 + 2 * depth, ' ');
  page.plain(indent).plain("+- ").plain(std::to_string(index)).plain(" ").toned(Tone::strong, to_string(entry.role));
  page.plain("  ").untrusted(fields.subject.to_string()).line();
  page.plain(indent).plain("     ").plain(short_print(fields.sha256)).plain(", ").plain(dates(fields.validity));
  page.plain(", ");
  if (presented(entry.origin))
    page.plain("presented");
  else
    page.plain("from ").plain(to_string(entry.origin.kind));
  const bool clean = entry.revocation != RevocationState::revoked;
  page.plain(", ").toned(clean ? Tone::quiet : Tone::bad, revocation_words(entry.revocation)).line();
}

void print_path(Page& page, const Verdict& verdict) {
  const std::vector<PathCertificate>& path = proved_path(verdict);
  const TrustAnchor* anchor = proved_anchor(verdict);
  page.line().toned(Tone::strong, "path").line();
  print_anchor(page, anchor);
  for (std::size_t depth = 0; depth < path.size(); ++depth)
    print_step(page, depth, path.size() - 1 - depth, path[path.size() - 1 - depth]);
}

void print_labelled(Page& page, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  page.plain("    ").padded(label, 10, Tone::quiet).untrusted(value).line();
}

void print_finding(Page& page, const Verdict& verdict, const Finding& finding, Detail detail) {
  page.plain("  ").toned(Tone::strong, finding.rule);
  if (!finding.reason.empty()) page.plain(" (").untrusted(finding.reason).plain(")");
  if (finding.cert) {
    page.plain(", certificate ").plain(std::to_string(*finding.cert));
    const std::vector<PathCertificate>& path = proved_path(verdict);
    if (*finding.cert < path.size()) page.plain(" ").plain(to_string(path[*finding.cert].role));
  }
  page.line().plain("    ").untrusted(finding.message).line();
  for (const Param& param : finding.params) {
    const bool always = param.key == "expected" || param.key == "found";
    if (always || detail == Detail::explain) print_labelled(page, escape_text(param.key) + ": ", param.value);
  }
  print_labelled(page, "hint: ", finding.hint);
}

void print_findings(Page& page, const Verdict& verdict, Detail detail) {
  struct Group {
    Severity severity;
    std::string_view title;
    Tone tone;
  };
  constexpr Group kGroups[] = {{Severity::fail, "failures", Tone::bad},
                               {Severity::warn, "warnings", Tone::caution},
                               {Severity::note, "notes", Tone::strong}};
  for (const Group& group : kGroups) {
    if (count(verdict, group.severity) == 0) continue;
    page.line().toned(group.tone, group.title).line();
    for (const Finding& finding : verdict.findings)
      if (finding.severity == group.severity) print_finding(page, verdict, finding, detail);
  }
}

void print_answers(Page& page, const Verdict& verdict) {
  page.line().toned(Tone::strong, "rules").line();
  for (const RuleAnswer& answer : verdict.answers) {
    page.plain("  ").padded(to_string(answer.answer), 16,
                            answer.answer == RuleAnswer::Kind::finding ? Tone::caution : Tone::quiet);
    page.padded(to_string(answer.severity), 6, Tone::quiet).plain(answer.rule);
    if (!answer.detail.empty()) page.plain(": ").untrusted(answer.detail);
    page.line();
  }
}

void print_attempts(Page& page, const Verdict& verdict) {
  page.line().toned(Tone::strong, "paths tried").line();
  if (verdict.attempts.empty()) page.plain("  none").line();
  for (const PathAttempt& attempt : verdict.attempts) {
    page.plain("  ").untrusted(attempt.outcome).line();
    for (std::size_t i = 0; i < attempt.subjects.size(); ++i) {
      const std::string print = i < attempt.sha256.size() ? attempt.sha256[i].substr(0, 16) : std::string();
      page.plain("    ").padded(escape_text(print), 18, Tone::quiet).untrusted(attempt.subjects[i]).line();
    }
    page.plain("    ").padded("anchor", 18, Tone::quiet);
    page.untrusted(attempt.anchor.empty() ? "none reached" : attempt.anchor).line();
  }
}

void print_unused(Page& page, const Verdict& verdict) {
  if (verdict.unused.empty()) return;
  page.line().toned(Tone::strong, "presented, but not on the path").line();
  for (const std::string& certificate : verdict.unused) page.plain("  ").untrusted(certificate).line();
}

void print_work(Page& page, const WorkDone& work) {
  page.line().toned(Tone::strong, "work").line().plain("  ").plain(counted(work.signature_checks, "signature check"));
  page.plain(", ").plain(counted(work.search_steps, "search step"));
  page.plain(", ").plain(counted(work.paths_tried, "path")).plain(" tried").line();
}

}  // namespace

std::string to_text(const Verdict& verdict, Detail detail, Colour colour) {
  Page page(colour);
  print_headline(page, verdict);
  print_question(page, verdict);
  print_path(page, verdict);
  print_findings(page, verdict, detail);
  if (detail == Detail::explain) {
    print_answers(page, verdict);
    print_attempts(page, verdict);
    print_unused(page, verdict);
    print_work(page, verdict.work);
  }
  return page.take();
}

}  // namespace odca
