// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What source files include, for the tests of layers.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace odca::meta {

namespace fs = std::filesystem;

inline bool is_test(const fs::path& file) {
  return file.stem().string().ends_with("_test") || file.stem().string().starts_with("test_") ||
         file.string().find("/testdata/") != std::string::npos;
}

struct Include {
  std::string target;
  int line;
  bool in_brackets;
};

inline std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> found;
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto word = line.find_first_not_of(" \t");
    if (word == std::string::npos || line[word] != '#' || line.find("include") == std::string::npos) continue;
    const auto open = line.find_first_of("<\"");
    const auto close = line.find_last_of(">\"");
    if (open == std::string::npos || close <= open) continue;
    found.push_back({line.substr(open + 1, close - open - 1), number, line[open] == '<'});
  }
  return found;
}

inline std::vector<fs::path> sources_below(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") found.push_back(entry.path());
  return found;
}

}  // namespace odca::meta
