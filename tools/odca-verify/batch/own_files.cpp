// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "batch/own_files.h"

#include <system_error>

#include "os/file.h"

namespace odca::batch {

void OwnFiles::add(const FileFacts& facts) {
  if (facts.kind == FileKind::file) files_.emplace(facts.device, facts.inode);
}

void OwnFiles::add(const std::string& path) {
  std::error_code absent;
  add(facts_of(path, Links::follow, absent));
}

void OwnFiles::add_standard_streams() {
  std::error_code closed;
  add(OpenFile::standard_output().facts(closed));
  add(OpenFile::standard_error().facts(closed));
}

bool OwnFiles::holds(const std::string& path) const {
  std::error_code absent;
  const FileFacts facts = files_.empty() ? FileFacts{} : facts_of(path, Links::follow, absent);
  return files_.contains({facts.device, facts.inode});
}

}  // namespace odca::batch
