// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "os/folder.h"

#include <glob.h>
#include <sys/stat.h>

#include "os/calls_posix.h"

namespace odca {

std::error_code make_private_folder(const std::filesystem::path& folder) {
  std::error_code problem;
  if (std::filesystem::is_directory(folder, problem)) return {};
  const bool has_parent = folder.has_parent_path() && folder.parent_path() != folder;
  problem = has_parent ? make_private_folder(folder.parent_path()) : std::error_code();
  if (problem || ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return problem;
  return posix::last_problem();
}

std::vector<std::string> paths_that_match(const std::string& pattern, std::error_code& problem) {
  glob_t found{};
  errno = 0;
  const int status = ::glob(pattern.c_str(), GLOB_ERR, nullptr, &found);
  problem = status == 0 || status == GLOB_NOMATCH ? std::error_code() : posix::last_problem();
  if (status == GLOB_NOSPACE) problem = std::make_error_code(std::errc::not_enough_memory);
  std::vector<std::string> paths;
  if (status == 0) paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

}  // namespace odca
