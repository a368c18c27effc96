// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Port: AMT's TLS port for local management, over TCP, or over any pair of connected sockets.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "firmware/firmware.h"
#include "odca/result.h"

namespace odca::amtsim {

/// Identity is the PEM of what the port shows: `chain` with its leaf's `key` before activation, `own` with `own_key`
/// after it.
struct Identity {
  std::string chain{};  ///< six certificates, leaf first, without the root
  std::string key{};
  std::string own{};  ///< the self-signed certificate
  std::string own_key{};
  std::array<std::uint8_t, 32> rom_fingerprint{};  ///< of the fourth certificate; zeros when there are fewer
};
/// read_identity reads chain.pem, key.pem, own.pem and own-key.pem of a folder. Fails with "identity-unusable".
Result<Identity> read_identity(const std::string& folder);

/// Port listens until it ends; each connection has a thread. Its end closes every connection and waits for the threads.
class Port {
 public:
  /// listen opens the port for `firmware`, which must outlive it. `address` is a literal IPv4 or IPv6 address; 0 is any
  /// free port. Fails with Errc::io ("port-taken" when another program listens there), and with Errc::usage
  /// ("identity-unusable", or an address that is none).
  static Result<std::unique_ptr<Port>> listen(Firmware& firmware, Identity identity, const std::string& address,
                                              std::uint16_t port);
  virtual ~Port() = default;
  /// number is the port listened at: that which the system chose when 0 was asked for.
  virtual std::uint16_t number() const = 0;
  /// serve takes over a connected socket as if it had been accepted, and closes it in the end.
  virtual void serve(int socket) = 0;
};

}  // namespace odca::amtsim
