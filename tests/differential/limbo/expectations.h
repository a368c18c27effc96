// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What is written down about cases: which codes are the right reason to refuse one, and where we differ on purpose.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge.h"
#include "odca/result.h"

namespace odca::limbo {

/// matches compares an id with a pattern in which '*' stands for any text, also none.
bool matches(std::string_view pattern, std::string_view id);

/// CodeTable says which codes are the right reason for a case: to refuse it, or to warn about it in class `warn`.
class CodeTable {
 public:
  static Result<CodeTable> read(const std::filesystem::path& file);
  /// find returns the codes of the first row that names the case, or nullptr: then every code is as good.
  const std::vector<std::string>* find(std::string_view id) const;

 private:
  struct Row {
    std::vector<std::string> cases{};
    std::vector<std::string> allowed{};
  };
  std::vector<Row> rows_{};
};

/// KnownDivergence is a case that we answer otherwise than its class says, and why that is right.
struct KnownDivergence {
  std::string id{};
  bool must_accept = false;
  Outcome actual = Outcome::crash;
  std::string code{};            ///< empty for an accepted one
  std::optional<bool> strict{};  ///< only so; nothing: both
  std::string reason{};
};
/// read_exceptions reads the list. A crash or a hang cannot be listed.
Result<std::vector<KnownDivergence>> read_exceptions(const std::filesystem::path& file);

}  // namespace odca::limbo
