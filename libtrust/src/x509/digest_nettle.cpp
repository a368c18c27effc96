// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include "odca/digest.h"

namespace odca {

Fingerprint sha256(ByteView bytes) {
  Fingerprint value{};
  sha256_ctx state;
  nettle_sha256_init(&state);
  nettle_sha256_update(&state, bytes.size(), bytes.data());
  nettle_sha256_digest(&state, value.size(), value.data());
  return value;
}

Sha384Digest sha384(ByteView bytes) {
  Sha384Digest value{};
  sha384_ctx state;  // the state of SHA-512 with other initial values
  nettle_sha384_init(&state);
  nettle_sha512_update(&state, bytes.size(), bytes.data());
  nettle_sha384_digest(&state, value.size(), value.data());
  return value;
}

Sha512Digest sha512(ByteView bytes) {
  Sha512Digest value{};
  sha512_ctx state;
  nettle_sha512_init(&state);
  nettle_sha512_update(&state, bytes.size(), bytes.data());
  nettle_sha512_digest(&state, value.size(), value.data());
  return value;
}

Sha1Digest sha1(ByteView bytes) {
  Sha1Digest value{};
  sha1_ctx state;
  nettle_sha1_init(&state);
  nettle_sha1_update(&state, bytes.size(), bytes.data());
  nettle_sha1_digest(&state, value.size(), value.data());
  return value;
}

}  // namespace odca
