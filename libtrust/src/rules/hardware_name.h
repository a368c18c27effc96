// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The hardware serial number that ROM certificates carry from Meteor Lake on.
#pragma once

#include <optional>

#include "odca/certificate.h"

namespace odca {

/// hardware_serial returns hwSerialNum of the one hardwareModuleName (RFC 4108 5) in the subject alternative name;
/// nothing when there is none, more than one, or one that is not DER.
std::optional<Bytes> hardware_serial(const Certificate& certificate);

}  // namespace odca
