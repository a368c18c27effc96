// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amt-sim: an Intel AMT device that is none, to test against. Exit status: 0 done, 1 could not serve, 2 usage.
#include <new>

#include "commands.h"
#include "odca/build_date.h"
#include "terminal.h"

namespace odca::amtsim {
namespace {

constexpr cli::Command kCommands[] = {{"run", run}, {"faults", list_faults}};

int refuse(Error& error) { return error.code == Errc::usage ? kUsage : kNotServed; }

int run_main(int argc, const char* const* argv) {
  return cli::run_program(
      {.name = "amt-sim",
       .about = "amt-sim is a simulator of Intel AMT devices, for tests and integrators: it proves nothing about any "
                "device.",
       .version = ODCA_VERSION,
       .trust_facts = format_time(build_date()).substr(0, 10),
       .commands = kCommands,
       .description = {.examples = {"amt-sim run --profile amt20 --identity device/ --mei device/mei0 --port 0",
                                    "amt-sim faults"},
                       .statuses = {{"0", "done: asked to end by SIGINT, SIGTERM or SIGHUP"},
                                    {"1", "could not serve, or not write the record"},
                                    {"2", "usage"}}},
       .refuse = refuse},
      argc, argv);
}

}  // namespace
}  // namespace odca::amtsim

int main(int argc, char** argv) {
  try {
    return odca::amtsim::run_main(argc, argv);
  } catch (const std::bad_alloc&) {
    odca::cli::write_error("amt-sim: memory ran out\n  hint: run it again with more memory\n");
    return odca::amtsim::kNotServed;
  }
}
