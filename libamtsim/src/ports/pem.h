// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates in PEM (RFC 7468).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "odca/bytes.h"

namespace odca::amtsim {

/// certificates_of is the DER of the PEM blocks, which may be none; nothing when one is unreadable.
std::optional<std::vector<Bytes>> certificates_of(std::string_view pem);

}  // namespace odca::amtsim
