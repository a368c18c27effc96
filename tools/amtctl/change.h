// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What activate and deactivate share: their options, the environment of a flow, and the answer.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "command_line.h"
#include "describe_outcome.h"
#include "device_options.h"
#include "program.h"

namespace odca::amtctl {

struct ChangeOptions {
  DeviceOptions device{};
  bool dry_run = false;
  std::optional<std::string> audit{};
  cli::Output output{};
};
/// take_change registers the device, --dry-run, --audit and the form of the answer.
void take_change(cli::CommandLine& line, ChangeOptions& options);

/// Flow is activate_ccm or deactivate_ccm with all but these bound.
using Flow = std::function<amt::Outcome(amt::Environment&, amt::Rehearsal)>;
/// change_device lets a flow work on a device, and answers with its outcome. Signals that ask to end are heard from
/// here on.
cli::Answer change_device(Device& device, const ChangeOptions& options, const Change& change, const Flow& flow);
/// not_begun answers, in the form of an outcome, with what kept a flow from beginning.
cli::Answer not_begun(const ChangeOptions& options, const Change& change, Error error);

}  // namespace odca::amtctl
