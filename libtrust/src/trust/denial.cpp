// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "trust/denial.h"

#include <algorithm>
#include <vector>

#include "x509/signature_twin.h"

namespace odca {
namespace {

bool denies_certificates(const TrustStore& store) {
  const std::span<const DenyEntry> denied = store.denied();
  return std::any_of(denied.begin(), denied.end(),
                     [](const DenyEntry& entry) { return entry.kind == DenyEntry::Kind::certificate; });
}

}  // namespace

const DenyEntry* denial_of(const TrustStore& store, const Certificate& certificate, std::optional<KeyKind> issuer_key) {
  if (!denies_certificates(store)) return nullptr;
  if (const DenyEntry* entry = store.denial_of_certificate(certificate->sha256)) return entry;
  const std::vector<KeyKind> kinds =
      issuer_key ? std::vector{*issuer_key} : std::vector{KeyKind::ec_p256, KeyKind::ec_p384, KeyKind::ec_p521};
  for (const KeyKind kind : kinds)
    if (const std::optional<Fingerprint> twin = twin_sha256(certificate, kind))
      if (const DenyEntry* entry = store.denial_of_certificate(*twin)) return entry;
  return nullptr;
}

}  // namespace odca
