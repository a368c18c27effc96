// read_dump: the table of formats, in the order in which they are tried. The first that the content looks like reads
// it; no other is tried after that, so the same content is always read in the same way.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "input/amt_response.h"
#include "input/content.h"
#include "input/der_items.h"
#include "input/dump_builder.h"
#include "input/pem.h"
#include "input/tls.h"
#include "odca/evidence.h"

namespace odca {

namespace {

struct Format {
  InputKind kind;
  bool (*looks_like)(ByteView content);
  Status (*read)(ByteView content, DumpBuilder& builder);
};

Status read_records(ByteView content, DumpBuilder& builder) {
  ODCA_TRY_ASSIGN(const TlsCertificates read, read_tls_records(content, builder.limits().certificates));
  add_tls_certificates(read, "TLS record stream, ", builder);
  return {};
}

Status read_handshake(ByteView content, DumpBuilder& builder) {
  ODCA_TRY_ASSIGN(const TlsCertificates read, read_tls_handshake(content, builder.limits().certificates));
  add_tls_certificates(read, "", builder);
  return {};
}

Status read_der(ByteView content, DumpBuilder& builder) {
  read_der_items(content, "", builder);
  return {};
}

bool looks_like_amt(ByteView content) { return looks_like_amt_response(as_text(content)); }
Status read_amt(ByteView content, DumpBuilder& builder) { return read_amt_response(as_text(content), builder); }

bool looks_like_pem(ByteView content) { return has_pem_marker(as_text(content)); }
Status read_text(ByteView content, DumpBuilder& builder) {
  read_pem(as_text(content), builder);
  return {};
}

constexpr std::array kFormats = {
    Format{InputKind::tls_records, looks_like_tls_records, read_records},
    Format{InputKind::tls_handshake, looks_like_tls_handshake, read_handshake},
    Format{InputKind::der, looks_like_der, read_der},
    Format{InputKind::amt_response, looks_like_amt, read_amt},
    Format{InputKind::pem, looks_like_pem, read_text},
};

constexpr std::string_view kDefaultHint =
    "get the chain with: openssl s_client -connect localhost:16993 -showcerts </dev/null >dump.pem";

Error unrecognised(ByteView content) {
  const ContentGuess guess = guess_content(content);
  return {
      .message = cat("expected certificates as PEM, DER, a TLS Certificate message or an AMT response; the content ",
                     content.empty() ? "is " : "looks like ", guess.what),
      .hint = std::string(guess.hint.empty() ? kDefaultHint : guess.hint),
      .reason = "unrecognised"};
}

Error nothing_inside() {
  return {.message = "no certificate and no CRL in it, only other things such as private keys, which are not read",
          .hint = std::string(kDefaultHint),
          .reason = "not-found"};
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
    if (Status status = format.read(plain, builder); !status) return std::move(status).error().in(std::string(label));
    return std::move(builder).finish(format.kind, nothing_inside());
  }
  return unrecognised(plain).in(std::string(label));
}

}  // namespace odca
