// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DeviceLock: one amtctl at a time works on the device of this machine.
#pragma once

#include <memory>
#include <string>

#include "odca/result.h"
#include "os/file_system.h"

namespace odca::amtctl {

class DeviceLock {
 public:
  /// take makes the file where there is none, follows no link, and waits for nobody. Fails with reason "device-locked"
  /// when another has the lock, whose process it names, and with Errc::permission for a file that is not ours.
  static Result<DeviceLock> take(const std::string& path);
  DeviceLock(DeviceLock&& other) noexcept = default;
  DeviceLock& operator=(DeviceLock&&) = delete;
  ~DeviceLock();

 private:
  DeviceLock(std::unique_ptr<FileSystem> files, FileSystem::Handle handle)
      : files_(std::move(files)), handle_(handle) {}
  std::unique_ptr<FileSystem> files_;  // nothing once moved from
  FileSystem::Handle handle_;
};

}  // namespace odca::amtctl
