// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "x509/ecdsa_signature.h"

#include "der/reader.h"

namespace odca {

std::optional<Bytes> ecdsa_numbers(ByteView signature, std::size_t number_octets) {
  const auto sequence = der::read_only(signature, der::kSequence);
  if (!sequence) return std::nullopt;
  der::Reader reader(sequence->contents);
  Bytes numbers;
  for (int i = 0; i < 2; ++i) {
    const auto element = reader.read(der::kInteger);
    const auto magnitude = element ? der::magnitude(element->contents) : std::nullopt;
    if (!magnitude || magnitude->empty() || magnitude->size() > number_octets) return std::nullopt;
    numbers.resize(numbers.size() + number_octets - magnitude->size());
    numbers.insert(numbers.end(), magnitude->begin(), magnitude->end());
  }
  if (!reader.at_end()) return std::nullopt;
  return numbers;
}

}  // namespace odca
