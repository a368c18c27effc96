// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "json/writer.h"
#include "report.h"

namespace odca::limbo {
namespace {

std::string context_of(const Comparison& run, const Record& record) {
  const Answer& answer = record.answer;
  std::string context = answer.detail;
  if (const KnownDivergence* const exception = known(run, record)) context = exception->reason;
  return context;
}

void write_result(JsonWriter& out, const Comparison& run, const Record& record) {
  const Case& asked = run.cases[record.item];
  const Answer& answer = record.answer;
  out.begin_object();
  out.key("id").string(asked.id);
  out.key("actual_result").string(to_string(answer.outcome));
  out.key("context").string(context_of(run, record));
  if (record.form != Form::plain) out.key("form").string(to_string(record.form));
  out.key("class").string(to_string(asked.wanted));
  const std::optional<bool> wanted = asked.must_accept(run.strict);
  out.key("expected_result");
  if (wanted) {
    out.string(*wanted ? "SUCCESS" : "FAILURE");
  } else {
    out.null();
  }
  out.key("mark").string(to_string(record.mark));
  out.key("code").string(answer.code);
  out.key("cert").string(answer.cert);
  out.key("warnings").strings(answer.warnings);
  out.key("us").number(answer.us);
  out.key("signature_checks").number(answer.signature_checks);
  out.key("steps").number(answer.steps);
  if (!asked.features.empty()) out.key("features").strings(asked.features);
  out.end_object();
}

void write_results(JsonWriter& out, const Comparison& run, std::size_t judge, bool plain) {
  out.begin_array();
  for (const Record& record : run.records)
    if (record.judge == judge && (record.form == Form::plain) == plain) write_result(out, run, record);
  out.end_array();
}

void write_judge(JsonWriter& out, const Comparison& run, std::size_t judge) {
  out.key("harness").string(run.judges[judge].name);
  out.key("results");
  write_results(out, run, judge, true);
  if (run.forms.size() < 2) return;
  out.key("remixed");
  write_results(out, run, judge, false);
}

std::string key_of(Mark mark) {
  std::string key(to_string(mark));
  for (char& letter : key)
    if (letter == ' ') letter = '_';
  return key;
}

void write_table(JsonWriter& out, const Comparison& run, const std::vector<Group>& groups) {
  out.begin_array();
  for (const Group& group : groups) {
    for (std::size_t judge = 0; judge < group.rows.size(); ++judge) {
      const Counts& counts = group.rows[judge];
      out.begin_object();
      out.key("group").string(group.name);
      out.key("harness").string(run.judges[judge].name);
      out.key("cases").number(counts.total());
      for (std::size_t mark = 0; mark < kMarks; ++mark)
        out.key(key_of(static_cast<Mark>(mark))).number(counts.of[mark]);  // below kMarks, so a Mark
      out.end_object();
    }
  }
  out.end_array();
}

void write_tables(JsonWriter& out, const Comparison& run) {
  out.begin_array();
  for (const Form form : run.forms) {
    out.begin_object();
    out.key("form").string(to_string(form));
    out.key("by_class");
    write_table(out, run, by_class(run, form));
    out.key("by_namespace");
    write_table(out, run, by_namespace(run, form));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string to_json(const Comparison& run) {
  JsonWriter out;
  out.begin_object();
  out.key("version").number(1);
  write_judge(out, run, 0);
  out.key("strict").boolean(run.strict);
  out.key("tables");
  write_tables(out, run);
  out.key("peers").begin_array();
  for (std::size_t judge = 1; judge < run.judges.size(); ++judge) {
    out.begin_object();
    write_judge(out, run, judge);
    out.end_object();
  }
  out.end_array();
  out.key("not_run").strings(run.not_run);
  out.key("violations").strings(violations(run));
  out.end_object();
  return out.take();
}

}  // namespace odca::limbo
