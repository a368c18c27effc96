// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The outcome of an activation or deactivation, for people and for programs.
#pragma once

#include <string>
#include <string_view>

#include "json/writer.h"
#include "odca/amt/activation.h"
#include "odca/report.h"

namespace odca::amtctl {

/// Change is what was wanted.
struct Change {
  std::string_view command{};   ///< "activate"
  std::string_view done{};      ///< "activated: the device is in client control mode"
  std::string_view not_done{};  ///< "not activated"
};

/// write_steps and write_failure write a value for a key; the audit has the same.
void write_steps(JsonWriter& json, const std::vector<amt::Step>& steps);
void write_failure(JsonWriter& json, const amt::Failure& failure);

/// outcome_json is one line of schema "odca-activation/1" with a final newline. The verdict in it is "odca-verdict/1".
std::string outcome_json(const amt::Outcome& outcome, const Change& change, amt::Rehearsal rehearsal);
/// outcome_text begins with what holds now. The verdict follows where it is why nothing was done.
std::string outcome_text(const amt::Outcome& outcome, const Change& change, amt::Rehearsal rehearsal, Colour colour);

}  // namespace odca::amtctl
