// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A program as a list of commands: which one is meant, help, version, errors, and what becomes of an answer.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.h"
#include "document.h"
#include "odca/result.h"

namespace odca::cli {

/// Answer is what a command has to say. The exit status is that of a fault of the program until a command decides
/// otherwise.
struct Answer {
  std::string text{};
  /// document is printed in place of the text when JSON was asked for, and where there is no text; it has a member
  /// "schema" first. A command that has none wrote its text in the form that was asked for.
  Document document = Document::members();
  std::vector<std::string> warnings{};  ///< for standard error, one a line, whatever form the answer has
  int status = 70;
  /// problem is why the answer is not good news, when there is an answer nevertheless: the checks up to one that
  /// failed, the state of an installation that is damaged. It is said on standard error as well, and its exit status
  /// counts, whatever `status` says.
  std::optional<Error> problem{};
};

/// Work is a command whose options were read.
using Work = std::function<Result<Answer>()>;

/// Command is one row: its name, of one word or two ("key new"), and the function that registers what it takes and
/// returns its work. Commands of one heading are together in the help.
struct Command {
  std::string_view name;
  Work (*prepare)(CommandLine&);
  std::string_view heading = "commands";
};

/// work is a command that reads its options into a struct of its own: `take` registers them, `run` does the work.
template <class Options>
Work work(CommandLine& line, void (*take)(CommandLine&, Options&), Result<Answer> (*run)(const Options&)) {
  const auto options = std::make_shared<Options>();
  take(line, *options);
  return [options, run] { return run(*options); };
}

struct Program {
  std::string_view name{};
  std::string_view about{};  ///< the first line of the help
  std::string_view version{};
  std::string trust_facts{};           ///< the date of what is compiled in
  std::string_view default_command{};  ///< what a line without a command is for; empty when one must be named
  std::span<const Command> commands{};
  Description description{};        ///< exit statuses of commands that say nothing else, and examples
  int (*refuse)(Error&) = nullptr;  ///< completes an error with its class, and gives its exit status
};

/// run_program does what the command line says and returns the exit status; `before` is what had to come first, and
/// ends the program where it failed. Nothing is printed but by this function, save questions, and what is written as it
/// comes.
int run_program(const Program& program, int argc, const char* const* argv, const Status& before = {});

}  // namespace odca::cli
