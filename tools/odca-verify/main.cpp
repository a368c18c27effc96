// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// odca-verify: answers whether a certificate chain proves a genuine Intel AMT device.
// Exit status: 0 trusted or done, 1 rejected, 2 no verdict.
#include <new>

#include "base/text.h"
#include "commands.h"
#include "odca/verifier.h"
#include "terminal.h"

namespace odca::cli {
namespace {

constexpr Command kCommands[] = {{"verify", verify},   {"batch", batch_command}, {"inspect", inspect},
                                 {"anchors", anchors}, {"rules", rules},         {"policy show", policy_show}};

int run(int argc, const char* const* argv) {
  return run_program(
      {.name = "odca-verify",
       .about = "odca-verify decides whether a certificate chain proves a genuine Intel AMT device.",
       .version = ODCA_VERSION,
       .trust_facts = format_time(build_date()).substr(0, 10),
       .default_command = "verify",
       .commands = kCommands,
       .description = {.examples = {"openssl s_client -connect HOST:16993 -showcerts </dev/null | "
                                    "odca-verify --chain -",
                                    "odca-verify --chain dump.pem --at 2026-03-01T00:00:00Z --explain",
                                    "odca-verify --chain dump.pem --format json | jq -r .verdict",
                                    "odca-verify batch dumps/ --format html --output report.html"},
                       .statuses = {{"0", "trusted, perhaps with warnings (or: the other commands are done)"},
                                    {"1", "rejected"},
                                    {"2", "no verdict: usage, unreadable input, bad policy, bad trust source"}}},
       .refuse = [](Error&) { return kNoVerdict; }},
      argc, argv);
}

}  // namespace

std::string program_name() { return cat("odca-verify ", ODCA_VERSION); }

}  // namespace odca::cli

int main(int argc, char** argv) {
  try {
    return odca::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    odca::cli::write_error("odca-verify: memory ran out\n  hint: run it again with more memory\n");
    return odca::cli::kNoVerdict;
  }
}
