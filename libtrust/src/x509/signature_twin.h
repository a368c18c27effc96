// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The twin of an ECDSA signature: with (r, s) also (r, n - s) verifies, so anyone can make a second encoding of a
// certificate with another fingerprint and the same meaning.
#pragma once

#include <optional>

#include "odca/certificate.h"

namespace odca {

/// twin_sha256 is the fingerprint of the certificate with the other form of its signature; nothing when it is not
/// signed with ECDSA. `issuer_key` tells the curve.
std::optional<Fingerprint> twin_sha256(const Certificate& certificate, KeyKind issuer_key);

}  // namespace odca
