// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Case: one file of cases/, as described in README.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shell.h"

namespace odca::cli_test {

struct Step {
  std::string command;
  std::vector<std::string> out;
  std::vector<std::string> err;
  std::optional<int> exit{};
};

struct Case {
  std::vector<std::string> about;
  std::vector<Step> steps;
};

/// read_case throws std::runtime_error when the text is not of the form that README.md describes.
Case read_case(const std::string& text);
std::string write_case(const Case& test);

/// lines_of splits a text into lines; a text that does not end in a line end has "(no line end)" as its last line.
std::vector<std::string> lines_of(const std::string& text);
/// matches compares with "..." and "[..]" as wildcards.
bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& found);

}  // namespace odca::cli_test
