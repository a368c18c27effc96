// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "rules/pin_value.h"

#include "base/text.h"
#include "odca/digest.h"

namespace odca {
namespace {

Fingerprint hash_of_pem(std::string_view label, ByteView der) {
  constexpr std::size_t kColumns = 64;  // RFC 7468 2, and what openssl writes
  const std::string body = to_base64(der);
  std::string text = cat("-----BEGIN ", label, "-----\n");
  for (std::size_t at = 0; at < body.size(); at += kColumns) text += cat(body.substr(at, kColumns), '\n');
  text += cat("-----END ", label, "-----\n");
  return sha256(as_bytes(text));
}

/// part_of says of which part of this certificate the value is the hash; "" when it is of none.
std::string part_of(const Fingerprint& value, const Certificate& certificate) {
  if (value == certificate->spki_sha256) return "public key";
  if (value == hash_of_pem("CERTIFICATE", certificate->der)) return "PEM text";
  if (value == hash_of_pem("PUBLIC KEY", certificate->spki)) return "public key's PEM text";
  if (value == sha256(certificate->key.key_bits)) return "bare key without its algorithm";
  if (value == sha256(certificate->tbs)) return "signed part";
  return {};
}

}  // namespace

std::optional<PinValue> recognise_pin(const Fingerprint& value, const Certificate& leaf,
                                      const std::vector<Certificate>& others) {
  if (value == leaf->sha256)
    return PinValue{.what = "the SHA-256 of the whole leaf certificate", .of_leaf = true, .of_whole = true};
  if (const std::string part = part_of(value, leaf); !part.empty())
    return PinValue{.what = cat("the SHA-256 of the leaf's ", part), .of_leaf = true};
  for (const Certificate& other : others) {
    const std::string name = quote(other->subject.to_string());
    if (value == other->sha256)
      return PinValue{.what = cat("the SHA-256 of the whole certificate of ", name), .of_whole = true};
    if (const std::string part = part_of(value, other); !part.empty())
      return PinValue{.what = cat("the SHA-256 of the ", part, " of ", name)};
  }
  return {};
}

}  // namespace odca
