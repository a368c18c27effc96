// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/starting_state.h"

#include "io/text.h"

namespace odca::amt {
namespace {

constexpr std::string_view kGo = {};  ///< in place of a remedy: none is needed
constexpr std::string_view kDeactivate = "take it back with 'amtctl deactivate --local' first";
constexpr std::string_view kMebx = "this version of the program cannot end that; unprovision the device in MEBx";
constexpr std::string_view kOther = "deactivate it with the program that activated it, or in MEBx";
constexpr std::string_view kReadAgain = "the firmware may be in between; look again in a minute with 'amtctl info'";

/// StateRow is one of the nine states that the firmware can tell.
struct StateRow {
  ControlMode mode;
  ProvisioningState state;
  ReasonId reason;
  std::string_view what;
  std::string_view to_activate;    ///< the remedy for whoever wants to activate
  std::string_view to_deactivate;  ///< and to deactivate
};
using enum ControlMode;
using enum ProvisioningState;
constexpr StateRow kStates[] = {
    {none, pre, "wrong-state", "the device is not activated", kGo, "there is nothing to deactivate"},
    {none, in, "half-provisioned", "a configuration was begun and not ended", kMebx, kMebx},
    {none, post, "wrong-state", "the firmware contradicts itself", kReadAgain, kReadAgain},
    {client, pre, "wrong-state", "the firmware contradicts itself", kReadAgain, kGo},
    {client, in, "half-provisioned", "an activation in client control mode was begun and not ended", kDeactivate, kGo},
    {client, post, "wrong-state", "the device is already activated in client control mode", kDeactivate, kGo},
    {admin, pre, "wrong-state", "the firmware contradicts itself", kReadAgain, kReadAgain},
    {admin, in, "half-provisioned", "an activation in admin control mode was begun and not ended", kMebx, kMebx},
    {admin, post, "wrong-state", "the device is activated in admin control mode", kOther, kOther},
};

Error wrong(ReasonId reason, std::string message, std::string_view remedy) {
  return {.code = Errc::device, .message = std::move(message), .hint = std::string(remedy), .reason = reason};
}

Status check(const DeviceInfo& device, std::string_view StateRow::*remedy) {
  const DeviceState now{.mode = device.mode, .state = device.state};
  for (const StateRow& row : kStates) {
    if (row.mode != now.mode || row.state != now.state) continue;
    if ((row.*remedy).empty()) return {};
    return wrong(row.reason, cat(row.what, ": ", in_words(now)), row.*remedy);
  }
  return wrong("wrong-state", cat("the firmware is in an unknown state: ", in_words(now)), kReadAgain);
}

}  // namespace

std::string in_words(const DeviceState& state) {
  return cat("control mode '", to_string(state.mode), "', provisioning state '", to_string(state.state), "'");
}

Status may_activate(const DeviceInfo& device) {
  ODCA_TRY(check(device, &StateRow::to_activate));
  if (device.enablement && device.enablement->new_interface && !device.enablement->enabled)
    return wrong("wrong-state", "AMT is switched off in this machine", "switch it on in the BIOS or in MEBx");
  if (device.tls_enforced()) return {};
  // Without TLS nothing proves who gets the password. Older generations need another flow than this one.
  return wrong("wrong-state",
               cat("the device does not enforce TLS on its local port: AMT '", version_of(device, "AMT"), "'"),
               "this version of the program activates only devices that do (AMT 19 and later)");
}

Status may_deactivate(const DeviceInfo& device) { return check(device, &StateRow::to_deactivate); }

}  // namespace odca::amt
