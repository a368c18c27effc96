// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TlsServer: the server's side of TLS over a connected socket. OpenSSL is included in tls_server.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "odca/result.h"
#include "ports/port.h"

namespace odca::amtsim {

/// TlsConnection is an established session; it borrows the socket. Everything waits until the socket is shut down.
class TlsConnection {
 public:
  virtual ~TlsConnection() = default;
  /// read returns how many bytes it wrote into `into`; 0 when nothing will come any more, for whatever reason.
  virtual std::size_t read(std::span<std::uint8_t> into) = 0;
  /// write sends everything, or returns false.
  virtual bool write(std::string_view bytes) = 0;
};

class TlsServer {
 public:
  enum class Highest { tls12, tls13 };
  enum class Shown { chain, own };

  /// make reads the keys. Fails with Errc::usage ("identity-unusable") for what OpenSSL cannot read, and for a key that
  /// is not that of its first certificate.
  static Result<std::unique_ptr<TlsServer>> make(const Identity& identity, Highest highest);
  virtual ~TlsServer() = default;
  /// shake_hands is nothing when the handshake does not come to its end. Thread-safe.
  virtual std::unique_ptr<TlsConnection> shake_hands(int socket, Shown shown) const = 0;
};

}  // namespace odca::amtsim
