// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "ports/tls_server.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace odca::amtsim {
namespace {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free>>;
using Method = std::unique_ptr<BIO_METHOD, Free<BIO_meth_free>>;

// Of the suites that hardware has: with the EC key of the chain, and with the RSA key of the self-signed certificate,
// where some clients know nothing but static RSA.
constexpr const char* kChainSuites = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256";
constexpr const char* kOwnSuites =
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-GCM-SHA256";

Error unusable(std::string message) {
  ERR_clear_error();
  return {.code = Errc::usage,
          .message = std::move(message),
          .hint = "an identity is a folder with chain.pem, key.pem, own.pem and own-key.pem, as amt-sim takes it",
          .reason = "identity-unusable"};
}

// ---- A BIO over the socket, because OpenSSL's own one raises SIGPIPE, which is not ours to handle.

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}  // put there below

int read_socket(BIO* bio, char* into, std::size_t size, std::size_t* count) {
  ssize_t received = 0;
  do received = ::recv(socket_of(bio), into, size, 0);
  while (received < 0 && errno == EINTR);
  *count = received > 0 ? static_cast<std::size_t>(received) : 0;  // positive
  return received > 0 ? 1 : 0;
}

int write_socket(BIO* bio, const char* from, std::size_t size, std::size_t* count) {
  ssize_t sent = 0;
  do sent = ::send(socket_of(bio), from, size, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  *count = sent > 0 ? static_cast<std::size_t>(sent) : 0;  // positive
  return sent > 0 ? 1 : 0;
}

long control_socket(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

Method socket_method() {
  Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "connected socket"));
  BIO_meth_set_read_ex(method.get(), read_socket);
  BIO_meth_set_write_ex(method.get(), write_socket);
  BIO_meth_set_ctrl(method.get(), control_socket);
  return method;
}

class Connection : public TlsConnection {
 public:
  explicit Connection(Session session) : session_(std::move(session)) {}

  std::size_t read(std::span<std::uint8_t> into) override {
    ERR_clear_error();
    std::size_t count = 0;
    return SSL_read_ex(session_.get(), into.data(), into.size(), &count) == 1 ? count : 0;
  }

  bool write(std::string_view bytes) override {
    ERR_clear_error();
    std::size_t count = 0;
    return SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count) == 1;
  }

 private:
  Session session_;
};

// ---- Contexts.

std::vector<Certificate> certificates_of(const std::string& pem) {
  std::vector<Certificate> out;
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));  // files of some kilobytes
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) out.emplace_back(next);
  ERR_clear_error();  // the end of the text is an error too
  return out;
}

Key key_of(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));  // files of some kilobytes
  const auto no_password = [](char*, int, int, void*) { return 0; };         // or OpenSSL asks at the terminal
  return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
}

struct Names {
  std::string_view chain, key;  ///< the files, for messages
};

Status use(SSL_CTX* context, const std::string& chain, const std::string& key_text, const Names& names) {
  const std::vector<Certificate> certificates = certificates_of(chain);
  if (certificates.empty()) return unusable("no certificate can be read in '" + std::string(names.chain) + "'");
  const Key key = key_of(key_text);
  if (!key) return unusable("no private key can be read in '" + std::string(names.key) + "'");
  if (SSL_CTX_use_certificate(context, certificates.front().get()) != 1)
    return unusable("the first certificate in '" + std::string(names.chain) + "' cannot be used for TLS");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return unusable("the key in '" + std::string(names.key) + "' is not that of the first certificate in '" +
                    std::string(names.chain) + "'");
  for (std::size_t place = 1; place < certificates.size(); ++place)
    if (SSL_CTX_add1_chain_cert(context, certificates[place].get()) != 1)
      return unusable("certificate " + std::to_string(place) + " in '" + std::string(names.chain) +
                      "' cannot be used for TLS");
  return {};
}

Context context_of(TlsServer::Highest highest, const char* suites) {
  Context context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), highest == TlsServer::Highest::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context.get(), suites);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_AUTO_RETRY);
  return context;
}

class Server : public TlsServer {
 public:
  Server(Context chain, Context own) : chain_(std::move(chain)), own_(std::move(own)), method_(socket_method()) {}

  std::unique_ptr<TlsConnection> shake_hands(int socket, Shown shown) const override {
    ERR_clear_error();
    Session session(SSL_new(shown == Shown::chain ? chain_.get() : own_.get()));
    BIO* bio = BIO_new(method_.get());
    if (!session || bio == nullptr) return nullptr;
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));  // taken out by socket_of
    BIO_set_init(bio, 1);
    SSL_set_bio(session.get(), bio, bio);  // owns it now
    if (SSL_accept(session.get()) != 1) return nullptr;
    return std::make_unique<Connection>(std::move(session));
  }

 private:
  Context chain_, own_;
  Method method_;
};

}  // namespace

Result<std::unique_ptr<TlsServer>> TlsServer::make(const Identity& identity, Highest highest) {
  Context chain = context_of(highest, kChainSuites);
  ODCA_TRY(use(chain.get(), identity.chain, identity.key, {.chain = "chain.pem", .key = "key.pem"}));
  Context own = context_of(highest, kOwnSuites);
  ODCA_TRY(use(own.get(), identity.own, identity.own_key, {.chain = "own.pem", .key = "own-key.pem"}));
  return std::unique_ptr<TlsServer>(std::make_unique<Server>(std::move(chain), std::move(own)));
}

}  // namespace odca::amtsim
