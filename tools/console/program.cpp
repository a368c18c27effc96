// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include <algorithm>
#include <memory>

#include "base/suggestion.h"
#include "base/text.h"
#include "complaint.h"
#include "help_text.h"
#include "odca/report.h"
#include "terminal.h"
#include "values.h"

namespace odca::cli {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kHelp = "help";

/// Named is the command that a line begins with, and how many words name it. Only the first words are looked at: a file
/// that is called like a command is a file everywhere else.
struct Named {
  const Command* command = nullptr;
  std::size_t words = 0;
};
Named named(const Program& program, const Words& words) {
  for (const Command& command : program.commands)
    for (std::size_t count = 1; count <= std::min<std::size_t>(words.size(), 2); ++count)
      if (command.name == (count == 1 ? words[0] : cat(words[0], ' ', words[1]))) return {&command, count};
  return {};
}
const Command* default_of(const Program& program) {
  const auto found = std::find_if(program.commands.begin(), program.commands.end(),
                                  [&](const Command& each) { return each.name == program.default_command; });
  return found == program.commands.end() ? nullptr : &*found;
}
bool begins(const Command& command, std::string_view word) {
  return command.name.starts_with(word) && command.name.substr(word.size()).starts_with(' ');
}

/// Unknown is what can be said of words that name no command. It is `certain` when a command was meant: the nearest one
/// is told, or the first word is that of a group.
struct Unknown {
  Error error;
  bool certain = false;
};
Unknown unknown_command(const Program& program, const Words& words) {
  const std::string see = cat("see ", program.name, " help");
  const std::string& first = words.front();
  const bool two = words.size() > 1 && !words[1].starts_with('-');
  const std::string both = two ? cat(first, ' ', words[1]) : first;
  std::vector<std::string_view> names{kHelp};
  std::string group;
  for (const Command& command : program.commands) {
    names.push_back(command.name);
    if (!begins(command, first)) names.push_back(command.name.substr(0, command.name.find(' ')));
    if (begins(command, first)) group += cat(group.empty() ? "" : ", ", quote(command.name));
  }
  if (!group.empty() && !two)
    return {usage_error(cat("incomplete command ", quote(first)), cat("one of: ", group)), true};
  auto near = nearest(both, names);
  if (!near && group.empty()) near = nearest(first, names);
  return {usage_error(cat("unknown command ", quote(group.empty() ? first : both)),
                      near ? cat("did you mean '", *near, "'; ", see) : see),
          near || !group.empty()};
}

// Help.

std::string statuses_of(const Description& own, const Description& general) {
  const auto& statuses = own.statuses.empty() ? general.statuses : own.statuses;
  std::size_t longest = 0;
  for (const auto& [status, meaning] : statuses) longest = std::max(longest, status.size());
  std::string text = "\nexit status:\n";
  for (const auto& [status, meaning] : statuses)
    text += help_row(status, meaning, longest + 4);  // two blanks each side
  return text;
}

std::string examples_of(const Description& description) {
  std::string text = "\nexamples:\n";
  for (const std::string_view example : description.examples) text += cat("  ", example, '\n');
  return description.examples.empty() ? "" : text;
}

std::string help_of(const Program& program, const Command& command) {
  CommandLine line(program.name, command.name);
  command.prepare(line);
  const Description& description = line.description();
  return cat("usage: ", line.usage(), "\n\n", help_paragraph(description.about), line.help_of_words(),
             statuses_of(description, program.description), examples_of(description));
}

/// list_of has the commands below their headings; with `group`, those of one group.
std::string list_of(const Program& program, std::string_view group = {}) {
  std::string text;
  std::string_view heading;
  for (const Command& command : program.commands) {
    if (!group.empty() && !begins(command, group)) continue;
    if (command.heading != heading) text += cat('\n', command.heading, ":\n");
    heading = command.heading;
    CommandLine line(program.name, command.name);
    command.prepare(line);
    text += help_row(command.name, line.description().summary);
  }
  return text;
}

std::string overview(const Program& program) {
  CommandLine line(program.name, {});
  const Command* const by_default = default_of(program);
  if (by_default != nullptr) by_default->prepare(line);
  return cat(program.about, "\n\nusage: ", program.name, " COMMAND [options]\n",
             by_default != nullptr ? cat("       ", line.usage(), '\n') : "", list_of(program),
             "\nwhat one of them takes: ", program.name, " help COMMAND\n", line.help_of_words(),
             statuses_of(program.description, {}), examples_of(program.description));
}

Result<std::string> help_about(const Program& program, const Words& words) {
  if (words.empty()) return overview(program);
  const Named found = named(program, words);
  if (found.command != nullptr && found.words == words.size()) return help_of(program, *found.command);
  const std::string group = words.size() == 1 ? list_of(program, words.front()) : "";
  if (!group.empty()) return cat("usage: ", program.name, ' ', words.front(), " COMMAND [options]\n", group);
  return unknown_command(program, words).error;
}

// What was asked for.

Answer version_of(const Program& program) {
  Answer answer{.text = cat(program.name, ' ', program.version, "\ntrust facts of ", program.trust_facts, '\n'),
                .status = 0};
  answer.document.add("schema", cat(program.name, "-version/1")).add("version", std::string(program.version));
  answer.document.add("trust_facts", program.trust_facts);
  return answer;
}

Result<Answer> help_answer(const Program& program, CommandLine& line, const Words& words) {
  Words topic;
  line.arguments({.name = "COMMAND"}, 0, topic);
  ODCA_TRY_ASSIGN(const CommandLine::Wish wish, line.parse(words));
  if (wish == CommandLine::Wish::version) return version_of(program);
  ODCA_TRY_ASSIGN(std::string text, help_about(program, topic));
  return Answer{.text = std::move(text), .status = 0};
}

/// bare_answer is for a line that names no command where one must be named.
Result<Answer> bare_answer(const Program& program, CommandLine& line, const Words& words) {
  const std::string see = cat("see ", program.name, " help");
  if (!words.empty() && !words.front().starts_with('-')) return unknown_command(program, words).error;
  bool json = false;
  line.add({"--json", {}, "with --version: as JSON"}, json);
  const auto wish = line.parse(words);
  if (wish && *wish == CommandLine::Wish::version) return version_of(program);
  if (wish && *wish == CommandLine::Wish::help) return Answer{.text = overview(program), .status = 0};
  if (wish) return usage_error("missing command", see);
  return usage_error(cat("option ", quote(words.front().substr(0, words.front().find('='))), " before a command"),
                     cat("options come after their command; ", see));
}

Result<Answer> command_answer(const Program& program, const Command& command, CommandLine& line, const Words& words) {
  const Work work = command.prepare(line);
  ODCA_TRY_ASSIGN(const CommandLine::Wish wish, line.parse(words));
  if (wish == CommandLine::Wish::version) return version_of(program);
  if (wish == CommandLine::Wish::help)
    return Answer{.text = line.is_whole_program() ? overview(program) : help_of(program, command), .status = 0};
  return work();
}

/// may_be_command: of these letters commands are made; other words are files, given where options should be.
bool may_be_command(std::string_view word) {
  return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
}

/// Meant is the command of a line, if one is meant, and the words that follow it.
struct Meant {
  const Command* command = nullptr;
  std::string_view name{};
  Words rest{};
};
Meant meant(const Program& program, const Words& words) {
  const auto after = [&](std::size_t count) {
    return Words(words.begin() + static_cast<std::ptrdiff_t>(count), words.end());
  };
  if (!words.empty() && words.front() == kHelp) return {.name = kHelp, .rest = after(1)};
  const Named found = named(program, words);
  if (found.command != nullptr) return {found.command, found.command->name, after(found.words)};
  return {.command = default_of(program), .rest = words};
}

Result<Answer> answer_of(const Program& program, const Meant& meant, CommandLine& line) {
  const Words& words = meant.rest;
  if (meant.name == kHelp) return help_answer(program, line, words);
  if (meant.command == nullptr) return bare_answer(program, line, words);
  if (meant.name.empty() && !words.empty() && may_be_command(words.front()) && !words.front().starts_with('-')) {
    const Unknown unknown = unknown_command(program, words);
    if (unknown.certain) return unknown.error;
  }
  return command_answer(program, *meant.command, line, words);
}

std::string painted(std::string text, std::string_view code, Colour colour) {
  if (colour == Colour::never) return text;
  const std::size_t end = text.find('\n');
  return cat("\x1b[", code, 'm', text.substr(0, end), "\x1b[0m", text.substr(end));
}

std::string printed(const Answer& answer, bool json) {
  if (answer.document.empty()) return answer.text;
  if (json) return answer.document.to_json() + '\n';
  return answer.text.empty() ? answer.document.to_text() : answer.text;
}

int refuse(const Program& program, Error error, Colour colour, bool json) {
  const int status = program.refuse(error);
  write_error(painted(complaint(program.name, error), "1;31", colour));
  // The status says all there is to say already, so an output that fails here changes nothing.
  if (json) static_cast<void>(write_out(complaint_json(error)));
  return status;
}

}  // namespace

int run_program(const Program& program, int argc, const char* const* argv, const Status& before) {
  prepare_memory();
  prepare_streams();
  const Meant command = meant(program, argc > 1 ? Words(argv + 1, argv + argc) : Words());
  CommandLine line(program.name, command.name);
  const Result<Answer> answer = before ? answer_of(program, command, line) : before.error();
  const bool json = line.asks_for_json(command.rest);
  const Colour colour = line.error_colour();
  if (!answer) return refuse(program, answer.error(), colour, json);
  for (const std::string& warning : answer->warnings)
    write_error(painted(cat(program.name, ": warning: ", escape_text(warning), '\n'), "1;33", colour));
  if (const Status written = write_out(printed(*answer, json)); !written)
    return refuse(program, written.error(), colour, false);
  return answer->problem ? refuse(program, *answer->problem, colour, false) : answer->status;
}

}  // namespace odca::cli
