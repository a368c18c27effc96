// Digests of byte strings (FIPS 180-4), as needed for fingerprints and key identifiers.
#pragma once

#include "odca/bytes.h"

namespace odca {

Fingerprint sha256(ByteView bytes);
Bytes sha384(ByteView bytes);
Bytes sha1(ByteView bytes);  ///< only to recognise RFC 5280 4.2.1.2 key identifiers; never for a signature

}  // namespace odca
