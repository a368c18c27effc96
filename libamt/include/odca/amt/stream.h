// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// ByteStream: a connection, whatever carries it: a socket to LMS, a channel over LME, or TLS over one of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "odca/amt/time.h"
#include "odca/bytes.h"
#include "odca/result.h"

namespace odca::amt {

/// ByteStream closes when it ends. Not for several threads at once.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// read waits for at least one byte and returns how many it wrote into `into`; 0 is the orderly end. Fails with
  /// Errc::io ("connection-reset"), Errc::timeout ("timed-out").
  virtual Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) = 0;
  /// write sends everything or fails as read does; how much then arrived is not known.
  virtual Status write(ByteView bytes, Deadline deadline) = 0;
};

/// Connector opens one new connection to the device's port for local management on each call.
class Connector {
 public:
  virtual ~Connector() = default;
  /// connect fails with Errc::io: "connect-refused" when nobody listens (LMS is not running), "connection-reset", and
  /// Errc::timeout ("timed-out").
  virtual Result<std::unique_ptr<ByteStream>> connect(Deadline deadline) = 0;
  /// name is the address, for messages: "127.0.0.1:16993".
  virtual std::string name() const = 0;
};

/// connect_tcp connects to an address written with digits, or to a name that the system resolves.
Result<std::unique_ptr<ByteStream>> connect_tcp(const std::string& host, std::uint16_t port, Deadline deadline);

/// local_port is AMT's TLS port through LMS: the literal addresses 127.0.0.1 and ::1, in this order, never the name
/// "localhost", which a file could send elsewhere.
std::unique_ptr<Connector> local_port(std::uint16_t port = 16993);

class Heci;

/// device_port is AMT's TLS port however it is reached: through LMS (local_port), and where nobody listens there,
/// through the firmware's LME client over HECI, which is what LMS itself uses. The choice is made once, at the first
/// connection that is refused; no other failure leads to LME, least of all one of TLS or trust. `heci` and `clock` are
/// borrowed.
std::unique_ptr<Connector> device_port(Heci& heci, Clock& clock, std::uint16_t port = 16993);

/// lme_port connects through LME alone. One connection to LME carries all sessions; it is opened at the first connect
/// and held until the connector and its streams have ended. Fails with Errc::device: "heci-busy" when LMS or another
/// program holds LME, "heci-no-client", and Errc::protocol ("apf-syntax"); "connect-refused" when the firmware refuses
/// a channel.
std::unique_ptr<Connector> lme_port(Heci& heci, Clock& clock, std::uint16_t port = 16993);

/// Random gives bytes that nobody can foretell.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> into) = 0;
};
/// system_random is that of the operating system.
Random& system_random();

}  // namespace odca::amt
