// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amt-sim faults: what a simulated device can be told to do wrong.
#include "base/text.h"
#include "commands.h"
#include "faults/faults.h"

namespace odca::amtsim {
namespace {

struct FaultsOptions {
  cli::Output output{};
};

void take_faults(CommandLine& line, FaultsOptions& options) {
  line.describe({.summary = "list what a device can be told to do wrong",
                 .about = "Lists the names that 'amt-sim run --fault' takes. A number is written in decimal digits or, "
                          "behind 0x, hexadecimal ones.",
                 .examples = {"amt-sim faults", "amt-sim faults --json"}});
  line.no_arguments("faults are given to: amt-sim run --fault NAME");
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

std::string written(const Fault& fault) {
  return fault.value.empty() ? std::string(fault.name) : cat(fault.name, '=', fault.value);
}

Result<Answer> run_faults(const FaultsOptions&) {
  Answer answer{.status = kDone};
  cli::Document list = cli::Document::list();
  for (const Fault& fault : faults()) {
    answer.text += cat(written(fault), "\n    ", fault.help, '\n');
    cli::Document row = cli::Document::members();
    row.add("name", std::string(fault.name));
    if (!fault.value.empty()) row.add("value", std::string(fault.value));
    list.add(std::move(row.add("help", std::string(fault.help))));
  }
  answer.document.add("schema", std::string("amt-sim-faults/1")).add("faults", std::move(list));
  return answer;
}

}  // namespace

Work list_faults(CommandLine& line) { return cli::work(line, take_faults, run_faults); }

}  // namespace odca::amtsim
