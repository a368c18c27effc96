// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The answer to a Digest challenge. MD5 is what AMT knows; the session around it is what protects the password.
#include <nettle/md5.h>

#include <array>

#include "http/header_text.h"
#include "http/http.h"
#include "io/text.h"

namespace odca::amt {
namespace {

/// Md5 leaves nothing of what it was given in memory.
class Md5 {
 public:
  Md5() { md5_init(&context_); }
  Md5(const Md5&) = delete;
  Md5& operator=(const Md5&) = delete;
  ~Md5() { wipe(&context_, sizeof context_); }

  Md5& add(std::string_view text) {
    const ByteView bytes = as_bytes(text);
    md5_update(&context_, bytes.size(), bytes.data());
    return *this;
  }
  std::string hex() {
    std::array<std::uint8_t, MD5_DIGEST_SIZE> digest{};
    md5_digest(&context_, digest.size(), digest.data());
    std::string text = to_hex(digest);
    wipe(digest.data(), digest.size());
    return text;
  }

 private:
  md5_ctx context_{};
};

/// quoted is a quoted-string (RFC 9110 5.6.4).
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : header_text(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// nonce_count is eight lower-case hexadecimal digits (RFC 7616 3.4).
std::string nonce_count(std::uint32_t count) { return hex_number(count, 8).substr(2); }

}  // namespace

Secret digest_a1(std::string_view user, std::string_view realm, const Secret& password) {
  return Secret(Md5().add(user).add(":").add(realm).add(":").add(password.reveal()).hex());
}

std::string digest_answer(const DigestChallenge& challenge, std::string_view user, const Secret& a1,
                          std::string_view path, std::uint32_t count, std::string_view client_nonce) {
  const std::string nc = nonce_count(count);
  const std::string a2 = Md5().add("POST:").add(path).hex();
  Md5 response;
  response.add(a1.reveal()).add(":").add(challenge.nonce).add(":").add(nc).add(":").add(client_nonce);
  response.add(":auth:").add(a2);
  std::string out = cat("Digest username=", quoted(user), ", realm=", quoted(challenge.realm),
                        ", nonce=", quoted(challenge.nonce), ", uri=", quoted(path));
  out += cat(", response=", quoted(response.hex()));
  if (challenge.opaque) out += cat(", opaque=", quoted(*challenge.opaque));
  out += cat(", qop=auth, nc=", nc, ", cnonce=", quoted(client_nonce));
  return out;
}

}  // namespace odca::amt
