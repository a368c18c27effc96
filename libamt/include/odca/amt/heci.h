// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Heci: the host's way to the firmware (Host Embedded Controller Interface; Linux calls its driver MEI).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "odca/amt/time.h"
#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::amt {

/// Guid names a client of the firmware; the bytes are those of the wire: the first three groups are little-endian.
using Guid = std::array<std::uint8_t, 16>;

/// HeciClient is one connection to one client of the firmware. A message is sent and received whole; closing is by
/// destruction, and the firmware sees it. Not for several threads at once.
class HeciClient {
 public:
  virtual ~HeciClient() = default;
  /// send writes one message of at most max_message() bytes. Fails with Errc::device (reason "heci-gone" when the
  /// firmware dropped the client or was reset, "heci-busy" without flow control credit), Errc::timeout ("timed-out").
  /// A message that failed may have been received: send never repeats it.
  virtual Status send(ByteView message, Deadline deadline) = 0;
  /// receive waits for one message. Fails as send does.
  virtual Result<Bytes> receive(Deadline deadline) = 0;
  virtual std::size_t max_message() const = 0;
  virtual unsigned protocol_version() const = 0;
};

class Heci {
 public:
  virtual ~Heci() = default;
  /// connect opens a connection. Fails with Errc::device: "heci-no-client" when the firmware has no such client,
  /// "heci-busy" when another program holds the only connection that it allows, "heci-gone", and Errc::permission.
  virtual Result<std::unique_ptr<HeciClient>> connect(const Guid& client, Deadline deadline) = 0;
  /// name is the device file, for messages.
  virtual std::string name() const = 0;
};

/// open_mei opens the Linux driver: `path` when given, else the first of /dev/mei, /dev/mei0 to /dev/mei3 that is
/// there. Nothing is connected yet. Fails with Errc::device ("mei-absent") and Errc::permission ("mei-permission").
Result<std::unique_ptr<Heci>> open_mei(const std::string& path = {});

}  // namespace odca::amt
