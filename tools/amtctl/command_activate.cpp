// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// amtctl activate: puts the device of this machine into client control mode, once it has proved to be genuine.
#include <utility>

#include "change.h"
#include "clock.h"
#include "commands.h"
#include "exit_status.h"
#include "password.h"
#include "trust_options.h"
#include "values.h"

namespace odca::amtctl {
namespace {

struct ActivateOptions {
  bool local = false;
  bool ccm = false;
  bool acm = false;
  bool skip_amt_cert_check = false;
  TrustOptions trust{};
  PasswordOptions password{};
  ChangeOptions change{};
};

constexpr Change kActivation{
    .command = "activate", .done = "activated: the device is in client control mode", .not_done = "not activated"};

void take_activate(CommandLine& line, ActivateOptions& options) {
  line.describe(
      {.summary = "put this machine's device into client control mode",
       .about = "Reads the device over HECI, opens TLS to it through LMS or LME, judges the certificates it presents, "
                "and only then sends the new password of its administrator. Control mode and provisioning "
                "state, read again, say what was done. For devices that enforce TLS: AMT 19 and later.",
       .examples = {"amtctl activate --local --ccm --dry-run", "amtctl activate --local --ccm",
                    "amtctl activate --local --ccm --password-fd 3 --json 3<FILE | jq .failure"},
       .statuses = exit_statuses()});
  line.heading("what is done");
  line.add({.name = "--local", .help = "the device of this machine; must be given", .required = true}, options.local);
  line.add({"--ccm", {}, "client control mode; must be given"}, options.ccm);
  line.add({"--acm", {}, "refused: admin control mode is not in this version"}, options.acm);
  line.exactly_one({"--ccm", "--acm"});
  line.add({"--skip-amt-cert-check", {}, "refused: nothing is sent to a device that was not verified"},
           options.skip_amt_cert_check);
  take_password(line, options.password);
  take_trust(line, options.trust);
  take_change(line, options.change);
  line.heading("the device");
  take_port(line, options.change.device);
}

Status check(const ActivateOptions& options) {
  if (options.skip_amt_cert_check)
    return cli::usage_error(
        "there is no --skip-amt-cert-check: who skips it may give the password to whoever answers on the port",
        "'amtctl verify-device --explain' says why this device is refused and what mends it; a root that is missing "
        "comes by --trust-policy; see docs/amtctl.md");
  if (options.acm)
    return cli::usage_error("admin control mode is not in this version",
                            "activate into client control mode with --ccm");
  return {};
}

/// begun is an error when nothing was begun.
Result<Answer> begun(const ActivateOptions& options) {
  const Time now = cli::host_clock();
  ODCA_TRY_ASSIGN(const MachineVerifier verifier, open_trust(options.trust, now));
  ODCA_TRY_ASSIGN(Device device, open_device(options.change.device));
  // Asked for last, so that nobody types it in vain.
  ODCA_TRY_ASSIGN(const amt::Secret password, read_password(options.password));
  ODCA_TRY(amt::check_password(password));
  const amt::PeerQuestion question{.verifier = verifier, .question = {.at = now, .at_is_host_clock = true}};
  return change_device(device, options.change, kActivation,
                       [&](amt::Environment& environment, amt::Rehearsal rehearsal) {
                         return amt::activate_ccm(environment, question, password, rehearsal);
                       });
}

Result<Answer> run_activate(const ActivateOptions& options) {
  ODCA_TRY(check(options));
  Result<Answer> answer = begun(options);
  return answer ? std::move(answer) : not_begun(options.change, kActivation, std::move(answer).error());
}

}  // namespace

Work activate(CommandLine& line) { return cli::work(line, take_activate, run_activate); }

}  // namespace odca::amtctl
