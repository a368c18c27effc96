// Denial of one certificate, under every fingerprint that it can be given.
#pragma once

#include <optional>

#include "odca/certificate.h"
#include "odca/trust_store.h"

namespace odca {

/// denial_of looks a certificate up under both fingerprints that its ECDSA signature can have: the second form can be
/// made by anyone, and would slip past the list. `issuer_key` tells the curve; without it all are tried. nullptr when
/// no entry refuses the certificate.
const DenyEntry* denial_of(const TrustStore& store, const Certificate& certificate,
                           std::optional<KeyKind> issuer_key = {});

}  // namespace odca
