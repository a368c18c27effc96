// Running one command line of a case in a shell, and what it did.
#pragma once

#include <string>

namespace odca::cli_test {

struct Outcome {
  int exit = -1;
  std::string out;
  std::string err;
};

/// run runs a command in tests/cli/data by /bin/sh, with the tool under test in the path and a fixed environment.
Outcome run(const std::string& command);

/// content_of reads a file below the source folder.
std::string content_of(const std::string& path);

}  // namespace odca::cli_test
