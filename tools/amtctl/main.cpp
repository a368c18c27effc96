// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amtctl: activates Intel AMT devices that have proved to be genuine. Exit statuses are in exit_status.h.
#include <new>

#include "commands.h"
#include "exit_status.h"
#include "odca/build_date.h"
#include "terminal.h"

namespace odca::amtctl {
namespace {

constexpr cli::Command kCommands[] = {{"info", info, "look"},
                                      {"verify-device", verify_device, "look"},
                                      {"activate", activate, "change"},
                                      {"deactivate", deactivate, "change"}};

int run(int argc, const char* const* argv) {
  const Status hidden = cli::keep_memory_private();
  return cli::run_program(
      {.name = "amtctl",
       .about = "amtctl activates the Intel AMT device of this machine, once it has proved to be genuine.",
       .version = program_version(),
       .trust_facts = format_time(build_date()).substr(0, 10),
       .commands = kCommands,
       .description = {.examples = {"amtctl info", "amtctl verify-device --explain", "amtctl activate --local --ccm"},
                       .statuses = exit_statuses()},
       .refuse = refuse},
      argc, argv, hidden);
}

}  // namespace
}  // namespace odca::amtctl

int main(int argc, char** argv) {
  try {
    return odca::amtctl::run(argc, argv);
  } catch (const std::bad_alloc&) {
    odca::cli::write_error("amtctl: memory ran out\n  hint: 'amtctl info' says what holds now\n");
    return odca::amtctl::status_of(odca::amt::FailureKind::partly_done);
  }
}
