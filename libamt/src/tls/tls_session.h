// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TLS over any stream. This room knows nothing of ODCA: it asks a PeerJudge, inside the handshake, and refuses by its
// answer. OpenSSL is included here alone.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "odca/amt/stream.h"

namespace odca::amt {

/// PeerJudge is asked once for each session.
class PeerJudge {
 public:
  virtual ~PeerJudge() = default;
  /// judge gets the certificates of the peer's Certificate message as DER, in the order and with the bytes sent, at
  /// most 64 KiB of them. An error refuses the session; the peer sees the alert bad_certificate.
  virtual Status judge(std::span<const Bytes> certificates) = 0;
};

struct TlsOptions {
  enum class Version { tls12, tls13 };
  Version maximum = Version::tls13;  ///< the minimum is TLS 1.2
};

/// TlsStream is an established session. Nothing was sent over it yet.
class TlsStream : public ByteStream {
 public:
  virtual std::string version() const = 0;  ///< "TLSv1.3"
  virtual std::string cipher() const = 0;
  /// peer_leaf is the DER of the certificate whose key the peer proved to have.
  virtual Bytes peer_leaf() const = 0;
};

/// open_tls shakes hands. No host name is sent or compared (the certificates name none); no tickets, resumption,
/// renegotiation or compression. Fails with the error of `judge` as it was given, and with Errc::protocol
/// ("tls-failed"), whose message says which side ended it and with which alert, and as the stream below does.
Result<std::unique_ptr<TlsStream>> open_tls(std::unique_ptr<ByteStream> below, const TlsOptions& options,
                                            PeerJudge& judge, Deadline deadline);

}  // namespace odca::amt
