// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates and CRLs field by field, for `inspect` and `anchors`.
#pragma once

#include "document.h"
#include "odca/certificate.h"
#include "odca/crl.h"

namespace odca::cli {

/// describe_certificate says everything that was read from a certificate, and the ODCA meaning of its names.
Document describe_certificate(const Certificate& certificate);
/// describe_crl says everything that was read from a CRL, with its first entries.
Document describe_crl(const Crl& crl);

/// describe_name_meaning says what an ODCA name tells: level, engine, class, platform, number; nothing for others.
Document describe_name_meaning(const Name& name);
Document describe_algorithm(const SignatureAlgorithm& algorithm);
Document describe_public_key(const KeyInfo& key);
Document describe_authority_key(const std::optional<AuthorityKeyIdentifier>& authority);
Document describe_point(const DistributionPoint& point);
Document describe_oddities(const std::vector<Oddity>& oddities);
/// named_oid prints "2.5.29.15 (keyUsage)", or the identifier alone.
std::string named_oid(std::string_view oid);

}  // namespace odca::cli
