// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// The leaf hash that firmware returns, its possible readings, and what of a leaf it fits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "odca/certificate.h"
#include "odca/evidence.h"

namespace odca {

/// HashReading is one way to read the field.
struct HashReading {
  enum class Algorithm { sha256, sha384 };
  Algorithm algorithm = Algorithm::sha256;
  Bytes hash{};
  std::string_view decoding{};  ///< "raw", "hexadecimal"
};

/// read_leaf_hash lists every reading of the field that its algorithm and length allow; none when it is malformed. The
/// field has at most 64 bytes: the hash itself or (SHA-256 only) its ASCII digits, left-aligned and padded with
/// NUL.
std::vector<HashReading> read_leaf_hash(const LeafHash& given);
/// expected_leaf_hash names what read_leaf_hash looks for: "SHA-256".
std::string_view expected_leaf_hash(LeafHash::Algorithm algorithm);
/// leaf_hash_of hashes bytes as the reading's algorithm says.
Bytes leaf_hash_of(const HashReading& reading, ByteView bytes);

/// LeafHashPart is how much of the leaf a hash is known to bind. The zero value is the strict one.
enum class LeafHashPart { none, spki, tbs, certificate };

struct LeafHashMatch {
  LeafHashPart part = LeafHashPart::none;
  std::string how{};  ///< which algorithm, decoding and bytes fitted
};

/// match_leaf_hash compares every reading, in constant time, and returns the strongest match. Firmware signs its leaf
/// anew on each request: another certificate presented beside the leaf that has the hash binds what it shares with it.
LeafHashMatch match_leaf_hash(const std::vector<HashReading>& readings, const Certificate& leaf,
                              const std::vector<Presented>& presented);

}  // namespace odca
