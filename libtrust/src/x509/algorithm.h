// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// AlgorithmIdentifiers (RFC 5280 4.1.1.2) of signatures and keys.
#pragma once

#include <optional>
#include <string>

#include "der/reader.h"
#include "odca/public_key.h"

namespace odca {

/// AlgorithmIdentifier views one that has the right structure, whatever it names.
struct AlgorithmIdentifier {
  std::string oid{};
  std::optional<der::Element> parameters{};

  bool has_null_parameters() const;
};
/// read_algorithm reads the contents of an AlgorithmIdentifier; nothing when it is more or less than identifier and
/// optional parameters.
std::optional<AlgorithmIdentifier> read_algorithm(ByteView contents);

/// read_signature_algorithm takes an AlgorithmIdentifier in a signature position; nothing when its structure is wrong.
/// One that we cannot verify comes back with `problem` set.
std::optional<SignatureAlgorithm> read_signature_algorithm(der::Reader& reader);

}  // namespace odca
