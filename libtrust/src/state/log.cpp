// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "state/log.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/schema.h"
#include "state/sealed.h"

namespace odca::state {
namespace {

using bundle::canonical_integer;
using bundle::canonical_string;
using bundle::Field;
using bundle::Object;

constexpr std::string_view kTorn = "torn";
constexpr unsigned kMode = 0644;

std::string start() { return std::string(64, '0'); }

std::string write_line(const LogEntry& entry) {
  return bundle::canonical_object({{"event", canonical_string(entry.event)},
                                   {"note", canonical_string(entry.note)},
                                   {"prev", canonical_string(entry.prev)},
                                   {"sequence", canonical_integer(entry.sequence)},
                                   {"time", canonical_string(format_time(entry.time))},
                                   {"version", canonical_integer(entry.version)}});
}

Result<LogEntry> read_line(std::string_view line) {
  ODCA_TRY_ASSIGN(const bundle::Document document, bundle::Document::parse(line));
  ODCA_TRY_ASSIGN(const Object members,
                  Field(document.root(), "").object({"event", "note", "prev", "sequence", "time", "version"}));
  LogEntry entry;
  ODCA_TRY_ASSIGN(entry.event, members["event"].text());
  ODCA_TRY_ASSIGN(entry.note, members["note"].text());
  ODCA_TRY_ASSIGN(entry.prev, members["prev"].text());
  ODCA_TRY_ASSIGN(entry.sequence, members["sequence"].integer());
  ODCA_TRY_ASSIGN(entry.time, members["time"].time());
  ODCA_TRY_ASSIGN(entry.version, members["version"].integer());
  return entry;
}

/// LogReader goes through the lines and keeps the chain.
class LogReader {
 public:
  void line(std::string_view text, bool whole);
  LogReport finish() {
    report_.ends_torn = torn_.has_value();
    return std::move(report_);
  }
  LogReader() { report_.last_hash = start(); }

 private:
  void entry(LogEntry entry);
  void problem(std::string_view message) { report_.problems.push_back(cat("line ", number_, ": ", message)); }

  LogReport report_{};
  std::size_t number_ = 0;
  std::optional<std::string> torn_{};  ///< why the line before is no entry
};

void LogReader::line(std::string_view text, bool whole) {
  ++number_;
  auto read = read_line(text);
  // A second damaged line in a row, or one that something else than its marker follows, is no torn tail.
  if (torn_ && (!read || read->event != kTorn)) report_.problems.push_back(*torn_);
  if (!torn_ && read && read->event == kTorn) problem("it marks a torn line, and the line before is whole");
  torn_.reset();
  report_.ends_open = !whole;
  if (!read) {
    torn_ = cat("line ", number_, ": ", read.error().message);
  } else {
    if (read->prev != report_.last_hash) problem("broken hash chain: a line was changed or removed");
    entry(*std::move(read));
  }
  report_.last_hash = hash_of(text);
}

void LogReader::entry(LogEntry entry) {
  if (entry.sequence < report_.last_sequence)
    problem(cat("sequence ", entry.sequence, " comes after ", report_.last_sequence,
                ": the state was replaced by an older one"));
  report_.last_sequence = entry.sequence;
  report_.entries.push_back(std::move(entry));
}

}  // namespace

LogReport check_log(std::string_view content) {
  LogReader reader;
  while (!content.empty()) {
    const std::size_t end = content.find('\n');
    reader.line(content.substr(0, end), end != std::string_view::npos);
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
  }
  return reader.finish();
}

Result<LogReport> read_log(const Directory& directory) {
  ODCA_TRY_ASSIGN(const std::optional<std::string> content, directory.read(std::string(kLogName), kMaxLogBytes));
  return check_log(content ? std::string_view(*content) : std::string_view());
}

Status append_log(const Directory& directory, LogEntry entry) {
  ODCA_TRY_ASSIGN(const LogReport report, read_log(directory));
  std::string lines = report.ends_open ? "\n" : "";
  entry.prev = report.last_hash;
  if (report.ends_torn) {
    const LogEntry marker{.event = std::string(kTorn),
                          .note = "a crash tore the line before",
                          .sequence = report.last_sequence,
                          .time = entry.time,
                          .prev = report.last_hash};
    const std::string line = write_line(marker);
    lines += cat(line, '\n');
    entry.prev = hash_of(line);
  }
  return directory.append(std::string(kLogName), cat(lines, write_line(entry), '\n'), kMode);
}

}  // namespace odca::state
