// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Trust material as documents: one vocabulary for what odca-verify and trust-bundle print of anchors, deny entries and
// their provenance, the words of trust-store.json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document.h"
#include "odca/trust_store.h"

namespace odca::cli {

/// fingerprints is a list in hexadecimal digits.
Document fingerprints(const std::vector<Fingerprint>& list);
/// interval is {not_before, not_after}, or nothing.
Document interval(const std::optional<Validity>& validity);
/// add_terms adds what an anchor is trusted for: roles, subject, spki_sha256, cert_sha256, constraints.
void add_terms(const TrustAnchor& anchor, Document& document);
/// provenance_of is a list of {url, sha256, retrieved}.
Document provenance_of(const std::vector<Provenance>& list);
/// add_denial adds what a deny entry refuses and why: id (of a store), label, reason, kind, value, since.
void add_denial(const DenyEntry& deny, Document& document);

}  // namespace odca::cli
