// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// read_dump: the table of formats, in the order in which they are tried. The first that the content looks like reads
// it; no other is tried after that, so the same content is always read in the same way.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/content.h"
#include "base/text.h"
#include "input/amt_response.h"
#include "input/amt_text.h"
#include "input/der_items.h"
#include "input/escapes.h"
#include "input/hex_text.h"
#include "input/pem.h"
#include "input/pem_damage.h"
#include "input/text_items.h"
#include "input/tls.h"
#include "input/transcript.h"
#include "odca/evidence.h"
#include "question/dump_builder.h"

namespace odca {

namespace {

/// Format is one row. `read` says what the content was in the end: text may hold one of the other kinds.
struct Format {
  bool (*looks_like)(ByteView content);
  Result<InputKind> (*read)(ByteView content, DumpBuilder& builder);
};

Result<InputKind> read_records(ByteView content, DumpBuilder& builder) {
  ODCA_TRY_ASSIGN(const TlsCertificates read, read_tls_records(content, builder.limits().certificates));
  add_tls_certificates(read, "TLS record stream, ", builder);
  return InputKind::tls_records;
}

Result<InputKind> read_handshake(ByteView content, DumpBuilder& builder) {
  ODCA_TRY_ASSIGN(const TlsCertificates read, read_tls_handshake(content, builder.limits().certificates));
  add_tls_certificates(read, "", builder);
  return InputKind::tls_handshake;
}

Result<InputKind> read_der(ByteView content, DumpBuilder& builder) {
  read_der_items(content, "", builder);
  return InputKind::der;
}

bool is_amt(ByteView content) { return looks_like_amt_response(as_text(content)); }
Result<InputKind> read_amt(ByteView content, DumpBuilder& builder) {
  ODCA_TRY(read_amt_response(as_text(content), builder));
  return InputKind::amt_response;
}

bool is_text_with_amt(ByteView content) { return holds_amt_response(as_text(content)); }
Result<InputKind> read_text_with_amt(ByteView content, DumpBuilder& builder) {
  ODCA_TRY(read_amt_text(as_text(content), builder));
  return InputKind::amt_response;
}

bool is_items(ByteView content) { return looks_like_items(as_text(content)); }
Result<InputKind> read_text(ByteView content, DumpBuilder& builder) {
  ODCA_TRY(read_items(as_text(content), builder));
  return InputKind::pem;
}

/// is_escaped: a string of text, from its first character to its last. Strings of bytes are beside each other.
bool is_escaped(ByteView content) {
  const std::string_view text = as_text(content);
  return has_escapes(text) && !holds_escaped_octets(text) && !has_pem_marker(text) && has_pem_marker(unescaped(text));
}
Result<InputKind> read_escaped(ByteView content, DumpBuilder& builder) {
  return read_text(as_bytes(unescaped(as_text(content))), builder);
}

bool is_percent_encoded(ByteView content) {
  const std::string_view text = as_text(content);
  return (text.find("BEGIN%20") != std::string_view::npos || text.find("BEGIN+") != std::string_view::npos) &&
         !holds_escaped_octets(text) && !has_pem_marker(text) && has_pem_marker(percent_decoded(text));
}
Result<InputKind> read_percent_encoded(ByteView content, DumpBuilder& builder) {
  return read_text(as_bytes(percent_decoded(as_text(content))), builder);
}

Error unrecognised(ByteView content);

/// is_hex: of a text with a whole PEM marker the digits are not all. A dump of PEM shows it in columns.
bool is_hex(ByteView content) {
  const std::string_view text = as_text(content);
  for (const std::string_view marker : {"-----BEGIN CERTIFICATE-----", "-----BEGIN X509 CRL-----"})
    if (text.find(marker) != std::string_view::npos) return false;
  return looks_like_hex_text(text);
}
/// read_hex reads the octets that the digits mean; another print of digits inside of it is not looked for.
Result<InputKind> read_hex(ByteView content, DumpBuilder& builder) {
  constexpr std::array kInside = {Format{looks_like_tls_records, read_records},
                                  Format{looks_like_tls_handshake, read_handshake},
                                  Format{looks_like_der, read_der},
                                  Format{is_amt, read_amt},
                                  Format{is_text_with_amt, read_text_with_amt},
                                  Format{is_items, read_text}};
  ODCA_TRY_ASSIGN(const Bytes octets, read_hex_text(as_text(content)));
  for (const Format& format : kInside)
    if (format.looks_like(octets)) return format.read(octets, builder);
  return unrecognised(octets).in("hexadecimal digits");
}

constexpr std::array kFormats = {
    Format{looks_like_tls_records, read_records},
    Format{looks_like_tls_handshake, read_handshake},
    Format{looks_like_der, read_der},
    Format{is_hex, read_hex},
    Format{is_amt, read_amt},
    Format{is_text_with_amt, read_text_with_amt},
    Format{is_escaped, read_escaped},
    Format{is_percent_encoded, read_percent_encoded},
    Format{is_items, read_text},
};

constexpr std::string_view kDefaultHint =
    "get the chain with: openssl s_client -connect localhost:16993 -showcerts </dev/null >dump.pem";

/// of_text says more about a text without a whole item: whose output it is, or that its BEGIN lines are damaged.
std::optional<Error> of_text(std::string_view text) {
  Transcript transcript;
  transcript.see(text);
  if (!transcript.program().empty())
    return Error{.message = cat("no certificate in the output of ", transcript.program()),
                 .hint =
                     "if the connection was made, let it print them: openssl s_client -showcerts, gnutls-cli "
                     "--print-cert; if not, its text says why",
                 .reason = "unrecognised"};
  return suspicious_gap(text, 1);
}

Error unrecognised(ByteView content) {
  const ContentGuess guess = guess_material(content);
  const std::optional<std::string> decoded = plain_text(content);
  if (guess.kind == Content::text || decoded)
    if (std::optional<Error> known = of_text(decoded ? *decoded : as_text(content))) return *std::move(known);
  const bool empty = guess.kind == Content::empty;
  return {
      .message = cat("expected certificates as PEM, DER, a TLS Certificate message or an AMT response; the content ",
                     empty ? "is " : "looks like ", guess.what),
      .hint = std::string(guess.hint.empty() || empty ? kDefaultHint : guess.hint),
      .reason = "unrecognised"};
}

Error nothing_inside() {
  return {.message = "no certificate and no CRL in it", .hint = std::string(kDefaultHint), .reason = "not-found"};
}

}  // namespace

Result<Dump> read_dump(ByteView content, std::string_view label, const Limits& limits) {
  if (content.size() > limits.input_bytes)
    return Error{.code = Errc::limit,
                 .message = cat("too big: ", content.size(), " bytes, expected at most ", limits.input_bytes),
                 .hint = "give only the certificates, or raise limits.input_bytes in the policy",
                 .reason = "too-big"}
        .in(std::string(label));
  const std::optional<std::string> text = plain_text(content);
  const ByteView plain = text ? as_bytes(*text) : content;
  for (const Format& format : kFormats) {
    if (!format.looks_like(plain)) continue;
    DumpBuilder builder(label, limits);
    Result<InputKind> kind = format.read(plain, builder);
    if (!kind) return std::move(kind).error().in(std::string(label));
    return std::move(builder).finish(*kind, nothing_inside());
  }
  return unrecognised(content).in(std::string(label));
}

}  // namespace odca
