// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "tls/context_openssl.h"

#include <openssl/err.h>

#include "tls/certificate_message.h"

namespace odca::amt {
namespace {

// Forward secrecy and authenticated encryption only. The device's keys are P-384 before activation, RSA afterwards.
constexpr const char* kTls12Ciphers =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
constexpr const char* kTls13Ciphers = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

constexpr int kSecurityLevel = 2;  // 112 bits: no SHA-1, no RSA below 2048

constexpr long kMaxCertificateMessage = kMaxCertificateList + 4;  // in TLS 1.3 four octets stand before the list

// The certificate of a compressed message (RFC 8879) would not be in the bytes that are judged. OpenSSL 3.2 knows them.
#ifdef SSL_OP_NO_RX_CERTIFICATE_COMPRESSION
constexpr std::uint64_t kNoCompressedCertificates = SSL_OP_NO_RX_CERTIFICATE_COMPRESSION;
#else
constexpr std::uint64_t kNoCompressedCertificates = 0;
#endif

constexpr std::uint64_t kOff =
    SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | kNoCompressedCertificates;
// The first two would let a stranger speak before us in the session, the third would hide that an answer was cut off.
constexpr std::uint64_t kNeverOn =
    SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF;

int refuse_peer(X509_STORE_CTX* /*store*/, void* /*unused*/) { return 0; }

bool allow(SSL_CTX* context, const TlsOptions& options) {
  const int maximum = options.maximum == TlsOptions::Version::tls12 ? TLS1_2_VERSION : TLS1_3_VERSION;
  SSL_CTX_set_security_level(context, kSecurityLevel);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, maximum) == 1 && SSL_CTX_set_cipher_list(context, kTls12Ciphers) == 1 &&
         SSL_CTX_set_ciphersuites(context, kTls13Ciphers) == 1;
}

}  // namespace

Result<SslContext> make_context(const TlsOptions& options) {
  // Else OpenSSL reads a file that the environment names. A program that has already let it do so keeps its settings.
  const bool ready = OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
  ERR_clear_error();
  SslContext context(ready ? SSL_CTX_new(TLS_client_method()) : nullptr);
  if (!context || !allow(context.get(), options))
    return Error{.code = Errc::protocol,
                 .message = "OpenSSL cannot do TLS 1.2 with the ciphers that are needed",
                 .hint = "check the installation of OpenSSL 3",
                 .reason = "tls-failed"};
  SSL_CTX_set_options(context.get(), kOff);
  SSL_CTX_clear_options(context.get(), kNeverOn);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context.get(), refuse_peer, nullptr);
  SSL_CTX_set_max_cert_list(context.get(), kMaxCertificateMessage);
  return context;
}

}  // namespace odca::amt
