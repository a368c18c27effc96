// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Limits: bounds on the work for hostile input.
#pragma once

#include <cstddef>

#include "odca/certificate.h"

namespace odca {

/// Limits bound the work for one verdict; the members are the policy keys below `limits`. Reaching one is a finding
/// (rule limit.reached). The defaults are of the size of those of Go, rustls-webpki and Botan 3.13; 16 KiB is three
/// times the largest ODCA certificate.
struct Limits {
  std::size_t input_bytes = 4U << 20U;    ///< one --chain input
  std::size_t certificates = 64;          ///< certificates of all inputs
  std::size_t crls = 256;                 ///< CRLs of all inputs; twice the number published for the hierarchy
  std::size_t certificate_bytes = 16384;  ///< DER of one certificate
  std::size_t crl_bytes = 1U << 20U;      ///< DER of one CRL
  std::size_t der_depth = 24;             ///< nesting of DER values
  std::size_t general_names = 1024;       ///< in one alternative name; 16 KiB hold eight hundred ordinary host names
  /// distribution_points: points and the names in them, of one certificate or CRL; genuine ones have four at most.
  std::size_t distribution_points = 64;
  std::size_t path_length = 16;        ///< certificates in a path, the anchor's own not counted
  std::size_t signature_checks = 100;  ///< public-key operations for one verdict; large RSA keys weigh more
  std::size_t search_steps = 300;      ///< edges tried by the path builder
  bool operator==(const Limits&) const = default;
};

/// parse_limits are the limits for one certificate or CRL of at most `bytes`.
inline ParseLimits parse_limits(const Limits& limits, std::size_t bytes) {
  return {.bytes = bytes,
          .depth = limits.der_depth,
          .general_names = limits.general_names,
          .distribution_points = limits.distribution_points};
}

}  // namespace odca
