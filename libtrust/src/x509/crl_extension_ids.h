// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The identifiers of the extensions that CRLs and their entries have (RFC 5280 5.2, 5.3).
#pragma once

#include <cstdint>
#include <string_view>

#include "odca/bytes.h"

namespace odca {

/// is_id_ce tells whether the contents of an OBJECT IDENTIFIER are those of 2.5.29.`last`.
inline bool is_id_ce(ByteView oid, std::uint8_t last) {
  return oid.size() == 3 && oid[0] == 0x55 && oid[1] == 0x1d && oid[2] == last;
}

inline constexpr std::string_view kCrlNumber = "2.5.29.20";
inline constexpr std::string_view kReasonCode = "2.5.29.21";
inline constexpr std::string_view kInvalidityDate = "2.5.29.24";
inline constexpr std::string_view kDeltaCrlIndicator = "2.5.29.27";
inline constexpr std::string_view kIssuingDistributionPoint = "2.5.29.28";
inline constexpr std::string_view kCertificateIssuer = "2.5.29.29";

// The last arcs of those that every entry may have.
inline constexpr std::uint8_t kReasonCodeArc = 21;
inline constexpr std::uint8_t kInvalidityDateArc = 24;
inline constexpr std::uint8_t kCertificateIssuerArc = 29;

}  // namespace odca
