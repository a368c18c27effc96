// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amtctl info: what the firmware says of itself.
#include "commands.h"
#include "describe_device.h"
#include "device_options.h"
#include "exit_status.h"

namespace odca::amtctl {
namespace {

struct InfoOptions {
  DeviceOptions device{};
  bool hashes = false;
  cli::Output output{};
};

void take_info(CommandLine& line, InfoOptions& options) {
  line.describe({.summary = "show version, mode, state and identity of this machine's device",
                 .about = "Asks the firmware over HECI and changes nothing. What it says is not proved: verify-device "
                          "does that. What could not be read is named with its reason.",
                 .examples = {"amtctl info", "amtctl info --json | jq -r .control_mode"},
                 .statuses = exit_statuses()});
  take_device(line, options.device);
  line.heading("the answer");
  line.add({"--hashes", {}, "list the roots that are accepted for provisioning certificates; JSON always has them"},
           options.hashes);
  line.output({cli::Format::text, cli::Format::json}, options.output);
}

Result<Answer> run_info(const InfoOptions& options) {
  ODCA_TRY_ASSIGN(const Device device, open_device(options.device));
  ODCA_TRY_ASSIGN(const amt::DeviceInfo info,
                  amt::read_device_info(*device.heci, amt::steady_clock(), amt::Extent::everything));
  return Answer{.text = device_text(info, options.hashes ? Hashes::listed : Hashes::counted),
                .document = device_document(info),
                .status = 0};
}

}  // namespace

Work info(CommandLine& line) { return cli::work(line, take_info, run_info); }

}  // namespace odca::amtctl
