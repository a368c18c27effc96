// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input/tls.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "input/shape.h"

namespace odca {

namespace {

/// Cursor takes fields off the front; a take that does not fit takes nothing.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }

  std::optional<ByteView> take(std::size_t size) {
    if (size > rest_.size()) return std::nullopt;
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  /// number takes a big-endian number of at most four octets.
  std::optional<std::size_t> number(std::size_t octets) {
    const std::optional<ByteView> taken = take(octets);
    if (!taken) return std::nullopt;
    std::size_t value = 0;
    for (const std::uint8_t octet : *taken) value = value << 8U | octet;
    return value;
  }
  /// vector takes a length of so many octets and as many bytes as it says.
  std::optional<ByteView> vector(std::size_t length_octets) {
    const ByteView before = rest_;
    const std::optional<std::size_t> size = number(length_octets);
    const std::optional<ByteView> taken = size ? take(*size) : std::nullopt;
    if (!taken) rest_ = before;
    return taken;
  }

 private:
  ByteView rest_;
};

// HandshakeType (RFC 5246 7.4, RFC 8446 4, and the registry).
constexpr std::uint8_t kClientHello = 1;
constexpr std::uint8_t kServerHello = 2;
constexpr std::uint8_t kCertificate = 11;
constexpr std::uint8_t kCertificateVerify = 15;
constexpr std::uint8_t kFinished = 20;
constexpr std::uint8_t kCompressedCertificate = 25;
constexpr std::array<std::uint8_t, 19> kHandshakeTypes = {0,  1,  2,  3,  4,  5,  8,  11, 12, 13,
                                                          14, 15, 16, 20, 21, 22, 23, 24, 25};
/// What only clients send: ClientHello, EndOfEarlyData (RFC 8446 4.5), ClientKeyExchange (RFC 5246 7.4.7),
/// CertificateURL (RFC 6066 5).
constexpr std::array<std::uint8_t, 4> kClientTypes = {kClientHello, 5, 16, 21};
constexpr std::size_t kHandshakeHeader = 4;

template <std::size_t N>
bool is_one_of(const std::array<std::uint8_t, N>& types, std::uint8_t type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}
bool is_handshake_type(std::uint8_t type) { return is_one_of(kHandshakeTypes, type); }

// ContentType (RFC 8446 5.1).
constexpr std::uint8_t kChangeCipherSpec = 20;
constexpr std::uint8_t kAlert = 21;
constexpr std::uint8_t kHandshake = 22;
constexpr std::uint8_t kApplicationData = 23;
constexpr std::size_t kRecordHeader = 5;
constexpr std::size_t kMaxPlaintext = 1U << 14U;               // RFC 5246 6.2.1
constexpr std::size_t kMaxCiphertext = kMaxPlaintext + 2048U;  // RFC 5246 6.2.3

bool is_record_start(ByteView header) {
  return header[0] >= kChangeCipherSpec && header[0] <= kApplicationData && header[1] == 3 && header[2] >= 1 &&
         header[2] <= 4;
}

constexpr std::string_view kHint =
    "save what the device sent at the start of one connection, or use: openssl s_client -connect HOST:16993 -showcerts";

Error malformed(std::string message) {
  return {.message = std::move(message), .hint = std::string(kHint), .reason = "malformed"};
}

// The certificate list

enum class Form { tls12, tls13 };

struct List {
  std::vector<Bytes> entries{};
  std::size_t count = 0;
  bool all_sequences = true;
};

/// has_sound_extensions walks over the extensions of a TLS 1.3 CertificateEntry.
bool has_sound_extensions(Cursor& cursor) {
  const std::optional<ByteView> extensions = cursor.vector(2);
  if (!extensions) return false;
  Cursor inner(*extensions);
  while (!inner.at_end())
    if (!inner.number(2) || !inner.vector(2)) return false;
  return true;
}

/// list_of reads the body of a Certificate message in one of its two forms; nothing unless every length adds up.
std::optional<List> list_of(ByteView body, Form form, std::size_t max_entries) {
  Cursor message(body);
  if (form == Form::tls13 && !message.vector(1)) return std::nullopt;  // certificate_request_context
  const std::optional<ByteView> whole = message.vector(3);
  if (!whole || !message.at_end()) return std::nullopt;
  List list;
  Cursor cursor(*whole);
  while (!cursor.at_end()) {
    const std::optional<ByteView> entry = cursor.vector(3);
    if (!entry || entry->empty()) return std::nullopt;  // opaque cert_data<1..2^24-1>
    if (form == Form::tls13 && !has_sound_extensions(cursor)) return std::nullopt;
    list.all_sequences = list.all_sequences && is_sequence(*entry);
    if (++list.count <= max_entries + 1) list.entries.emplace_back(entry->begin(), entry->end());
  }
  return list;
}

TlsCertificates certificates_of(List list, Form form) {
  const std::string_view version = form == Form::tls12 ? "1.2" : "1.3";
  return {.form = cat("TLS ", version, " Certificate message"),
          .is_tls12 = form == Form::tls12,
          .entries = std::move(list.entries)};
}

/// client_direction: the certificate of a stream in which a client speaks would be the client's own.
Error client_direction(std::string_view sign) {
  return {.message = cat("the stream holds ", sign, ": it is what the client sent, or both directions in one"),
          .hint = "save the other direction, what the device sent: it begins with a ServerHello",
          .reason = "client-direction"};
}

/// read_certificate_message lets exactly one form succeed. Where both do, the one that holds DER wins; where that does
/// not tell either, the message is refused.
Result<TlsCertificates> read_certificate_message(ByteView body, std::size_t max_entries) {
  std::optional<List> older = list_of(body, Form::tls12, max_entries);
  std::optional<List> newer = list_of(body, Form::tls13, max_entries);
  if (!older && !newer)
    return malformed("the lengths inside the TLS Certificate message do not add up, neither as TLS 1.2 nor as 1.3");
  if (older && newer) {
    if (older->all_sequences == newer->all_sequences)
      return Error{.message = "ambiguous TLS Certificate message: it reads as TLS 1.2 and as TLS 1.3",
                   .hint = std::string(kHint),
                   .reason = "ambiguous"};
    (older->all_sequences ? newer : older).reset();
  }
  const Form form = older ? Form::tls12 : Form::tls13;
  List list = *std::move(older ? older : newer);
  if (list.count == 0) return malformed("the TLS Certificate message holds no certificate");
  return certificates_of(std::move(list), form);
}

// Handshake messages

/// chose_tls13 tells whether a ServerHello selects TLS 1.3: extension supported_versions with 0x0304 (RFC 8446 4.2.1).
bool chose_tls13(ByteView body) {
  constexpr std::size_t kSupportedVersions = 43;
  constexpr std::size_t kTls13 = 0x0304;
  Cursor hello(body);
  if (!hello.take(2 + 32) || !hello.vector(1) || !hello.take(2 + 1)) return false;
  const std::optional<ByteView> extensions = hello.vector(2);
  if (!extensions) return false;
  Cursor cursor(*extensions);
  while (!cursor.at_end()) {
    const std::optional<std::size_t> type = cursor.number(2);
    const std::optional<ByteView> value = cursor.vector(2);
    if (!type || !value) return false;
    if (*type == kSupportedVersions) return Cursor(*value).number(2) == kTls13;
  }
  return false;
}

/// Messages is what a walk over handshake messages met.
struct Messages {
  std::optional<ByteView> certificate{};  ///< body of the first that is not compressed
  std::size_t certificates = 0;           ///< compressed ones too
  bool compressed = false;
  bool behind_finished = false;  ///< a Certificate message is behind a Finished
  std::string_view client{};     ///< the first message that only a client sends
  bool verify = false;           ///< CertificateVerify, which in TLS 1.2 only a client sends
  bool finished = false;
  bool tls13 = false;
  std::optional<Error> broken{};  ///< the walk stopped here
};

Error cut_off(std::uint8_t type, std::size_t expected, std::size_t found) {
  const std::string_view what = type == kCertificate ? "Certificate" : "handshake";
  return malformed(cat("a TLS ", what, " message is cut off: expected ", expected, " bytes, found ", found));
}

/// client_message names a message that only a client sends; empty for all others.
std::string_view client_message(std::uint8_t type) {
  if (!is_one_of(kClientTypes, type)) return {};
  return type == kClientHello ? "a ClientHello" : "a message that only a client sends (RFC 5246 7.4.7, RFC 8446 4.5)";
}

Messages walk_messages(ByteView stream) {
  Messages met;
  Cursor cursor(stream);
  while (!cursor.at_end()) {
    const std::size_t left = cursor.rest().size();
    const std::uint8_t type = cursor.rest().front();
    if (!is_handshake_type(type)) {
      met.broken = malformed(cat("expected a TLS handshake message, found type ", type));
      return met;
    }
    // Also of a message that is cut off: whose direction it is, its type says.
    if (met.client.empty()) met.client = client_message(type);
    met.verify = met.verify || type == kCertificateVerify;
    const std::size_t size = left < kHandshakeHeader ? 0 : *Cursor(cursor.rest().subspan(1)).number(3);
    const std::optional<ByteView> message = cursor.take(kHandshakeHeader + size);
    if (!message) {
      met.broken = cut_off(type, kHandshakeHeader + size, left);
      return met;
    }
    const ByteView body = message->subspan(kHandshakeHeader);
    met.tls13 = met.tls13 || (type == kServerHello && chose_tls13(body));
    met.finished = met.finished || type == kFinished;
    if (type != kCertificate && type != kCompressedCertificate) continue;
    ++met.certificates;
    met.behind_finished = met.behind_finished || met.finished;
    met.compressed = met.compressed || type == kCompressedCertificate;
    if (type == kCertificate && !met.certificate) met.certificate = body;
  }
  return met;
}

Error no_certificate(const Messages& met) {
  Error error = malformed("the TLS handshake holds no Certificate message");
  if (met.tls13) {
    error.message = "the handshake is TLS 1.3, which encrypts the Certificate message; a capture does not show it";
    error.hint = "let the TLS client write it out: openssl s_client -connect HOST:16993 -showcerts";
  }
  error.reason = "not-found";
  return error;
}

/// RFC 8879: the message counts as a Certificate message. Its contents are not taken apart here: no capture shows one,
/// since TLS 1.3 encrypts it, and a client that has it has the certificates too.
Error compressed() {
  return {.code = Errc::unsupported,
          .message = "compressed TLS Certificate message (RFC 8879): not supported",
          .hint = std::string(kHint),
          .reason = "compressed"};
}

/// behind_finished: the Finished ends the handshake that it authenticates; a certificate behind it belongs to another
/// one, or was put there.
Error behind_finished() {
  return {.message = "unexpected TLS Certificate message behind a Finished: it belongs to no handshake in this input",
          .hint = "save one handshake of one connection, up to its first Finished",
          .reason = "ambiguous"};
}

Result<TlsCertificates> read_messages(const Messages& met, std::size_t max_entries) {
  if (!met.client.empty()) return client_direction(met.client);
  // Which of two is the peer's, nobody can tell from here; taking one would let the other be smuggled past.
  if (met.certificates > 1)
    return Error{.message = cat("expected one TLS Certificate message, found ", met.certificates),
                 .hint = "save one direction of one connection only: what the device sent",
                 .reason = "ambiguous"};
  if (met.behind_finished) return behind_finished();
  if (met.compressed) return compressed();
  if (!met.certificate) return met.broken ? *met.broken : no_certificate(met);
  ODCA_TRY_ASSIGN(TlsCertificates read, read_certificate_message(*met.certificate, max_entries));
  // RFC 5246 7.4.8: CertificateVerify proves a client certificate. In TLS 1.3 both sides send one (RFC 8446 4.4.3).
  if (met.verify && read.is_tls12) return client_direction("a CertificateVerify of TLS 1.2 (RFC 5246 7.4.8)");
  read.tail = met.broken;
  return read;
}

// Records

/// Records is the plaintext handshake layer of a stream of records.
struct Records {
  Bytes handshake{};
  std::size_t encrypted = 0;  ///< records after the handshake turned encrypted
  std::size_t alerts = 0;     ///< plaintext alerts
  ByteView cut{};             ///< what there is of a plaintext handshake record that is cut off; points into the stream
  std::optional<Error> broken{};
  std::optional<Error> second{};  ///< a plaintext handshake began again behind the encrypted records: another session
};

/// is_plain_handshake tells a Hello or Certificate message that nobody encrypted, by lengths and versions that fit (RFC
/// 5246 7.4, RFC 8446 4). Of encrypted octets one in 2^40 do.
bool is_plain_handshake(ByteView fragment) {
  constexpr std::size_t kLeastHello = 38;  // version, random, lengths
  Cursor cursor(fragment);
  const std::optional<std::size_t> type = cursor.number(1);
  const std::optional<std::size_t> size = cursor.number(3);
  const ByteView body = cursor.rest();
  if (!type || !size || body.size() < kHandshakeHeader) return false;
  if (*type == kClientHello || *type == kServerHello) return *size >= kLeastHello && body[0] == 3 && body[1] <= 4;
  const std::size_t tls12 = *Cursor(body).number(3);                                // its list
  const std::size_t tls13 = body[0] == 0 ? *Cursor(body.subspan(1)).number(3) : 0;  // behind an empty context
  return *type == kCertificate && (tls12 + 3 == *size || tls13 + kHandshakeHeader == *size);
}

Error another_session(std::size_t number) {
  return {.message = cat("expected one TLS session, found another one at TLS record ", number,
                         ", behind the encrypted records of the first"),
          .hint = "save one direction of one connection only: what the device sent",
          .reason = "ambiguous"};
}

/// next_record takes one record off the cursor, or says what is wrong with it.
Result<ByteView> next_record(Cursor& cursor) {
  const std::size_t left = cursor.rest().size();
  if (left < kRecordHeader) return malformed(cat("a TLS record is cut off: found ", left, " bytes of its header"));
  if (!is_record_start(cursor.rest()))
    return malformed("expected a TLS record of version 1.0 to 1.3, found other bytes");
  const std::size_t size = *Cursor(cursor.rest().subspan(3)).number(2);
  if (size > kMaxCiphertext)
    return malformed(cat("a TLS record of ", size, " bytes; expected at most ", kMaxCiphertext));
  const std::optional<ByteView> record = cursor.take(kRecordHeader + size);
  if (!record)
    return malformed(cat("a TLS record is cut off: expected ", kRecordHeader + size, " bytes, found ", left));
  return *record;
}

/// take_handshake appends one plaintext handshake record (RFC 5246 6.2.1: never empty).
Status take_handshake(ByteView fragment, Records& records) {
  if (fragment.empty() || fragment.size() > kMaxPlaintext)
    return malformed(cat("a TLS handshake record of ", fragment.size(), " bytes; expected 1 to ", kMaxPlaintext));
  records.handshake.insert(records.handshake.end(), fragment.begin(), fragment.end());
  return {};
}

Records walk_records(ByteView stream) {
  Records records;
  Cursor cursor(stream);
  bool encrypted = false;
  for (std::size_t number = 1; !cursor.at_end(); ++number) {
    const Result<ByteView> record = next_record(cursor);
    if (!record) {
      records.broken = Error(record.error()).in(cat("TLS record ", number));
      const ByteView rest = cursor.rest();
      if (!encrypted && rest.size() > kRecordHeader && rest[0] == kHandshake) records.cut = rest.subspan(kRecordHeader);
      return records;
    }
    const std::uint8_t type = record->front();
    if (encrypted || type == kApplicationData) ++records.encrypted;
    if (encrypted && type == kHandshake && is_plain_handshake(record->subspan(kRecordHeader))) {
      records.second = another_session(number);
      return records;
    }
    encrypted = encrypted || type == kApplicationData || type == kChangeCipherSpec;
    if (encrypted) continue;
    if (type == kAlert) ++records.alerts;
    if (type != kHandshake) continue;
    if (Status taken = take_handshake(record->subspan(kRecordHeader), records); !taken) {
      records.broken = std::move(taken).error().in(cat("TLS record ", number));
      return records;
    }
  }
  return records;
}

/// client_in_cut looks into a record that is cut off for nothing but whose direction it is.
std::string_view client_in_cut(const Records& records) {
  if (records.cut.empty()) return {};
  Bytes all = records.handshake;
  all.insert(all.end(), records.cut.begin(), records.cut.end());
  return walk_messages(all).client;
}

}  // namespace

bool looks_like_tls_handshake(ByteView content) {
  // Texts have no NUL behind their first character; a Certificate message of 64 KiB or more has none either, and is
  // recognised when it is whole.
  if (content.size() < kHandshakeHeader || content[0] == 0 || !is_handshake_type(content[0])) return false;
  return content[1] == 0 || (content[0] == kCertificate && !walk_messages(content).broken);
}

bool looks_like_tls_records(ByteView content) { return content.size() >= kRecordHeader && is_record_start(content); }

Result<TlsCertificates> read_tls_handshake(ByteView content, std::size_t max_entries) {
  const Messages met = walk_messages(content);
  if (met.broken) return met.client.empty() ? *met.broken : client_direction(met.client);
  return read_messages(met, max_entries);
}

Result<TlsCertificates> read_tls_records(ByteView content, std::size_t max_entries) {
  const Records records = walk_records(content);
  if (records.second) return *records.second;
  Messages met = walk_messages(records.handshake);
  if (met.client.empty()) met.client = client_in_cut(records);
  const bool lost = met.certificates == 0 && met.client.empty() && records.broken;
  if (lost) return *records.broken;
  ODCA_TRY_ASSIGN(TlsCertificates read, read_messages(met, max_entries));
  if (records.broken) read.tail = records.broken;
  if (records.encrypted != 0)
    read.notes.push_back(cat("encrypted TLS records after the handshake, not read: ", records.encrypted));
  if (records.alerts != 0) read.notes.push_back(cat("TLS alerts among the records, not read: ", records.alerts));
  return read;
}

void add_tls_certificates(const TlsCertificates& read, std::string_view carrier, DumpBuilder& builder) {
  if (!read.entries.empty()) builder.set_tls_peer(read.entries.front());
  for (std::size_t i = 0; i < read.entries.size() && !builder.full(); ++i)
    builder.add(ItemKind::certificate, read.entries[i], cat(carrier, read.form, ", certificate ", i + 1));
  if (read.tail) builder.add_unreadable(cat(carrier, "behind the ", read.form), *read.tail);
  for (const std::string& note : read.notes) builder.add_note(note);
}

}  // namespace odca
