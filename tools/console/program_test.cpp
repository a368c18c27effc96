// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Which command a line names, what its help is, and how errors end. Standard streams are looked at as they are written.
#include "program.h"

#include <gtest/gtest.h>

#include "values.h"

namespace odca::cli {
namespace {

struct Options {
  std::string file{};
  Output output{};
};

void take_show(CommandLine& line, Options& options) {
  line.describe({.summary = "show a file", .about = "Shows a file.", .examples = {"tool show FILE"}});
  line.argument({.name = "FILE", .help = "the file"}, options.file);
  line.output({Format::text, Format::json}, options.output);
}
Result<Answer> show(const Options& options) {
  if (options.file == "bad")
    return Error{.code = Errc::io, .message = "unreadable", .hint = "try again", .reason = "io"};
  Answer answer{.text = "shown\n", .status = 0};
  answer.document.add("file", options.file);
  return answer;
}
struct Nothing {};
void take_key(CommandLine& line, Nothing&) { line.describe({.summary = "a key"}); }
Result<Answer> key(const Nothing&) { return Answer{.text = "key\n", .status = 3}; }

constexpr Command kCommands[] = {
    {"show", [](CommandLine& line) { return work(line, take_show, show); }},
    {"key new", [](CommandLine& line) { return work(line, take_key, key); }, "for publishers"},
    {"key show", [](CommandLine& line) { return work(line, take_key, key); }, "for publishers"},
};

struct Ran {
  int status;
  std::string out;
  std::string err;
};
Ran ran(std::vector<const char*> words, std::string_view default_command = {}) {
  words.insert(words.begin(), "tool");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = run_program({.name = "tool",
                                  .about = "tool shows things.",
                                  .version = "1.2",
                                  .trust_facts = "2026-01-01",
                                  .default_command = default_command,
                                  .commands = kCommands,
                                  .description = {.statuses = {{"0", "done"}}},
                                  .refuse = [](Error&) { return 9; }},
                                 static_cast<int>(words.size()), words.data());
  return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(Program, RunsTheCommandOfOneWordOrTwo) {
  EXPECT_EQ(ran({"show", "file"}).out, "shown\n");
  EXPECT_EQ(ran({"show", "file", "--json"}).out, "{\"file\":\"file\"}\n");
  EXPECT_EQ(ran({"key", "new"}).status, 3);
}
TEST(Program, UnknownCommandsAreRefusedWithTheNearest) {
  EXPECT_EQ(ran({"shwo", "x"}).err, "tool: unknown command 'shwo'\n  hint: did you mean 'show'; see tool help\n");
  EXPECT_EQ(ran({"nothing"}).err, "tool: unknown command 'nothing'\n  hint: see tool help\n");
  EXPECT_EQ(ran({"kye", "new"}).err, "tool: unknown command 'kye'\n  hint: did you mean 'key new'; see tool help\n");
  EXPECT_EQ(ran({"kye"}).err, "tool: unknown command 'kye'\n  hint: did you mean 'key'; see tool help\n");
  EXPECT_EQ(ran({"key", "shwo"}).err,
            "tool: unknown command 'key shwo'\n  hint: did you mean 'key show'; see tool help\n");
  EXPECT_EQ(ran({"key", "--json"}).err, ran({"key"}).err);
  EXPECT_EQ(ran({"key", "x"}, "show").err, "tool: unknown command 'key x'\n  hint: see tool help\n");
  EXPECT_EQ(ran({"key"}).err, "tool: incomplete command 'key'\n  hint: one of: 'key new', 'key show'\n");
  EXPECT_EQ(ran({}).err, "tool: missing command\n  hint: see tool help\n");
  EXPECT_EQ(ran({"--stat", "x"}).err,
            "tool: option '--stat' before a command\n  hint: options come after their command; see tool help\n");
}
TEST(Program, ADefaultCommandIsMeantByOptionsAndByFiles) {
  EXPECT_EQ(ran({"--json"}, "show").status, 9);
  EXPECT_EQ(ran({"a.pem"}, "show").out, "shown\n");
  EXPECT_EQ(ran({"keys", "new"}, "show").err,
            "tool: unknown command 'keys'\n  hint: did you mean 'key new'; see tool help\n");
}
TEST(Program, HelpIsTheSameHoweverItIsAskedFor) {
  const std::string all = ran({"help"}).out;
  EXPECT_EQ(ran({"--help"}).out, all);
  EXPECT_EQ(ran({"-h", "--json"}).out, all);
  EXPECT_NE(all.find("for publishers:\n  key new               a key\n"), std::string::npos) << all;
  const std::string one = ran({"help", "show"}).out;
  EXPECT_EQ(ran({"show", "--help"}).out, one);
  EXPECT_TRUE(one.starts_with("usage: tool show FILE [options]\n\nShows a file.\n\narguments:\n")) << one;
  EXPECT_NE(one.find("\nexit status:\n  0 "), std::string::npos) << one;
  EXPECT_NE(one.find("\nexamples:\n  tool show FILE\n"), std::string::npos) << one;
  EXPECT_EQ(ran({"help", "key", "new"}).out, ran({"key", "new", "-h"}).out);
  EXPECT_EQ(ran({"help", "key"}).out,
            "usage: tool key COMMAND [options]\n\nfor publishers:\n  key new               a key\n  key show           "
            "   a key\n");
  EXPECT_EQ(ran({"help", "shwo"}).err, "tool: unknown command 'shwo'\n  hint: did you mean 'show'; see tool help\n");
}
TEST(Program, TheVersionIsTextOrJson) {
  EXPECT_EQ(ran({"--version"}).out, "tool 1.2\ntrust facts of 2026-01-01\n");
  EXPECT_EQ(ran({"show", "--version", "--json"}).out,
            "{\"schema\":\"tool-version/1\",\"version\":\"1.2\",\"trust_facts\":\"2026-01-01\"}\n");
}
TEST(Program, ErrorsAreSaidToProgramsToo) {
  const Ran failed = ran({"show", "bad", "--json"});
  EXPECT_EQ(failed.status, 9);
  EXPECT_EQ(failed.out, "{\"schema\":\"odca-error/1\",\"error\":\"unreadable\",\"hint\":\"try again\"}\n");
  EXPECT_EQ(failed.err, "tool: unreadable\n  hint: try again\n");
  EXPECT_EQ(ran({"show", "bad", "--color", "always"}).err, "\x1b[1;31mtool: unreadable\x1b[0m\n  hint: try again\n");
}

}  // namespace
}  // namespace odca::cli
