// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// TLS Certificate messages (RFC 5246 7.4.2, RFC 8446 4.4.2), bare, in a stream of handshake messages, or in a stream of
// records. Structure decides: all lengths must add up, and nothing is searched for inside a message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "odca/result.h"
#include "question/dump_builder.h"

namespace odca {

/// TlsCertificates is the certificate list of the one Certificate message of a stream.
struct TlsCertificates {
  std::string form{};  ///< "TLS 1.2 Certificate message"
  bool is_tls12 = false;
  std::vector<Bytes> entries{};  ///< in order; see `max_entries`
  std::vector<std::string> notes{};
  std::optional<Error> tail{};  ///< why what is behind the message could not be read; its place is in the trace
};

/// looks_like_tls_handshake and looks_like_tls_records look at the first header only. No text begins so.
bool looks_like_tls_handshake(ByteView content);
bool looks_like_tls_records(ByteView content);

/// read_tls_handshake reads handshake messages that fill the content exactly. Fails unless exactly one of them is a
/// Certificate message with a certificate in it; a second one is refused as ambiguous (reason "ambiguous"), never
/// resolved by its place. Entries after the first `max_entries` and one are checked for structure and dropped.
Result<TlsCertificates> read_tls_handshake(ByteView content, std::size_t max_entries);

/// read_tls_records does the same with the plaintext handshake records of a stream; what follows the first
/// ChangeCipherSpec or application data record is encrypted and not looked at.
Result<TlsCertificates> read_tls_records(ByteView content, std::size_t max_entries);

/// add_tls_certificates gives what was read to the builder. `carrier` is "" or "TLS record stream, ".
void add_tls_certificates(const TlsCertificates& read, std::string_view carrier, DumpBuilder& builder);

}  // namespace odca
