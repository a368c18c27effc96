// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Running one command line of a case in a shell, and what it did.
#pragma once

#include <filesystem>
#include <string>

namespace odca::cli_test {

struct Outcome {
  int exit = -1;
  std::string out;
  std::string err;
};

/// Scratch is a fresh folder, gone with the object.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// run runs a command in tests/cli/data by /bin/sh, with the tool under test in the path and a fixed environment.
/// $SCRATCH is a folder of this run; $SHARED is the one given.
Outcome run(const std::string& command, const std::filesystem::path& shared = "/nowhere");

/// content_of reads a file below the source folder.
std::string content_of(const std::string& path);

}  // namespace odca::cli_test
