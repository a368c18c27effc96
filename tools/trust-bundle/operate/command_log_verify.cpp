// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// trust-bundle log verify: is the record of installations whole, and does it agree with the state?
#include "base/text.h"
#include "bundle/reason.h"
#include "commands.h"
#include "operate/describe.h"
#include "operate/place.h"
#include "os/file_system.h"
#include "state/installer.h"
#include "state_place.h"

namespace odca::bundle_tool {
namespace {

using cli::Document;

struct LogVerifyOptions {
  PlaceOptions place{};
  cli::Output output{};
};

void take_log_verify(cli::CommandLine& line, LogVerifyOptions& options) {
  line.describe({.summary = "check the record of installations",
                 .about = "Shows every change that was made in the state directory, and checks that the lines follow "
                          "each other and agree with the state. The record decides nothing.",
                 .examples = {"trust-bundle log verify"}});
  take_state(line, options.place);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

constexpr std::string_view kLags =
    "the last commit has no line: a crash came between, and the next change adds it; or a change is under way";

std::vector<std::string> problems_of(const state::LogReport& log) {
  std::vector<std::string> problems = log.problems;
  if (log.lags) problems.emplace_back(kLags);
  return problems;
}

std::string text_of(const state::LogReport& log, const std::string& directory) {
  std::string text;
  for (const state::LogEntry& entry : log.entries)
    text += line(cat(format_time(entry.time), "  commit ", entry.sequence, "  ", entry.event, "  bundle ",
                     entry.version, entry.note.empty() ? "" : "  ", entry.note));
  text += lines(problems_of(log), "problem: ");
  if (log.entries.empty()) text += line(cat("the log in ", quote(directory), " has no entry"));
  return text;
}

Document entries_of(const state::LogReport& log) {
  Document list = Document::list();
  for (const state::LogEntry& entry : log.entries) {
    Document one = Document::members();
    one.add("time", format_time(entry.time)).add("event", entry.event).add("note", entry.note);
    one.add("sequence", Document::number(entry.sequence)).add("version", Document::number(entry.version));
    list.add(std::move(one));
  }
  return list;
}

Result<Answer> run_log_verify(const LogVerifyOptions& options) {
  ODCA_TRY_ASSIGN(const std::string directory, cli::state_place(options.place.state, options.place.user));
  const auto files = real_file_system();
  ODCA_TRY_ASSIGN(const state::LogReport log, state::verify_log(*files, directory));
  const std::vector<std::string> problems = problems_of(log);
  Answer answer{.text = text_of(log, directory), .status = 0};
  answer.document.add("schema", "trust-bundle-log-verify/1").add("ok", Document::truth(problems.empty()));
  answer.document.add("state_directory", directory).add("entries", entries_of(log));
  answer.document.add("problems", Document::list_of(problems));
  if (problems.empty()) {
    if (!log.entries.empty())
      answer.text += line(cat("every line follows the one before: ", log.entries.size(), " entries"));
    return answer;
  }
  answer.problem = bundle::failure(
      "E_STATE_CORRUPT", cat("the log is damaged: ", problems.front()),
      "find out who changed it, then move it away; it decides nothing, and the next change begins a new log");
  return answer;
}

}  // namespace

Work log_verify(cli::CommandLine& line) { return cli::work(line, take_log_verify, run_log_verify); }

}  // namespace odca::bundle_tool
