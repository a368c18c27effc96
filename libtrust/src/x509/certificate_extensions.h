// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The extensions of a certificate that this library understands (RFC 5280 4.2.1, 4.2.2), one row each.
#pragma once

#include "odca/certificate.h"

namespace odca {

/// read_known_extensions reads every known extension of `fields.extensions` into its own field, and lists unknown
/// critical ones. A malformed one is an error, except for the encoding deviations of Oddity.
Status read_known_extensions(const ParseLimits& limits, CertificateFields& fields);

}  // namespace odca
