// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Digests (FIPS 180-4) for fingerprints, signatures and key identifiers.
#pragma once

#include "odca/bytes.h"

namespace odca {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha384Digest = std::array<std::uint8_t, 48>;
using Sha512Digest = std::array<std::uint8_t, 64>;

Fingerprint sha256(ByteView bytes);
Sha384Digest sha384(ByteView bytes);
Sha512Digest sha512(ByteView bytes);
Sha1Digest sha1(ByteView bytes);  ///< only to recognise RFC 5280 4.2.1.2 key identifiers; never for a signature

}  // namespace odca
