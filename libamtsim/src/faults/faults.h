// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Faults: how a simulated device misbehaves, by names that stand on a command line: "drop-after-setup", "not-ready=3".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/firmware.h"
#include "odca/result.h"

namespace odca::amtsim {

/// Fault is a row of the table.
struct Fault {
  std::string_view name;
  std::string_view value;  ///< what its number is, "CODE"; empty when it takes none
  std::string_view help;
  void (*turn)(Knobs& knobs, std::uint32_t number);
};
/// faults is the table, in the order in which people read it.
std::span<const Fault> faults();

/// knobs_of reads orders of the form NAME or NAME=N, N in decimal digits or, behind 0x, hexadecimal ones. Fails with
/// Errc::usage for a name that is not in the table or comes twice, and for a number that is missing or not asked for.
Result<Knobs> knobs_of(const std::vector<std::string>& orders);

}  // namespace odca::amtsim
