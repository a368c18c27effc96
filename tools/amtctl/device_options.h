// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The device that a command works on: which driver file, and that nobody else works on it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "command_line.h"
#include "device_lock.h"
#include "odca/amt/heci.h"

namespace odca::amtctl {

inline constexpr unsigned kTlsPort = 16993;  ///< of AMT, through LMS

struct DeviceOptions {
  std::optional<std::string> mei{};
  std::optional<std::string> lock{};
  std::optional<unsigned> port{};
};
void take_device(cli::CommandLine& line, DeviceOptions& options);
/// take_port is for commands that open a session.
void take_port(cli::CommandLine& line, DeviceOptions& options);

struct Device {
  DeviceLock lock;
  std::unique_ptr<amt::Heci> heci;
};
/// open_device takes the lock and finds the driver. Fails as DeviceLock::take and amt::open_mei do.
Result<Device> open_device(const DeviceOptions& options);

}  // namespace odca::amtctl
