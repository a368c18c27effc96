// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "case.h"

#include <sstream>
#include <stdexcept>
#include <string_view>

namespace odca::cli_test {
namespace {

constexpr std::string_view kAnyText = "[..]";
constexpr std::string_view kAnyLines = "...";

bool line_matches(std::string_view pattern, std::string_view line) {
  const std::size_t wild = pattern.find(kAnyText);
  if (wild == std::string_view::npos) return pattern == line;
  if (line.substr(0, wild) != pattern.substr(0, wild)) return false;
  const std::string_view rest = pattern.substr(wild + kAnyText.size());
  for (std::size_t skip = wild; skip <= line.size(); ++skip)
    if (line_matches(rest, line.substr(skip))) return true;
  return false;
}

bool matches_from(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& found,
                  std::size_t f) {
  if (e == expected.size()) return f == found.size();
  if (expected[e] == kAnyLines) {
    for (std::size_t skip = f; skip <= found.size(); ++skip)
      if (matches_from(expected, e + 1, found, skip)) return true;
    return false;
  }
  return f < found.size() && line_matches(expected[e], found[f]) && matches_from(expected, e + 1, found, f + 1);
}

/// after returns the text after a one-character mark and a space ("> text", ">" for an empty line).
std::string after(const std::string& line) { return line.size() > 2 ? line.substr(2) : std::string(); }

Step& last(Case& test, const std::string& line) {
  if (test.steps.empty() || test.steps.back().exit) throw std::runtime_error("no command before: " + line);
  return test.steps.back();
}

void read_line(Case& test, const std::string& line) {
  if (line.starts_with("exit ")) {
    last(test, line).exit = std::stoi(line.substr(5));
    return;
  }
  switch (line.front()) {
    case '#':
      test.about.push_back(after(line));
      return;
    case '$':
      if (!test.steps.empty() && !test.steps.back().exit) throw std::runtime_error("no exit status before: " + line);
      test.steps.push_back({.command = after(line), .out = {}, .err = {}});
      return;
    case '>':
      last(test, line).out.push_back(after(line));
      return;
    case '!':
      last(test, line).err.push_back(after(line));
      return;
    default:
      throw std::runtime_error("not understood: " + line);
  }
}

void write_lines(std::ostringstream& out, char mark, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out << mark << (line.empty() ? "" : " ") << line << '\n';
}

}  // namespace

Case read_case(const std::string& text) {
  Case test;
  for (const std::string& line : lines_of(text))
    if (!line.empty()) read_line(test, line);
  if (test.about.empty()) throw std::runtime_error("the case does not say why");
  if (test.steps.empty() || !test.steps.back().exit) throw std::runtime_error("the last command has no exit status");
  return test;
}

std::string write_case(const Case& test) {
  std::ostringstream out;
  write_lines(out, '#', test.about);
  for (const Step& step : test.steps) {
    out << "\n$ " << step.command << '\n';
    write_lines(out, '>', step.out);
    write_lines(out, '!', step.err);
    out << "exit " << step.exit.value() << '\n';
  }
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (!text.empty() && text.back() != '\n') lines.emplace_back("(no line end)");
  return lines;
}

bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& found) {
  return matches_from(expected, 0, found, 0);
}

}  // namespace odca::cli_test
