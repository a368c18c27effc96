// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amt-sim run: serves one device until it is asked to end.
#include <array>
#include <memory>
#include <optional>

#include "base/text.h"
#include "commands.h"
#include "faults/faults.h"
#include "lme/lme.h"
#include "mei_fuse/mei_file.h"
#include "ports/port.h"
#include "record.h"
#include "signals.h"
#include "terminal.h"
#include "values.h"

namespace odca::amtsim {
namespace {

constexpr unsigned kLocalTlsPort = 16993;

struct RunOptions {
  std::string profile{};
  std::string identity{};
  std::optional<std::string> upid_of{};
  std::optional<std::string> mei{};
  std::optional<std::string> address{};
  unsigned port = kLocalTlsPort;
  std::vector<std::string> faults{};
  unsigned seed = 1;
  std::optional<std::string> record{};
};

void take_run(CommandLine& line, RunOptions& options) {
  line.describe(
      {.summary = "serve a device until SIGINT, SIGTERM or SIGHUP comes",
       .about = "Serves one simulated device: its TLS port and, with --mei, its device file, over whose client LME "
                "the port is reached as well, and prints a line that begins 'amt-sim: serving' as soon as both are "
                "ready. amt-sim is a simulator, for tests "
                "and integrators: it proves nothing about any device, and its keys and passwords are no "
                "secrets.",
       .examples = {"amt-sim run --profile amt20 --identity device/ --mei device/mei0 --port 0",
                    "amt-sim run --profile amt20 --identity device/ --fault not-ready=3 --record seen.json"}});
  line.no_arguments("a device is named by: --identity FOLDER");
  line.heading("the device");
  line.add({.name = "--profile", .value = "NAME", .help = "its generation: amt20", .required = true}, options.profile);
  line.add({.name = "--identity",
            .value = "FOLDER",
            .help = "what its port shows: chain.pem and key.pem before activation, own.pem and own-key.pem after it",
            .required = true},
           options.identity);
  line.add({"--upid-of", "FOLDER", "the identity that its UPID belongs to, where another one stands at its port"},
           options.upid_of);
  line.add({"--seed", "N", "makes another device: UUID, realm and passwords follow from it"}, 0, 4294967295U,
           options.seed);
  line.add({"--fault", "NAME[=N]", "what it does wrong; may be given again; 'amt-sim faults' lists them"},
           options.faults);
  line.heading("where it is met");
  line.add({"--mei", "FILE", "its device file, made by FUSE on a regular file or a name that is free"}, options.mei);
  line.add({"--address", "ADDRESS", "where its port listens: an IPv4 or IPv6 address (default 127.0.0.1)"},
           options.address);
  line.add({"--port", "N", "the port; 0 takes any that is free"}, 0, 65535, options.port);
  line.heading("afterwards");
  line.add({"--record", "FILE", "write what was received, as JSON"}, options.record);
}

/// ready_line tells scripts where the device is.
std::string ready_line(const RunOptions& options, const std::string& address, unsigned port) {
  const bool ipv6 = address.find(':') != std::string::npos;
  std::string line =
      cat("amt-sim: serving ", options.profile, " at ", ipv6 ? cat('[', address, ']') : address, ':', port);
  if (options.mei) line += cat(" and as ", quote(*options.mei));
  return line + '\n';
}

/// serve returns when the program was asked to end, and everything of the device but the firmware is gone then.
Status serve(const RunOptions& options, Firmware& firmware, Identity identity) {
  const std::string address = options.address.value_or("127.0.0.1");
  ODCA_TRY_ASSIGN(const std::unique_ptr<Port> port,
                  Port::listen(firmware, std::move(identity), address,
                               static_cast<std::uint16_t>(options.port)));  // at most 65535, as the option says
  Lme lme(firmware, [&port](int socket) { port->serve(socket); });
  std::unique_ptr<MeiFile> file;
  if (options.mei) {
    ODCA_TRY_ASSIGN(file, MeiFile::mount(firmware, *options.mei, &lme));
  }
  ODCA_TRY(cli::write_out(ready_line(options, address, port->number())));
  cli::wait_for_request_to_end();
  return {};
}

Result<Answer> run_run(const RunOptions& options) {
  const auto profile = profile_named(options.profile);
  if (!profile) return cli::usage_error(cat("unknown profile ", quote(options.profile)), "write: --profile amt20");
  ODCA_TRY_ASSIGN(Knobs knobs, knobs_of(options.faults));
  ODCA_TRY_ASSIGN(Identity identity, read_identity(options.identity));
  std::array<std::uint8_t, 32> rom = identity.rom_fingerprint;
  if (options.upid_of) {
    ODCA_TRY_ASSIGN(const Identity own, read_identity(*options.upid_of));
    rom = own.rom_fingerprint;
  }
  Firmware firmware(*profile, rom, options.seed);
  firmware.set_knobs(std::move(knobs));
  // Before anything is served, so that a record that cannot be written is no surprise at the end.
  if (options.record) {
    ODCA_TRY(write_record(firmware, *options.record));
  }
  cli::hear_requests_to_end();
  ODCA_TRY(serve(options, firmware, std::move(identity)));
  if (options.record) {
    ODCA_TRY(write_record(firmware, *options.record));
  }
  return Answer{.status = kDone};
}

}  // namespace

Work run(CommandLine& line) { return cli::work(line, take_run, run_run); }

}  // namespace odca::amtsim
