// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "report.h"

namespace odca::limbo {
namespace {

constexpr std::size_t kNameWidth = 26;
constexpr std::size_t kJudgeWidth = 16;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string number(std::size_t value, std::size_t width) {
  const std::string digits = cat(value);
  return cat(std::string(width > digits.size() ? width - digits.size() : 0, ' '), value == 0 ? "." : digits);
}

constexpr std::array<Mark, kMarks> kColumns{Mark::agree,   Mark::wrong_accept, Mark::wrong_refusal, Mark::wrong_reason,
                                            Mark::skipped, Mark::hang,         Mark::crash,         Mark::reported};

std::string heading(std::string_view what) {
  std::string line = cat(padded(std::string(what), kNameWidth), padded("validator", kJudgeWidth), "     n");
  for (const Mark mark : kColumns) line += cat("  ", to_string(mark));
  return line + '\n';
}

std::string table(const Comparison& run, std::string_view what, const std::vector<Group>& groups) {
  std::string text = heading(what);
  for (const Group& group : groups) {
    for (std::size_t judge = 0; judge < group.rows.size(); ++judge) {
      const Counts& counts = group.rows[judge];
      text += cat(padded(judge == 0 ? group.name : "", kNameWidth), padded(run.judges[judge].name, kJudgeWidth),
                  number(counts.total(), 6));
      for (const Mark mark : kColumns) text += cat("  ", number(counts[mark], to_string(mark).size()));
      text += '\n';
    }
  }
  return text;
}

struct Rate {
  std::size_t good = 0;
  std::size_t all = 0;
};

Rate rate_of(const Comparison& run, std::size_t judge, Form form, bool accept_side) {
  Rate rate;
  for (const Record& record : run.records) {
    if (record.judge != judge || record.form != form || record.mark == Mark::skipped) continue;
    const Case& asked = run.cases[record.item];
    if (asked.wanted != Class::bind || asked.must_accept(run.strict) != accept_side) continue;
    ++rate.all;
    if (record.mark == Mark::agree) ++rate.good;
  }
  return rate;
}

std::string rates(const Comparison& run, Form form) {
  std::string text;
  for (std::size_t judge = 0; judge < run.judges.size(); ++judge) {
    const Rate accept = rate_of(run, judge, form, true);
    const Rate refuse = rate_of(run, judge, form, false);
    text += cat(padded(run.judges[judge].name, kJudgeWidth), "bind: accepts ", accept.good, " of ", accept.all,
                " that it must, refuses ", refuse.good, " of ", refuse.all, " that it must",
                judge == 0 ? ", for the right reason" : "", '\n');
  }
  return text;
}

std::string line_of(const Comparison& run, const Record& record) {
  const Case& asked = run.cases[record.item];
  const Answer& answer = record.answer;
  const std::optional<bool> wanted = asked.must_accept(run.strict);
  std::string line = cat("  ", asked.id, " [", to_string(asked.wanted), "]: ", to_string(record.mark), ", expected ",
                         wanted ? (*wanted ? "SUCCESS" : "FAILURE") : "any", ", actual ", to_string(answer.outcome));
  if (!answer.code.empty()) line += cat(", code ", answer.code);
  if (!answer.cert.empty()) line += cat(", certificate ", answer.cert);
  line += cat(", ", answer.us, " us");
  if (record.judge == 0) line += cat(", ", answer.signature_checks, " signature checks");
  if (const KnownDivergence* const exception = known(run, record)) return cat(line, "\n    known: ", exception->reason);
  if (!answer.detail.empty()) line += cat("\n    ", answer.detail);
  return line;
}

std::string disagreements(const Comparison& run, Form form) {
  std::string text;
  for (std::size_t judge = 0; judge < run.judges.size(); ++judge) {
    std::string lines;
    for (const Record& record : run.records)
      if (record.judge == judge && record.form == form && record.mark != Mark::agree && record.mark != Mark::reported)
        lines += line_of(run, record) + '\n';
    text += cat('\n', run.judges[judge].name, lines.empty() ? ": no disagreement\n" : ":\n", lines);
  }
  return text;
}

/// reasons prints the codes of what the table of codes does not name, so that a new suite can be read.
std::string refusals(const Comparison& run, Form form) {
  std::string text;
  for (const Record& record : run.records) {
    const Case& asked = run.cases[record.item];
    const bool listed = asked.wanted != Class::out && run.codes.find(asked.id) != nullptr;
    if (record.judge != 0 || record.form != form || record.answer.outcome != Outcome::refused || listed) continue;
    text += cat("  ", asked.id, ": ", record.answer.code, '\n');
  }
  return text.empty() ? "" : cat("\nrefused, and no code is written down for it:\n", text);
}

std::string changes(const Comparison& run) {
  if (run.forms.size() < 2) return "";
  std::string text = "\nverdicts that another bag changed:\n";
  for (std::size_t judge = 0; judge < run.judges.size(); ++judge) {
    const std::vector<const Record*> found = changed(run, judge);
    text += cat("  ", padded(run.judges[judge].name, kJudgeWidth), found.size(), '\n');
    for (const Record* record : found)
      text += cat("    ", run.cases[record->item].id, ", ", to_string(record->form), ": ",
                  to_string(record->answer.outcome), '\n');
  }
  return text;
}

std::string work(const Comparison& run) {
  std::uint64_t checks = 0;
  const Record* slowest = nullptr;
  for (const Record& record : run.records) {
    if (record.judge != 0) continue;
    checks = std::max(checks, record.answer.signature_checks);
    if (slowest == nullptr || record.answer.us > slowest->answer.us) slowest = &record;
  }
  if (slowest == nullptr) return "";
  return cat("\nat most ", checks, " signature checks for one case; slowest: ", run.cases[slowest->item].id, ", ",
             slowest->answer.us, " us\n");
}

}  // namespace

std::string to_text(const Comparison& run) {
  std::string text;
  for (const Form form : run.forms) {
    text += cat(text.empty() ? "" : "\n", "== ", to_string(form), run.strict ? ", strict" : "", " ==\n");
    text += rates(run, form);
    text += '\n' + table(run, "class", by_class(run, form));
    text += '\n' + table(run, "namespace", by_namespace(run, form));
    text += disagreements(run, form);
    if (form == Form::plain) text += refusals(run, form);
  }
  text += changes(run) + work(run);
  for (const std::string& peer : run.not_run) text += cat("NOT RUN: ", peer, ": this build does not have it\n");
  return text;
}

}  // namespace odca::limbo
