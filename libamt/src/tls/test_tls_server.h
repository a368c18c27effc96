// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// For tests: a TLS server of OpenSSL in a thread, at the other end of a socket pair, which notes what it received.
#pragma once

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "odca/amt/stream.h"

namespace odca::amt::test {

/// Free releases what OpenSSL made.
struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Cert = std::unique_ptr<X509, Free>;

inline Key ec_key(const char* curve = "P-384") { return Key(EVP_EC_gen(curve)); }
/// rsa_key is always the same one: making it takes longer than all else.
inline Key rsa_key() {
  static const Key key(EVP_RSA_gen(2048));
  EVP_PKEY_up_ref(key.get());
  return Key(key.get());
}

inline Bytes der(const Cert& certificate) {
  Bytes out(static_cast<std::size_t>(i2d_X509(certificate.get(), nullptr)));  // positive
  std::uint8_t* at = out.data();
  i2d_X509(certificate.get(), &at);
  return out;
}

/// make_certificate is valid until 9999, as some certificates of devices are.
inline Cert make_certificate(const std::string& name, EVP_PKEY* key, EVP_PKEY* issuer) {
  Cert cert(X509_new());
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 7);
  ASN1_TIME_set_string(X509_getm_notBefore(cert.get()), "20200101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(cert.get()), "99991231235959Z");
  X509_set_pubkey(cert.get(), key);
  X509_NAME* subject = X509_get_subject_name(cert.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());  // char to byte, as the interface has it
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0);
  X509_set_issuer_name(cert.get(), subject);
  X509_sign(cert.get(), issuer, EVP_sha384());
  return cert;
}

/// Identity is what a server presents: its own certificate, then others.
struct Identity {
  Key key{};
  std::vector<Cert> chain{};
  std::vector<Bytes> ders() const {
    std::vector<Bytes> all;
    for (const Cert& certificate : chain) all.push_back(der(certificate));
    return all;
  }
};

inline Identity make_identity(Key key = ec_key(), std::size_t others = 2) {
  Identity made{.key = std::move(key)};
  made.chain.push_back(make_certificate("leaf", made.key.get(), made.key.get()));
  for (std::size_t i = 0; i < others; ++i)
    made.chain.push_back(make_certificate("other " + std::to_string(i), made.key.get(), made.key.get()));
  return made;
}

inline Identity read_identity(const std::string& chain, const std::string& key) {
  Identity made;
  const std::unique_ptr<BIO, Free> chain_file(BIO_new_file(chain.c_str(), "r"));
  const std::unique_ptr<BIO, Free> key_file(BIO_new_file(key.c_str(), "r"));
  if (!chain_file || !key_file) return made;
  while (X509* next = PEM_read_bio_X509(chain_file.get(), nullptr, nullptr, nullptr)) made.chain.emplace_back(next);
  made.key.reset(PEM_read_bio_PrivateKey(key_file.get(), nullptr, nullptr, nullptr));
  return made;
}

/// SocketStream is one end of a socket pair. Ten seconds without a byte fail a test instead of hanging it.
class SocketStream final : public ByteStream {
 public:
  explicit SocketStream(int fd) : fd_(fd) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  SocketStream(const SocketStream&) = delete;
  SocketStream& operator=(const SocketStream&) = delete;
  ~SocketStream() override { ::close(fd_); }

  Result<std::size_t> read(std::span<std::uint8_t> into, Deadline /*deadline*/) override {
    ssize_t size = 0;
    do size = ::recv(fd_, into.data(), into.size(), 0);
    while (size < 0 && errno == EINTR);
    if (size < 0 && errno == EAGAIN) return Error{.code = Errc::timeout, .message = "late", .reason = "timed-out"};
    if (size < 0) return Error{.code = Errc::io, .message = "reset", .reason = "connection-reset"};
    return static_cast<std::size_t>(size);  // not negative
  }
  Status write(ByteView bytes, Deadline /*deadline*/) override {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return Error{.code = Errc::io, .message = "reset", .reason = "connection-reset"};
      bytes = bytes.subspan(static_cast<std::size_t>(size));  // not negative
    }
    return {};
  }

 private:
  int fd_;
};

/// Seen is what the server saw. Read it after the server has ended.
struct Seen {
  bool shook_hands = false;
  std::string application{};  ///< bytes of the client, deciphered
  std::vector<std::string> alerts{};
  bool close_notify = false;
};

inline std::pair<std::unique_ptr<ByteStream>, int> stream_pair() {
  int fds[2] = {-1, -1};
  EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
  return {std::make_unique<SocketStream>(fds[0]), fds[1]};
}

/// TlsServer answers one handshake in its own thread and then does as `then` says; by default it reads to the end.
class TlsServer {
 public:
  using Setup = std::function<void(SSL_CTX*)>;
  using Then = std::function<void(SSL*, Seen&)>;

  TlsServer(
      const Identity& identity, int fd, Setup setup = [](SSL_CTX*) {}, Then then = read_to_end)
      : fd_(fd), context_(SSL_CTX_new(TLS_server_method())), then_(std::move(then)) {
    SSL_CTX_use_certificate(context_.get(), identity.chain.front().get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
    for (std::size_t i = 1; i < identity.chain.size(); ++i)
      SSL_CTX_add1_chain_cert(context_.get(), identity.chain[i].get());
    setup(context_.get());
    thread_ = std::thread([this] { serve(); });
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() { finish(); }

  /// finish waits for the end of the server.
  const Seen& finish() {
    if (thread_.joinable()) thread_.join();
    return seen_;
  }

  static void read_to_end(SSL* session, Seen& seen) {
    char piece[4096];
    int size = 0;
    while ((size = SSL_read(session, piece, sizeof piece)) > 0)
      seen.application.append(piece, static_cast<std::size_t>(size));  // positive
    seen.close_notify = SSL_get_error(session, size) == SSL_ERROR_ZERO_RETURN;
  }

 private:
  static void note_alert(int sent, int, int type, const void* data, std::size_t, SSL*, void* seen) {
    if (sent != 0 || type != SSL3_RT_ALERT) return;
    const int description = static_cast<const unsigned char*>(data)[1];  // level, description
    static_cast<Seen*>(seen)->alerts.emplace_back(SSL_alert_desc_string_long(description));
  }
  void serve() {
    sigset_t broken_pipe{};  // OpenSSL writes to a socket that the client may have closed
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    const std::unique_ptr<SSL, Free> session(SSL_new(context_.get()));
    SSL_set_msg_callback(session.get(), note_alert);
    SSL_set_msg_callback_arg(session.get(), &seen_);
    SSL_set_fd(session.get(), fd_);
    if (SSL_accept(session.get()) == 1) {
      seen_.shook_hands = true;
      then_(session.get(), seen_);
    }
    ERR_clear_error();
    ::close(fd_);
  }

  int fd_;
  std::unique_ptr<SSL_CTX, Free> context_;
  Then then_;
  Seen seen_{};
  std::thread thread_{};
};

/// within is a deadline for streams that do not look at it.
inline Deadline within() { return {Instant::max()}; }

}  // namespace odca::amt::test
