// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The walks through trust-bundle that documents show are run as they are written: whoever pastes them gets what is
// shown. In a document "…" stands for any text inside a line, and alone for any number of lines.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "case.h"
#include "shell.h"

namespace odca::cli_test {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kMark = "@@ end of a command, status ";

struct Shown {
  std::string command;
  std::vector<std::string> output;
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// section is the text below a heading, up to the next of its level or above.
std::string section(const std::string& page, const std::string& heading) {
  const std::size_t start = page.find("\n" + heading + "\n");
  if (start == std::string::npos) throw std::runtime_error("no heading " + heading);
  const std::size_t body = start + heading.size() + 2;
  const std::regex next("\n#{1," + std::to_string(heading.find(' ')) + "} ");
  std::smatch found;
  const std::string rest = page.substr(body);
  return std::regex_search(rest, found, next) ? rest.substr(0, static_cast<std::size_t>(found.position())) : rest;
}

bool goes_on(const std::string& line) { return !line.empty() && line.back() == '\\'; }

/// shown_in reads the ```console blocks: "$ " begins a command, which goes on below after a backslash or up to the end
/// of a here-document; all other lines are what it prints.
std::vector<Shown> shown_in(const std::string& text) {
  std::vector<Shown> all;
  bool console = false;
  bool command = false;
  std::string until;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("```")) {
      console = line == "```console";
      continue;
    }
    if (!console) continue;
    if (line.starts_with("$ ")) {
      all.push_back({.command = line.substr(2), .output = {}});
      const std::size_t here = line.find("<<");
      until = here == std::string::npos ? "" : replaced(line.substr(here + 2), "'", "");
      command = goes_on(line) || !until.empty();
    } else if (command) {
      all.back().command += '\n' + line;
      command = until.empty() ? goes_on(line) : line != until;
    } else if (!all.empty()) {
      const std::string any = line == kEllipsis ? "..." : replaced(line, kEllipsis, "[..]");
      all.back().output.push_back(any);
    }
  }
  return all;
}

std::string script_of(const std::vector<Shown>& all) {
  std::string script = "cd \"$SCRATCH\" && ln -s '" ODCA_SOURCE_DIR "/tests' tests\n";
  for (const Shown& one : all)
    script +=
        "{\n" +
        replaced(replaced(one.command, "./dev trust-bundle", "trust-bundle"), "./dev odca-verify", "odca-verify") +
        "\n} 2>&1\necho '" + std::string(kMark) + "'$?\n";
  return script;
}

/// expect_as_shown runs the commands in one shell, in an empty folder in which `tests` is there.
void expect_as_shown(const std::string& file, const std::string& heading) {
  const std::vector<Shown> all = shown_in(section(content_of(file), heading));
  ASSERT_GE(all.size(), 4U) << file;
  const std::vector<std::string> lines = lines_of(run(script_of(all)).out);
  auto line = lines.begin();
  for (const Shown& one : all) {
    std::vector<std::string> found;
    while (line != lines.end() && !line->starts_with(kMark)) found.push_back(*line++);
    ASSERT_NE(line, lines.end()) << one.command;
    const std::string first = one.output.empty() ? "" : one.output.front();
    const bool fails = first.starts_with("trust-bundle: E_") || first.starts_with("rejected");
    EXPECT_EQ(*line == std::string(kMark) + "0", !fails) << one.command << "\nends with " << *line;
    ++line;
    EXPECT_TRUE(matches(one.output, found)) << file << " shows for\n  " << one.command << "\nwhat is not printed:\n"
                                            << ::testing::PrintToString(found);
  }
}

TEST(Tutorial, TheReadmeShowsWhatHappens) { expect_as_shown("README.md", "## Trust that is updated between releases"); }
TEST(Tutorial, TheQuickStartOfBundlesShowsWhatHappens) { expect_as_shown("docs/bundles.md", "## Quick start"); }

}  // namespace
}  // namespace odca::cli_test
