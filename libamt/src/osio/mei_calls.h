// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// MeiCalls: the system calls that the MEI driver is driven by, so that tests can answer for a driver.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "odca/amt/heci.h"

namespace odca::amt {

/// MeiProperties are what the driver says of a client that was connected.
struct MeiProperties {
  std::uint32_t max_message = 0;
  std::uint8_t protocol_version = 0;
};

/// MeiCalls fail with the number of the error, negative. Nothing is retried here.
class MeiCalls {
 public:
  virtual ~MeiCalls() = default;
  /// open returns a descriptor with which neither reading nor writing waits.
  virtual int open(const std::string& path) = 0;
  virtual int connect(int descriptor, const Guid& client, MeiProperties& properties) = 0;
  /// write and read move one message and return its size.
  virtual long write(int descriptor, ByteView message) = 0;
  virtual long read(int descriptor, std::span<std::uint8_t> into) = 0;
  /// wait returns the events that poll saw (POLLIN, POLLERR, ...), 0 when the time was over.
  virtual int wait(int descriptor, milliseconds time) = 0;
  virtual void close(int descriptor) = 0;
};

/// open_mei_with is open_mei over these calls; `calls` and `clock` must outlive what it returns, and its connections.
Result<std::unique_ptr<Heci>> open_mei_with(MeiCalls& calls, Clock& clock, const std::string& path);

}  // namespace odca::amt
