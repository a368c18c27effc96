// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Judge: somebody who answers a case. Each validator is one file; one that this build does not have says so.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite.h"

namespace odca::limbo {

/// Outcome is what became of asking. `hang` and `crash` are found by whoever watches; no judge can claim to be refused
/// when it broke.
enum class Outcome { crash, hang, skipped, refused, accepted };
/// to_string prints the word of x509-limbo's result format; CRASH is ours.
std::string_view to_string(Outcome outcome);

struct Answer {
  Outcome outcome = Outcome::crash;
  std::string code{};                   ///< why it was refused: a word of code.h for libtrust, the peer's own otherwise
  std::string detail{};                 ///< the same for people
  std::string cert{};                   ///< which certificate it is about
  std::vector<std::string> warnings{};  ///< codes of the warnings, also where strict refuses for them
  std::uint64_t us = 0;                 ///< processor time from bytes to answer; of a hang, the limit
  std::uint64_t signature_checks = 0;   ///< libtrust only, as are steps
  std::uint64_t steps = 0;
};

/// Judge may do anything, even break: it is asked in a process of its own (child.h).
struct Judge {
  std::string name{};
  std::function<Answer(const Case&)> ask{};
};

/// odca_judge asks libtrust's Verifier for plain path validation, without host name and extended key usage.
Judge odca_judge(bool strict);
/// The peers; nothing when this build does not have the library.
std::optional<Judge> botan_judge();
std::optional<Judge> openssl_judge();
std::optional<Judge> gnutls_judge();

}  // namespace odca::limbo
