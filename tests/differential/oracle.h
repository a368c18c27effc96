// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Oracles: others who answer the path question, so that we need not believe ourselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "odca/trust.h"

namespace odca::differential {

/// PathQuestion is what all can be asked: does a path lead from the target to one of the anchors at this time?
struct PathQuestion {
  Certificate target;
  std::vector<Certificate> bag{};      ///< untrusted, the target not among them
  std::vector<Certificate> anchors{};  ///< trusted as they are, self-signed or not
  Time at{};
};

struct OracleAnswer {
  bool accepts = false;
  std::string detail{};
};

/// ask_botan asks Botan's own path validation. Its file is the only one that knows which Botan it is.
unsigned botan_major_version();
OracleAnswer ask_botan(const PathQuestion& question);
/// ask_openssl asks `openssl verify`; nothing when there is no such program.
std::optional<OracleAnswer> ask_openssl(const PathQuestion& question);

}  // namespace odca::differential
