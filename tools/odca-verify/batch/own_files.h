// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OwnFiles: the files that a run writes itself. They are no devices, wherever they lie.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "os/facts.h"

namespace odca::batch {

/// OwnFiles knows files by device and inode, so that no other name, link or folder makes an input of one. Only regular
/// files count: of a terminal or a pipe nothing is read again.
class OwnFiles {
 public:
  /// add takes the file that `path` names now; nothing when there is none yet.
  void add(const std::string& path);
  /// add_standard_streams takes the files that standard output and standard error go to.
  void add_standard_streams();
  /// holds tells whether `path` names one of them.
  bool holds(const std::string& path) const;

 private:
  void add(const FileFacts& facts);
  std::set<std::pair<std::uint64_t, std::uint64_t>> files_{};
};

}  // namespace odca::batch
