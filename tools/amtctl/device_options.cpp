// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "device_options.h"

#include <utility>

namespace odca::amtctl {
namespace {

constexpr const char* kLockPlace = "/run/lock/amtctl.lock";

}  // namespace

void take_device(cli::CommandLine& line, DeviceOptions& options) {
  line.heading("the device");
  line.add({"--mei", "FILE", "the driver's file; default the first of /dev/mei, /dev/mei0 to /dev/mei3"}, options.mei);
  line.add({"--lock", "FILE", "held while at work on the device; default /run/lock/amtctl.lock"}, options.lock);
}

void take_port(cli::CommandLine& line, DeviceOptions& options) {
  line.add({"--port", "N", "of AMT's TLS on 127.0.0.1 and ::1, where LMS listens; default 16993"}, 1, 65535,
           options.port);
}

Result<Device> open_device(const DeviceOptions& options) {
  ODCA_TRY_ASSIGN(DeviceLock lock, DeviceLock::take(options.lock.value_or(kLockPlace)));
  ODCA_TRY_ASSIGN(std::unique_ptr<amt::Heci> heci, amt::open_mei(options.mei.value_or("")));
  return Device{.lock = std::move(lock), .heci = std::move(heci)};
}

}  // namespace odca::amtctl
