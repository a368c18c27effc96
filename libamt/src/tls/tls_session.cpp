// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// OpenSSL never touches the connection: it works on two buffers in memory, and this file carries the bytes. Nothing
// leaves before this file has looked at it.
#include "tls/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>

#include "io/text.h"
#include "tls/alert.h"
#include "tls/certificate_message.h"
#include "tls/context_openssl.h"

namespace odca::amt {
namespace {

constexpr std::size_t kPiece = 16 * 1024;  // the plaintext of one record, RFC 8446 5.1
/// kMaxQuiet bounds what the peer may send without a byte for the application: a handshake of the largest certificate
/// list fits twice. Messages that renew keys could otherwise keep a session busy for ever.
constexpr std::size_t kMaxQuiet = 256 * 1024;

Error tls_failed(std::string message, std::string_view hint = {}) {
  return {.code = Errc::protocol, .message = std::move(message), .hint = std::string(hint), .reason = "tls-failed"};
}

Bytes der_of(const X509* certificate) {
  const int size = certificate == nullptr ? 0 : i2d_X509(certificate, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));  // positive
  std::uint8_t* at = der.data();
  i2d_X509(certificate, &at);
  return der;
}

struct Alert {
  bool ours = false;
  std::uint8_t description = 0;
};

/// Questioning is the part of a handshake that decides whether it goes on.
struct Questioning {
  PeerJudge* judge = nullptr;  ///< null after the answer: there is one for each session
  Bytes message{};             ///< the Certificate message
  CertificateForm form = CertificateForm::tls12;
  std::size_t messages = 0;
  Bytes judged_leaf{};  ///< empty until the answer was yes
  std::optional<Error> refusal{};
};

Status ask(Questioning& q) {
  PeerJudge* judge = std::exchange(q.judge, nullptr);
  if (judge == nullptr || q.messages != 1) return tls_failed("the device sent its certificates more than once");
  ODCA_TRY_ASSIGN(const std::vector<Bytes> certificates, read_certificate_message(q.message, q.form));
  ODCA_TRY(judge->judge(certificates));
  q.judged_leaf = certificates.front();
  return {};
}

class Session final : public TlsStream {
 public:
  Session(std::unique_ptr<ByteStream> below, SslContext context, PeerJudge& judge)
      : below_(std::move(below)), context_(std::move(context)) {
    questioning_.judge = &judge;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() override;

  Status prepare();
  Status shake_hands(Deadline deadline);

  Result<std::size_t> read(std::span<std::uint8_t> into, Deadline deadline) override;
  Status write(ByteView bytes, Deadline deadline) override;
  std::string version() const override { return SSL_get_version(ssl_.get()); }
  std::string cipher() const override;
  Bytes peer_leaf() const override { return der_of(SSL_get0_peer_certificate(ssl_.get())); }

 private:
  static void on_message(int sent, int version, int type, const void* data, std::size_t size, SSL* ssl, void* self);
  static int on_certificates(X509_STORE_CTX* store, void* self);
  void note(bool sent, int version, int type, ByteView message);
  void begin_call();
  void throw_on();
  Status check_leaf() const;
  Error give_up(Error error, Deadline deadline);
  Status flush(Deadline deadline);
  Status fill(Deadline deadline);
  Error failure(std::string_view what) const;
  Error closed_early() const;
  Error broken(Error error);

  std::unique_ptr<ByteStream> below_;
  SslContext context_;
  std::unique_ptr<SSL, FreeSsl> ssl_{};
  BIO* incoming_ = nullptr;  // both owned by ssl_
  BIO* outgoing_ = nullptr;
  Questioning questioning_{};
  std::exception_ptr thrown_{};   // by the judge or for want of memory, under frames of C
  std::optional<Alert> alert_{};  // of the last call
  std::size_t quiet_ = 0;
  Deadline last_{};
  bool heard_ = false;
  bool established_ = false;
  std::optional<Error> broken_{};  // why nothing can be sent or read any more
};

Status Session::prepare() {
  SSL_CTX_set_cert_verify_callback(context_.get(), on_certificates, this);
  ssl_.reset(SSL_new(context_.get()));
  incoming_ = BIO_new(BIO_s_mem());
  outgoing_ = BIO_new(BIO_s_mem());
  if (!ssl_ || incoming_ == nullptr || outgoing_ == nullptr) {
    BIO_free(incoming_);
    BIO_free(outgoing_);
    return tls_failed("no memory for a TLS session");
  }
  BIO_set_mem_eof_return(incoming_, -1);  // an empty buffer is not the end: more may come
  SSL_set_bio(ssl_.get(), incoming_, outgoing_);
  SSL_set_msg_callback(ssl_.get(), on_message);
  SSL_set_msg_callback_arg(ssl_.get(), this);
  SSL_set_connect_state(ssl_.get());
  return {};
}

// An exception must not pass through the frames of C; it is kept and thrown on.
void Session::on_message(int sent, int version, int type, const void* data, std::size_t size, SSL* /*ssl*/,
                         void* self) {
  auto& session = *static_cast<Session*>(self);  // as given to SSL_set_msg_callback_arg
  try {
    session.note(sent != 0, version, type, {static_cast<const std::uint8_t*>(data), size});  // bytes of the message
  } catch (...) {
    session.thrown_ = std::current_exception();
  }
}

void Session::note(bool sent, int version, int type, ByteView message) {
  if (type == SSL3_RT_ALERT && message.size() == 2) alert_ = {.ours = sent, .description = message[1]};
  if (sent || type != SSL3_RT_HANDSHAKE || message.empty() || message[0] != SSL3_MT_CERTIFICATE) return;
  ++questioning_.messages;
  questioning_.message.assign(message.begin(), message.end());
  questioning_.form = version == TLS1_3_VERSION ? CertificateForm::tls13 : CertificateForm::tls12;
}

int Session::on_certificates(X509_STORE_CTX* store, void* self) {
  auto& session = *static_cast<Session*>(self);               // as given to SSL_CTX_set_cert_verify_callback
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);  // becomes the alert bad_certificate
  try {
    Status answer = session.thrown_ ? Status(tls_failed("no memory for the certificates")) : ask(session.questioning_);
    if (!answer) session.questioning_.refusal = std::move(answer).error();
  } catch (...) {
    session.thrown_ = std::current_exception();
  }
  if (session.thrown_ || session.questioning_.refusal) return 0;
  X509_STORE_CTX_set_error(store, X509_V_OK);
  return 1;
}

// OpenSSL's queue of errors belongs to the thread: what another call left there would be taken for ours.
void Session::begin_call() {
  ERR_clear_error();
  alert_.reset();
}

void Session::throw_on() {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

Status Session::shake_hands(Deadline deadline) {
  last_ = deadline;
  while (true) {
    begin_call();
    const int result = SSL_do_handshake(ssl_.get());
    throw_on();
    if (result == 1) break;
    if (questioning_.refusal) return give_up(*questioning_.refusal, deadline);
    if (SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) return give_up(failure("handshake"), deadline);
    ODCA_TRY(flush(deadline));
    ODCA_TRY(fill(deadline));
  }
  ODCA_TRY(check_leaf());  // before our last message leaves
  ODCA_TRY(flush(deadline));
  established_ = true;
  return {};
}

/// check_leaf: the certificate whose key signed this handshake must be the first one that was judged.
Status Session::check_leaf() const {
  const bool same = !questioning_.judged_leaf.empty() && questioning_.messages == 1 &&
                    SSL_get_verify_result(ssl_.get()) == X509_V_OK && SSL_session_reused(ssl_.get()) == 0 &&
                    peer_leaf() == questioning_.judged_leaf;
  if (same) return {};
  return tls_failed("the key of this session is not that of the certificate that was judged");
}

/// give_up sends the alert that OpenSSL left; that it does not arrive changes nothing.
Error Session::give_up(Error error, Deadline deadline) {
  static_cast<void>(flush(deadline));
  return error;
}

Status Session::flush(Deadline deadline) {
  std::array<std::uint8_t, kPiece> piece{};
  while (BIO_pending(outgoing_) > 0) {
    const int size = BIO_read(outgoing_, piece.data(), static_cast<int>(piece.size()));  // 16384
    if (size <= 0) break;
    const ByteView bytes(piece.data(), static_cast<std::size_t>(size));  // positive
    if (Status sent = below_->write(bytes, deadline); !sent) return broken(std::move(sent).error());
  }
  return {};
}

Status Session::fill(Deadline deadline) {
  if (quiet_ > kMaxQuiet) return broken(tls_failed(cat("the device sent ", quiet_, " bytes of TLS without content")));
  std::array<std::uint8_t, kPiece> piece{};
  ODCA_TRY_ASSIGN(const std::size_t size, below_->read(piece, deadline));
  if (size == 0) return broken(closed_early());
  heard_ = true;
  quiet_ += size;
  if (BIO_write(incoming_, piece.data(), static_cast<int>(size)) != static_cast<int>(size))  // both at most 16384
    return broken(tls_failed("no memory for what the device sent"));
  return {};
}

/// closed_early: a session ends with close_notify. Without it the end may be a stranger's work, and is told apart.
Error Session::closed_early() const {
  if (!established_ && heard_) return tls_failed("the device closed the connection in the middle of the handshake");
  const std::string_view when = established_ ? "without ending the TLS session" : "before a byte of TLS";
  return {.code = Errc::io, .message = cat("the device closed the connection ", when), .reason = "connection-reset"};
}

Error Session::failure(std::string_view what) const {
  const unsigned long first = ERR_peek_error();
  const char* known = ERR_reason_error_string(first);
  const std::string reason = known == nullptr ? std::string() : cat(": ", known);
  if (!alert_) {
    const bool no_tls = ERR_GET_LIB(first) == ERR_LIB_SSL && (ERR_GET_REASON(first) == SSL_R_WRONG_VERSION_NUMBER ||
                                                              ERR_GET_REASON(first) == SSL_R_HTTP_REQUEST);
    return tls_failed(cat("this side ended the ", what, reason),
                      no_tls ? "the other side does not speak TLS: check the port" : "");
  }
  const AlertMeaning meaning = alert_meaning(alert_->description);
  const std::string name = meaning.name.empty() ? cat(alert_->description) : std::string(meaning.name);
  if (alert_->ours) return tls_failed(cat("this side ended the ", what, " with alert '", name, "'", reason));
  return tls_failed(cat("the device ended the ", what, " with alert '", name, "'"), meaning.hint);
}

Error Session::broken(Error error) {
  broken_ = error;
  return error;
}

Result<std::size_t> Session::read(std::span<std::uint8_t> into, Deadline deadline) {
  if (into.empty())  // 0 would be the orderly end
    return Error{.code = Errc::usage, .message = "reading into no room at all", .reason = "usage"};
  last_ = deadline;
  while (!broken_) {
    begin_call();
    std::size_t size = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &size);
    throw_on();
    if (result == 1) {
      quiet_ = 0;
      return size;
    }
    const int state = SSL_get_error(ssl_.get(), result);
    if (state == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
    if (state != SSL_ERROR_WANT_READ) return broken(give_up(failure("session"), deadline));
    ODCA_TRY(flush(deadline));  // our part of renewed keys
    ODCA_TRY(fill(deadline));
  }
  return *broken_;
}

Status Session::write(ByteView bytes, Deadline deadline) {
  last_ = deadline;
  while (!bytes.empty()) {
    if (broken_) return *broken_;
    begin_call();
    const ByteView piece = bytes.first(std::min(bytes.size(), kPiece));
    std::size_t written = 0;
    if (SSL_write_ex(ssl_.get(), piece.data(), piece.size(), &written) != 1) return broken(failure("session"));
    ODCA_TRY(flush(deadline));
    bytes = bytes.subspan(written);
  }
  return {};
}

std::string Session::cipher() const {
  const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_.get());
  const char* name = cipher == nullptr ? nullptr : SSL_CIPHER_standard_name(cipher);
  return name == nullptr ? std::string() : std::string(name);
}

/// The end is said once and no answer is awaited. It may take the time that was left to the last call.
Session::~Session() {
  if (!established_ || broken_) return;
  begin_call();
  if (SSL_shutdown(ssl_.get()) >= 0) static_cast<void>(flush(last_));
}

}  // namespace

Result<std::unique_ptr<TlsStream>> open_tls(std::unique_ptr<ByteStream> below, const TlsOptions& options,
                                            PeerJudge& judge, Deadline deadline) {
  ODCA_TRY_ASSIGN(SslContext context, make_context(options));
  auto session = std::make_unique<Session>(std::move(below), std::move(context), judge);
  ODCA_TRY(session->prepare());
  ODCA_TRY(session->shake_hands(deadline));
  return std::unique_ptr<TlsStream>(std::move(session));
}

}  // namespace odca::amt
