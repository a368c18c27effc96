// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Recognises a pin value that is the hash of something else than the leaf's public key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "odca/bytes.h"
#include "odca/certificate.h"

namespace odca {

/// PinValue says what a value is, for a message: "the SHA-256 of the whole leaf certificate".
struct PinValue {
  std::string what{};
  bool of_leaf = false;
  bool of_whole = false;  ///< of the certificate as a whole, not of a part or another form of it
};

/// recognise_pin looks for the value among the hashes that people take for that of a public key: of the whole
/// certificate and its PEM text, of the key in other forms, of the signed part; of the leaf first, then of the others.
/// Nothing when it is none of them.
std::optional<PinValue> recognise_pin(const Fingerprint& value, const Certificate& leaf,
                                      const std::vector<Certificate>& others);

}  // namespace odca
