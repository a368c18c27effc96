// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Ecdsa-Sig-Value (RFC 3279 2.2.3) in strict DER, turned into the two numbers side by side.
#pragma once

#include <cstddef>
#include <optional>

#include "odca/bytes.h"

namespace odca {

/// ecdsa_numbers returns r‖s, each filled up to `number_octets` with leading zeros; nothing when the signature is not
/// SEQUENCE { r INTEGER, s INTEGER } in DER with positive numbers that fit.
std::optional<Bytes> ecdsa_numbers(ByteView signature, std::size_t number_octets);

}  // namespace odca
