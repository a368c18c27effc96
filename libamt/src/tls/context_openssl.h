// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// What a session may use: versions, ciphers and features, all said here and none left to a file of the machine.
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "tls/tls_session.h"

namespace odca::amt {

struct FreeSsl {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeSsl>;

/// make_context fails with Errc::protocol ("tls-failed") when the installed OpenSSL cannot do what is needed. The
/// context verifies the peer, and refuses every peer until it is given a callback for that.
Result<SslContext> make_context(const TlsOptions& options);

}  // namespace odca::amt
