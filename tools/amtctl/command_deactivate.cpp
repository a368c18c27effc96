// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amtctl deactivate: takes the device of this machine out of client control mode, by HECI.
#include <utility>

#include "change.h"
#include "commands.h"
#include "exit_status.h"

namespace odca::amtctl {
namespace {

struct DeactivateOptions {
  bool local = false;
  ChangeOptions change{};
};

constexpr Change kDeactivation{
    .command = "deactivate", .done = "deactivated: the device is in no control mode", .not_done = "not deactivated"};

void take_deactivate(CommandLine& line, DeactivateOptions& options) {
  line.describe({.summary = "take this machine's device out of client control mode",
                 .about = "Asks the firmware over HECI to unprovision. No password is needed and no session is opened. "
                          "A device in admin control mode is refused.",
                 .examples = {"amtctl deactivate --local --dry-run", "amtctl deactivate --local"},
                 .statuses = exit_statuses()});
  line.heading("what is done");
  line.add({.name = "--local", .help = "the device of this machine; must be given", .required = true}, options.local);
  take_change(line, options.change);
}

Result<Answer> run_deactivate(const DeactivateOptions& options) {
  Result<Device> device = open_device(options.change.device);
  if (!device) return not_begun(options.change, kDeactivation, std::move(device).error());
  return change_device(*device, options.change, kDeactivation, amt::deactivate_ccm);
}

}  // namespace

Work deactivate(CommandLine& line) { return cli::work(line, take_deactivate, run_deactivate); }

}  // namespace odca::amtctl
