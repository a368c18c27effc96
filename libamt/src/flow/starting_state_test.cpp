// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// In which states a device is activated or deactivated, and what is said in the others.
#include "flow/starting_state.h"

#include <gtest/gtest.h>

namespace odca::amt {
namespace {

DeviceInfo device_in(ControlMode mode, ProvisioningState state) {
  return {.versions = {{"AMT", "20.0.5"}},
          .amt_major = 20,
          .mode = mode,
          .state = state,
          .enablement = Enablement{.raw = 0xE2, .enabled = true, .tls_enforced = true, .new_interface = true}};
}

TEST(MayActivate, TakesOnlyADeviceThatIsNotActivated) {
  for (const ControlMode mode : {ControlMode::none, ControlMode::client, ControlMode::admin})
    for (const ProvisioningState state : {ProvisioningState::pre, ProvisioningState::in, ProvisioningState::post})
      EXPECT_EQ(may_activate(device_in(mode, state)).has_value(),
                mode == ControlMode::none && state == ProvisioningState::pre);
}

TEST(MayDeactivate, TakesOnlyClientControlMode) {
  for (const ControlMode mode : {ControlMode::none, ControlMode::client, ControlMode::admin})
    for (const ProvisioningState state : {ProvisioningState::pre, ProvisioningState::in, ProvisioningState::post})
      EXPECT_EQ(may_deactivate(device_in(mode, state)).has_value(), mode == ControlMode::client);
}

TEST(MayActivate, NamesTheHalfStateAndItsRemedy) {
  const Status status = may_activate(device_in(ControlMode::client, ProvisioningState::in));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason.text(), "half-provisioned");
  EXPECT_NE(status.error().hint.find("amtctl deactivate --local"), std::string::npos);
}

TEST(MayActivate, RefusesAnUnknownState) {
  const auto unknown = static_cast<ControlMode>(7);  // as a number from the wire could be
  EXPECT_FALSE(may_activate(device_in(unknown, ProvisioningState::pre)));
  EXPECT_FALSE(may_deactivate(device_in(unknown, ProvisioningState::pre)));
}

TEST(MayActivate, RefusesADeviceWithoutEnforcedTls) {
  DeviceInfo device = device_in(ControlMode::none, ProvisioningState::pre);
  EXPECT_TRUE(may_activate(device));
  device.enablement->tls_enforced = false;
  EXPECT_FALSE(may_activate(device));
}

TEST(MayActivate, RefusesADeviceThatIsSwitchedOff) {
  DeviceInfo device = device_in(ControlMode::none, ProvisioningState::pre);
  device.enablement->enabled = false;
  EXPECT_FALSE(may_activate(device));
  EXPECT_TRUE(may_deactivate(device_in(ControlMode::client, ProvisioningState::post)));
}

}  // namespace
}  // namespace odca::amt
