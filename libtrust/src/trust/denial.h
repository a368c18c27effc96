// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Lookup of a certificate in the deny list under every fingerprint that it can have.
#pragma once

#include <optional>
#include <utility>

#include "odca/certificate.h"
#include "odca/trust_store.h"

namespace odca {

/// DenyKey is what a deny entry refuses: its kind and its hash.
using DenyKey = std::pair<DenyEntry::Kind, Fingerprint>;
inline DenyKey key_of(const DenyEntry& entry) { return {entry.kind, entry.sha256}; }

/// denial_of looks a certificate up under both fingerprints that its ECDSA signature can have: the second form can be
/// made by anyone, and would slip past the list. `issuer_key` tells the curve; without it all are tried. nullptr when
/// no entry refuses the certificate.
const DenyEntry* denial_of(const TrustStore& store, const Certificate& certificate,
                           std::optional<KeyKind> issuer_key = {});

}  // namespace odca
