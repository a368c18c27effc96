// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The decoders behind VerificationKey::decode, one for each library. Both expect a key whose KeyInfo names no problem,
// and return nullptr when the library refuses it.
#pragma once

#include <memory>

#include "x509/signature.h"

namespace odca {

std::shared_ptr<const VerificationKey> decode_with_nettle(const KeyInfo& info);                // EC
std::shared_ptr<const VerificationKey> decode_with_botan(ByteView spki, const KeyInfo& info);  // RSA
std::shared_ptr<const VerificationKey> decode_with_sodium(const KeyInfo& info);                // Ed25519

}  // namespace odca
