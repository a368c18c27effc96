// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/signature.h"

#include "x509/key_decoders.h"

namespace odca {

std::shared_ptr<const VerificationKey> VerificationKey::decode(ByteView spki, const KeyInfo& info) {
  if (!info.problem.empty() || info.kind == KeyKind::unsupported) return nullptr;
  if (info.kind == KeyKind::ed25519) return decode_with_sodium(info);
  if (info.kind == KeyKind::rsa) return decode_with_botan(spki, info);
  return decode_with_nettle(info);
}

}  // namespace odca
