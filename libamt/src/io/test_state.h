// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A state directory of a test's own: what is installed on the machine must not count in it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace odca::amt {

/// EmptyState is a state directory in which nothing is installed, for as long as this program runs.
class EmptyState {
 public:
  EmptyState() { path_ = ::mkdtemp(made_.data()); }
  EmptyState(const EmptyState&) = delete;
  EmptyState& operator=(const EmptyState&) = delete;
  ~EmptyState() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::string made_ = (std::filesystem::path(testing::TempDir()) / "amt-state-XXXXXX").string();
  std::filesystem::path path_{};
};

}  // namespace odca::amt
