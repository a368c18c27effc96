// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 as AMT speaks it: POST of one path, an answer that may be chunked, digest authentication.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "odca/amt/secret.h"
#include "odca/amt/stream.h"

namespace odca::amt {

struct HttpResponse {
  unsigned status = 0;
  std::string body{};
  std::optional<std::string> challenge{};  ///< WWW-Authenticate of scheme Digest
  std::string server{};                    ///< "Intel(R) Active Management Technology 19.0.5.1966"; escape it
  bool keep_alive = false;                 ///< the connection may carry another request
};

/// HttpLimits bound what a peer may send.
struct HttpLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 1024 * 1024;
};

/// write_post is the bytes of one request; `authorization` is the whole value of that header, or empty. No argument but
/// the body may hold a control character: that would be a bug of ours, and ends the program before anything is sent.
std::string write_post(std::string_view host, std::string_view path, std::string_view authorization,
                       std::string_view body);

/// read_response reads one answer and not a byte more. A body that has arrived whole is kept though the connection then
/// breaks. Fails with Errc::io ("connection-reset") when the connection ends before a byte of an answer, with
/// Errc::protocol ("http-truncated") when it ends within one, with Errc::timeout as the stream does, and with
/// Errc::protocol ("http-too-big") above a limit. What two readers could understand differently is refused,
/// Errc::protocol
/// ("http-syntax"): Transfer-Encoding beside Content-Length, in HTTP/1.0, or other than "chunked"; a second
/// Content-Length; an answer without either; bare line feeds; continued lines; chunk extensions; trailers; interim
/// answers. Two Digest challenges are refused with Errc::protocol ("digest-challenge").
Result<HttpResponse> read_response(ByteStream& stream, const HttpLimits& limits, Deadline deadline);

/// DigestChallenge is a challenge that we can answer: MD5, qop "auth" (RFC 7616; AMT knows nothing newer). All values
/// are printable ASCII without quotation marks and backslashes, so that they are the same quoted and unquoted.
struct DigestChallenge {
  std::string realm{};
  std::string nonce{};
  std::optional<std::string> opaque{};
  bool stale = false;
};
/// parse_challenge reads the value of WWW-Authenticate, values quoted or not. Fails with Errc::protocol
/// ("digest-challenge") for another algorithm or qop, a missing, repeated or unknown parameter, and anything
/// unreadable.
Result<DigestChallenge> parse_challenge(std::string_view value);

/// digest_a1 is MD5(user:realm:password) as 32 lower-case hexadecimal digits. It is as good as the password.
Secret digest_a1(std::string_view user, std::string_view realm, const Secret& password);

/// digest_answer is the value of Authorization for a POST. `count` is the number of requests with this nonce, from 1.
/// No text may hold a control character, as in write_post.
std::string digest_answer(const DigestChallenge& challenge, std::string_view user, const Secret& a1,
                          std::string_view path, std::uint32_t count, std::string_view client_nonce);

}  // namespace odca::amt
